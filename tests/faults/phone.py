"""One phone: a socket that comes back, polling below it, and commands that are repeated until answered."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from random import Random
from socket import SO_RCVBUF, SOL_SOCKET
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from tests.faults.history import (
    Asked,
    Began,
    Closed,
    Heads,
    Heard,
    History,
    Opened,
    Skipped,
    Tried,
    now,
)
from tests.faults.line import Answer, NoAnswer, ask
from tests.faults.stream import (
    ANSWER_WITHIN_S,
    POLL_EVERY_S,
    POLLING_AFTER_S,
    SILENT_AFTER_S,
    Stream,
    wait_s,
)

API = "/api/v1"
OPENS_WITHIN_S = 10.0
LEAST_BUFFER = 1 << 16  # bytes kept for a phone that does not read: a segment, or the rest would drip
USUAL_BUFFER = 1 << 17  # bytes
GIVES_UP_AFTER_S = 75.0  # of one command: less than an invitation rings
LOST = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, InvalidMessage)


class Servers:
    """Where pages and sockets are answered: what a proxy in front would choose from."""

    def __init__(self, web: list[int], live: list[int]) -> None:
        self.web, self.live = web, live


class Phone:
    """Hears in order, and tells `on_event` of each event once."""

    def __init__(self, name: str, person: str, token: str, servers: Servers, history: History) -> None:
        self.name, self.person, self.token = name, person, token
        self.servers, self.history = servers, history
        self.on_event: Callable[[dict[str, Any]], None] = lambda _event: None
        self.random = Random(name)
        self.web = self.random.choice(servers.web)
        self.line, self.is_up, self.headers = 0, False, {}
        self.down_since = 0.0
        self.asking: asyncio.Task[None] | None = None
        self.socket: ClientConnection | None = None
        self.reads = asyncio.Event()  # cleared, this phone stops reading
        self.reads.set()

    async def begin(self) -> None:
        """Load the page: from here on the phone knows where its person's stream stands."""
        while True:
            with suppress(NoAnswer):
                start = await ask(self.web, "GET", f"{API}/events?after=0", token=self.token)
                if start.status == 200:
                    break
            await asyncio.sleep(0.5)
        self.stream = Stream(start.said["epoch"], start.said["head"])
        self.history.add(Began(now(), self.name, self.person, self.stream.seq))

    async def listen(self) -> None:
        """Hold a socket until cancelled, and come back to it as the page does."""
        attempt = 0
        self.down_since = now()
        polling = asyncio.create_task(self._poll_below())
        try:
            while True:
                ports = self.random.sample(self.servers.live, len(self.servers.live))
                for port in ports:  # as a proxy in front: where one refuses, it asks the next
                    try:
                        await self._hold(port)
                    except ConnectionRefusedError:
                        continue
                    except LOST:
                        break
                if self.is_up:
                    attempt, self.is_up, self.down_since = 0, False, now()
                await asyncio.sleep(wait_s(attempt, self.random.random()))
                attempt += 1
        finally:
            polling.cancel()

    async def _hold(self, port: int) -> None:
        """Stay on one line until it is lost. *Raises* how."""
        was_up = False
        self.line += 1
        line = self.line
        try:
            async with connect(
                f"ws://127.0.0.1:{port}/ws/events",
                additional_headers={"Authorization": f"Bearer {self.token}"},
                compression=None, max_size=None, ping_interval=None,
                open_timeout=OPENS_WITHIN_S, close_timeout=1,
            ) as socket:  # fmt: skip
                self.socket = socket
                await self._hello(socket, line)
                while True:
                    await self.reads.wait()
                    frame = json.loads(await self._next(socket, line))
                    if frame["type"] in {"sync", "reset"} and not was_up:
                        was_up = self.is_up = True
                        self.history.add(Opened(now(), self.name, line))
                    if self._hear(frame, line):
                        await self._hello(socket, line)
        finally:
            if was_up:
                code = (self.socket.close_code if self.socket else None) or 0
                self.history.add(Closed(now(), self.name, line, code))
            self.socket = None

    async def _next(self, socket: ClientConnection, line: int) -> str | bytes:
        """The next frame. A socket that is silent is asked, and so are the pages; then it is given up."""
        try:
            async with asyncio.timeout(SILENT_AFTER_S):
                return await socket.recv()
        except TimeoutError:
            await self._hello(socket, line)
            self.asking = asyncio.create_task(self._poll())
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await socket.recv()

    async def _hello(self, socket: ClientConnection, line: int) -> None:
        self.history.add(Asked(now(), self.name, line, self.stream.seq))
        await socket.send(json.dumps(self.stream.hello))

    def _hear(self, frame: dict[str, Any], line: int) -> bool:
        """Apply what is next; whether to ask again for what is missing."""
        before = self.stream.seq
        judged = self.stream.receive(frame)
        is_event = frame["type"] == "event"
        came = [frame] if is_event else frame.get("events") or []
        applied = {event["seq"] for event in judged.apply}
        for event in came:
            about = event.get("meeting" if event["name"].startswith("meeting") else "invitation", "")
            if line or event["seq"] > before:
                is_applied = event["seq"] in applied
                self.history.add(
                    Heard(
                        now(), self.name, line, event["seq"], event["name"], about, is_applied, not is_event
                    )
                )
        if frame["type"] == "heads":
            self.history.add(Heads(now(), self.name, line, frame["head"]))
        if judged.skip_to is not None:
            self.history.add(Skipped(now(), self.name, before + len(judged.apply), judged.skip_to))
        for event in judged.apply:
            self.on_event(event)
        return judged.ask

    async def _poll_below(self) -> None:
        """Where no socket is to be had, ask for what it would have said."""
        while True:
            await asyncio.sleep(POLL_EVERY_S)
            if not self.is_up and now() - self.down_since > POLLING_AFTER_S:
                await self._poll()

    async def _poll(self) -> None:
        with suppress(NoAnswer):
            path = f"{API}/events?after={self.stream.seq}&epoch={self.stream.epoch}"
            answer = await ask(self._some_web(), "GET", path, token=self.token)
            if answer.status == 200:
                self._hear({"type": "reset" if answer.said.pop("reset") else "sync", **answer.said}, 0)

    def cut(self) -> None:
        """Lose the line without a farewell."""
        if self.socket:
            self.socket.transport.abort()

    def stop_reading(self) -> None:
        """Hold the line and take nothing more from it, not even into a buffer."""
        self.reads.clear()
        if self.socket:
            self.socket.transport.pause_reading()
            self._take_at_once(LEAST_BUFFER)

    def read_again(self) -> None:
        self.reads.set()
        if self.socket:
            self._take_at_once(USUAL_BUFFER)  # or it would go on reading as slowly as a drop falls
            self.socket.transport.resume_reading()

    def _take_at_once(self, most: int) -> None:
        if self.socket:
            line = self.socket.transport.get_extra_info("socket")
            line.setsockopt(SOL_SOCKET, SO_RCVBUF, most)

    def _some_web(self) -> int:
        return self.random.choice(self.servers.web)

    async def command(self, verb: str, path: str, *, about: str, body: Any = None) -> Answer | None:
        """Do something, and repeat it under its key until somebody answers; None when nobody does in time."""
        key, until, attempt = uuid4().hex, now() + GIVES_UP_AFTER_S, 0
        while now() < until:
            began, answer = now(), None
            with suppress(NoAnswer):
                answer = await ask(
                    self.web, "POST", f"{API}/{path}", token=self.token, body={} if body is None else body,
                    headers={"Idempotency-Key": key, **self.headers},
                )  # fmt: skip
            self.history.add(tried(self.person, verb, path, about=about, key=key, t=began, answer=answer))
            if answer and answer.status < 500:
                return answer
            self.web = self._some_web()  # the proxy in front takes the next one
            told_s = answer.retry_after_s if answer else None
            await asyncio.sleep((told_s or 0.3) + wait_s(attempt, self.random.random()))
            attempt = min(attempt + 1, 3)
        return None


def tried(
    person: str, verb: str, path: str, *, about: str, key: str, t: float, answer: Answer | None
) -> Tried:
    """The record of one request; what it made is read of a confirmed one only."""
    said = answer.said if answer and answer.status < 300 else {}
    made = {"accept": said.get("meeting", ""), "invite": said.get("id", "")}.get(verb, "")
    code = answer.said.get("code", "") if answer else ""
    is_said = answer is None or answer.status < 500 or answer.is_said
    status = answer.status if answer else 0
    return Tried(t, person, verb, about, key, f"{API}/{path}", now() - t, status, code, made, is_said)
