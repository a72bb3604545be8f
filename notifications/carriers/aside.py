"""One event loop aside of whoever calls: what is awaited there holds no caller longer than was promised."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

LOOK_UPS_AT_ONCE = 32  # names that a silent resolver may keep waiting before others wait for them

Result = TypeVar("Result")


class Aside:
    """One daemon thread with one event loop a process, which outlives every call.

    (`asyncio.run` would wait at its end for each name that is still looked up, which nothing can interrupt.)
    """

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, work: Coroutine[Any, Any, Result], *, within_s: float) -> Result:
        """Return what `work` comes to. *Refuses*: `TimeoutError`, and then nothing of it goes on."""
        running = asyncio.run_coroutine_threadsafe(work, self._running_loop())
        try:
            return running.result(within_s)
        except TimeoutError:
            running.cancel()
            raise

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        # Started by the first call, not at import: servers fork after it, and threads do not survive that.
        with self._starting:
            if self._loop is None or self._thread is None or not self._thread.is_alive():
                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(ThreadPoolExecutor(LOOK_UPS_AT_ONCE, "look-up"))
                self._thread = threading.Thread(target=self._loop.run_forever, name="aside", daemon=True)
                self._thread.start()
            return self._loop


_aside = Aside()
run = _aside.run
