"""What waits to be sent to one socket: in order, and not without end."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

MOST_FRAMES = 64
MOST_BYTES = 256 * 1024


class Outbox:
    """Sends frames one after another without making anybody wait. Who does not read them is given up.

    A task runs only while something waits, so that ten thousand silent sockets cost none.
    """

    def __init__(self, send: Callable[[str], Awaitable[None]], *, give_up: Callable[[], None]) -> None:
        self._send = send
        self._give_up = give_up
        self._waiting: deque[str] = deque()
        self._bytes = 0
        self._sending: asyncio.Task[None] | None = None
        self._is_stopped = False

    def put(self, frame: dict[str, Any]) -> None:
        """Queue one frame; give the socket up when it has let too many lie."""
        if self._is_stopped:
            return
        text = json.dumps(frame, separators=(",", ":"))
        self._waiting.append(text)
        self._bytes += len(text)
        if len(self._waiting) > MOST_FRAMES or (self._bytes > MOST_BYTES and len(self._waiting) > 1):
            self._give_up()
        elif self._sending is None:
            self._sending = asyncio.create_task(self._send_all())

    def stop(self) -> None:
        """Drop what waits; nothing is sent from here on."""
        self._is_stopped = True
        self._waiting.clear()
        if self._sending is not None:
            self._sending.cancel()

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                await self._send(self._waiting[0])
                self._bytes -= len(self._waiting.popleft())
        except OSError:  # the client is gone; whoever receives from it learns that too
            self._is_stopped = True
        self._sending = None
