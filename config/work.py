"""The Celery worker and who watches it: `python -m config.work`, the worker of the Procfile.

A worker can live and consume nothing, after its broker was reset or with its threads stuck. So every few
seconds it is asked, through a queue that only it reads, to sing; when it is silent although the broker and
the database answer, it is replaced. With either of them away nobody can sing, and nothing is replaced.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

START_MOST_S: Final = 120  # until the first song of a new worker, on a machine that is busy
STOP_MOST_S: Final = 10  # to finish what it has in hand
WORKER: Final = (
    sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker", "--pool", "threads",
    "--concurrency", "4", "--without-gossip", "--without-mingle", "--loglevel", "warning",
)  # fmt: skip

logger = logging.getLogger(__name__)


class Patience:
    """How long a worker has been asked to sing in vain. Pure.

    Units: seconds of any clock that only goes on.
    """

    def __init__(self, *, start_most_s: float, silent_most_s: float) -> None:
        self._start_most_s, self._silent_most_s = start_most_s, silent_most_s
        self.begin()

    def begin(self) -> None:
        """Watch a new worker. What is heard first was sung by another of its name, or is silence."""
        self._last: datetime | None = None
        self._knows_the_last = self._has_sung = False
        self._waiting_since: float | None = None

    def asked(self, now_s: float) -> None:
        """Note that a request to sing is on its way."""
        if self._waiting_since is None:
            self._waiting_since = now_s

    def cannot_ask(self) -> None:
        """Forgive: the broker or the database is away."""
        self._waiting_since = None

    def heard(self, sung_at: datetime | None) -> None:
        """Take in the last song."""
        if self._knows_the_last and sung_at != self._last:
            self._has_sung, self._waiting_since = True, None
        self._last, self._knows_the_last = sung_at, True

    def is_over(self, now_s: float) -> bool:
        """Say whether it has been silent for too long."""
        most_s = self._silent_most_s if self._has_sung else self._start_most_s
        return self._waiting_since is not None and now_s - self._waiting_since > most_s


class Watch:
    """Keeps one worker, and replaces it when `patience` is over."""

    def __init__(
        self, start: Callable[[], "subprocess.Popen[bytes]"], *, ask: Callable[[], None],
        heard: Callable[[], datetime | None], patience: Patience, every_s: float,
    ) -> None:  # fmt: skip
        self._start, self._ask, self._heard = start, ask, heard
        self._patience, self._every_s = patience, every_s
        self._is_ending = False
        self._worker = start()

    @property
    def worker(self) -> int:
        """The process that works now."""
        return self._worker.pid

    def end(self) -> None:
        """Let the worker finish, and watch no longer."""
        self._is_ending = True
        self._worker.terminate()

    def keep(self) -> int:
        """Watch until the worker ends by itself or is asked to; return what it returned."""
        while True:
            with suppress(subprocess.TimeoutExpired):
                return self._worker.wait(self._every_s)
            if not self._is_ending:
                self._listen()

    def _listen(self) -> None:
        try:
            self._patience.heard(self._heard())
            self._ask()
        except Exception as error:  # noqa: BLE001 -- the broker or the database, in whichever words
            logger.warning("the worker is not watched: %s", type(error).__name__)
            self._patience.cannot_ask()
            return
        self._patience.asked(time.monotonic())
        if self._patience.is_over(time.monotonic()):
            self._replace()

    def _replace(self) -> None:
        logger.error("the worker lives and consumes nothing; another takes its place")
        self._worker.terminate()
        try:
            self._worker.wait(STOP_MOST_S)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()
        if not self._is_ending:
            self._worker = self._start()
            self._patience.begin()


def watch(name: str, *, patience: Patience | None = None, every_s: float | None = None) -> Watch:
    """Start a worker of this name, as the settings say, and watch it."""
    from django.db import connection

    from kernel import canary
    from kernel.tasks import sing

    queue = f"canary.{name}"

    def ask() -> None:
        sing.apply_async(args=(name,), queue=queue, expires=canary.SILENT_MOST_S, retry=False)

    def heard() -> datetime | None:
        try:
            return canary.heard(name)
        finally:
            connection.close()

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([*WORKER, "--hostname", name, "--queues", f"celery,{queue}"])  # noqa: S603 -- our own words

    patience = patience or Patience(start_most_s=START_MOST_S, silent_most_s=canary.SILENT_MOST_S)
    return Watch(start, ask=ask, heard=heard, patience=patience, every_s=every_s or canary.EVERY_S)


def main() -> int:
    """Keep a worker until a signal comes."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    kept = watch(f"{os.getpid()}@{socket.gethostname()}")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: kept.end())
    return kept.keep()


if __name__ == "__main__":
    sys.exit(main())
