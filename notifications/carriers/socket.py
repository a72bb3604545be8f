"""The bell: tells the processes that hold a person's sockets to look again. It says for whom, never what."""

import asyncio
import logging
import queue
import threading
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from channels import DEFAULT_CHANNEL_LAYER
from channels.layers import channel_layers, get_channel_layer

SWALLOW_AFTER_S = 0.5  # Redis answers in a millisecond or not at all; sweeps cover for it
QUEUE_LENGTH = 10_000  # people waiting to be rung; beyond it bells are dropped, which costs delay, not events
BATCH = 500  # bells on the way at once

logger = logging.getLogger(__name__)


def group_of(person: UUID) -> str:
    """Return the group in which a person's bell is heard."""
    return f"person.{person.hex}"


def channel_layer() -> Any:
    """Return the pubsub layer; each loop has connections of its own behind it."""
    return get_channel_layer()


def renew_channel_layer() -> Any:
    """Put a new layer, with new connections, in the place of this process's, and return the old one."""
    return channel_layers.set(DEFAULT_CHANNEL_LAYER, channel_layers.make_backend(DEFAULT_CHANNEL_LAYER))


def ring(people: Iterable[UUID]) -> None:
    """Ring for these people and return at once, whatever Redis does."""
    for person in people:
        _bell.put(person)


class Bell:
    """One daemon thread with one event loop a process: connections to Redis live as long as it does.

    (`async_to_sync(group_send)` would open a loop, and connections, for every call.)
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[UUID] = queue.Queue(QUEUE_LENGTH)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, person: UUID) -> None:
        """Queue one person's bell."""
        self._ensure_thread()
        try:
            self._waiting.put_nowait(person)
        except queue.Full:
            logger.warning("bell dropped: the queue is full")

    def _ensure_thread(self) -> None:
        # Started by the first ring, not at import: servers fork after it, and threads do not survive that.
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="bell", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        with asyncio.Runner() as runner:
            while True:
                runner.run(self._ring_all(self._next_batch()))

    def _next_batch(self) -> set[UUID]:
        batch = {self._waiting.get()}
        while len(batch) < BATCH:
            try:
                batch.add(self._waiting.get_nowait())
            except queue.Empty:
                break
        return batch

    async def _ring_all(self, people: set[UUID]) -> None:
        layer = channel_layer()
        sends = [layer.group_send(group_of(one), {"type": "bell", "person": one.hex}) for one in people]
        try:
            async with asyncio.timeout(SWALLOW_AFTER_S):
                await asyncio.gather(*sends)
        except Exception as error:  # noqa: BLE001 -- whatever ails Redis, nobody who asked for a bell may feel it
            logger.warning("bell not rung for %d: %s", len(people), type(error).__name__)


_bell = Bell()
