"""The house under attack: as in the browser's tests, with as many workers as a busy place would have."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import TimeoutExpired

from django.conf import settings
from django.db import connection

from tests.browser.house import House, wait_for

WORKERS = "3"
KAIROS = "config.wsgi:application"
LEAKY = "tests.privacy.attacks.planted:application"


class BusyHouse(House):
    """On the database of this run."""

    def __init__(self, mails: Path) -> None:
        bell = settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"]
        super().__init__(connection.settings_dict["NAME"], bell, mails)
        pages, sockets = self.commands
        self.commands = ([*pages[:-1], "--workers", WORKERS, pages[-1]], sockets)

    def start(self) -> None:
        self.processes = [self.run(command) for command in self.commands]
        for url in self.health:
            for last in (False, False, False, True):  # several workers start more slowly on a busy machine
                try:
                    wait_for(url)
                    break
                except TimeoutError:
                    if last:
                        raise

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(30)
            except TimeoutExpired:
                process.kill()

    @property
    def live_url(self) -> str:
        return self.environment["TEST_LIVE_URL"]


class LeakyHouse(BusyHouse):
    """The same with leaks planted, asleep until a request wakes one."""

    def __init__(self, mails: Path, fixes: Path) -> None:
        super().__init__(mails)
        fixes.mkdir(exist_ok=True)
        self.environment["TEST_FIXES"] = str(fixes)
        pages, sockets = self.commands
        self.commands = ([LEAKY if part == KAIROS else part for part in pages], sockets)


@contextmanager
def standing(house: BusyHouse) -> Iterator[BusyHouse]:
    """A house that runs for so long."""
    try:
        house.start()
        yield house
    finally:
        house.stop()
