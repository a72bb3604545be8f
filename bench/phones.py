"""Phones with open sockets, in a process of their own, so that reading for thousands costs the measured none.

`Phones` is the end that measures; run as a program this is the other. They speak in lines of JSON. Both read
one monotonic clock, so that a moment here is a moment there.
"""

import asyncio
import json
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from queue import Queue
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake

from tests.faults.stream import wait_s

AT_ONCE = 20  # sockets on their way to open; the bare layer fails when a hundred come together
ANSWER_WITHIN_S = 300
TRIES = 10
RINGS = ("invitation-received", "ring")


class Phones:
    """Open sockets that tell when it rings."""

    def __init__(self) -> None:
        self._there = subprocess.Popen(
            [sys.executable, "-m", __spec__.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._answers: Queue[dict[str, Any]] = Queue()
        self._rings: defaultdict[str, Queue[float]] = defaultdict(Queue)
        threading.Thread(target=self._listen, daemon=True).start()

    def open(self, calls: Iterable[tuple[str, str, dict[str, str], str | None]]) -> None:
        """Open a socket for each (name, address, headers, hello) and wait until each has heard something."""
        self._ask({"do": "open", "calls": list(calls)})

    def drop(self) -> list[float]:
        """Cut all sockets at once; milliseconds until each, reconnecting as the pages do, is served again."""
        back_ms: list[float] = self._ask({"do": "drop"})["back_ms"]
        return back_ms

    def rung_at(self, name: str, within_s: float) -> float:
        """When the next ring of a phone arrived there, by `time.perf_counter`."""
        return self._rings[name].get(timeout=within_s)

    def close(self) -> None:
        """Let all sockets go."""
        self._there.terminate()
        self._there.wait()

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._there.stdin
        self._there.stdin.write(json.dumps(question) + "\n")
        self._there.stdin.flush()
        answer = self._answers.get(timeout=ANSWER_WITHIN_S)
        if not answer:
            raise ConnectionError("the phones are gone")
        return answer

    def _listen(self) -> None:
        assert self._there.stdout
        for line in self._there.stdout:
            said = json.loads(line)
            if "rung" in said:
                self._rings[said["rung"]].put(said["at"])
            else:
                self._answers.put(said)
        self._answers.put({})  # nobody is there any more


class Phone:
    """One socket, kept open until it is dropped."""

    def __init__(self, name: str, url: str, headers: dict[str, str], hello: str | None) -> None:
        self.name, self.url, self.headers, self.hello = name, url, headers, hello
        self.socket: ClientConnection | None = None
        self.reading: asyncio.Task[None] | None = None

    async def open(self, room: asyncio.Semaphore) -> None:
        """Connect, say what it has, hear the first answer."""
        async with room:
            self.socket = await connect(
                self.url,
                additional_headers=self.headers,
                compression=None,
                ping_interval=None,
                open_timeout=60,
            )
            if self.hello:
                await self.socket.send(self.hello)
            await self.socket.recv()
        self.reading = asyncio.create_task(self._read(self.socket))

    async def come_back(self) -> float:
        """Lose the network, and return: milliseconds it took. *Raises* ConnectionError if nobody answers."""
        assert self.socket
        assert self.reading
        started = time.perf_counter()
        self.reading.cancel()
        self.socket.transport.abort()
        for attempt in range(TRIES):
            await asyncio.sleep(wait_s(attempt, random.random()))
            with suppress(OSError, EOFError, TimeoutError, InvalidHandshake):
                await self.open(asyncio.Semaphore())
                return 1000 * (time.perf_counter() - started)
        raise ConnectionError(f"{self.name} was not served again")

    async def _read(self, socket: ClientConnection) -> None:
        async for frame in socket:
            if any(ring in str(frame) for ring in RINGS):
                say({"rung": self.name, "at": time.perf_counter()})


def say(said: dict[str, Any]) -> None:
    """One line to the end that measures."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


async def serve() -> None:
    """Do what is asked, line after line, until the other end closes."""
    loop, phones = asyncio.get_running_loop(), list[Phone]()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        asked = json.loads(line)
        if asked["do"] == "open":
            new, room = [Phone(*call) for call in asked["calls"]], asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(*(phone.open(room) for phone in new))
            phones += new
            say({"open": len(phones)})
        else:
            say({"back_ms": await asyncio.gather(*(phone.come_back() for phone in phones))})


if __name__ == "__main__":
    asyncio.run(serve())
