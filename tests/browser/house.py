"""The running house: pages under granian, sockets under uvicorn, as the Procfile starts them."""

import email
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.realtime.services import free_port

ROOT = Path(__file__).parents[2]
READY_WITHIN_S = 60  # on a machine that is busy with other things
MAIL_WITHIN_S = 5


class House:
    """Two processes on free ports, and the folder that its mails go to."""

    def __init__(self, database: str, bell: str, mails: Path, **environment: str) -> None:
        web, live = free_port(), free_port()
        self.mails = mails
        self.url = f"http://localhost:{web}"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "TEST_DATABASE": database,
            "TEST_BELL": bell,
            "TEST_URL": self.url,
            "TEST_LIVE_URL": f"ws://localhost:{live}",
            "TEST_EMAIL_URL": f"file://{mails}",
            **environment,
        }
        self.commands = (
            ["granian", "--interface", "wsgi", "--port", str(web), "--blocking-threads", "8", "--no-ws",
             "--log-level", "error", "config.wsgi:application"],
            ["uvicorn", "--port", str(live), "--lifespan", "off", "--ws", "websockets",
             "--log-level", "warning", "config.asgi:application"],
        )  # fmt: skip
        self.health = (f"{self.url}/health/", f"http://localhost:{live}/health/")

    def start(self) -> None:
        self.processes = [self.run(command) for command in self.commands]
        for url in self.health:
            wait_for(url)

    def run(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT, env=self.environment, start_new_session=True,
        )  # fmt: skip

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(10)

    def kill_pages(self) -> None:
        """`kill -9`, with the workers that it started: whatever it was about is left lying."""
        os.killpg(self.processes[0].pid, signal.SIGKILL)
        self.processes[0].wait(10)

    def revive_pages(self) -> None:
        """Start what was killed again, at the same address, as whatever keeps processes alive would."""
        self.processes[0] = self.run(self.commands[0])
        wait_for(self.health[0])

    @contextmanager
    def without_sockets(self) -> Iterator[None]:
        """The process that holds the sockets is dead for a while."""
        self.processes[1].kill()
        self.processes[1].wait(10)
        try:
            yield
        finally:
            self.processes[1] = self.run(self.commands[1])
            wait_for(self.health[1])

    def code_for(self, address: str) -> str:
        """The six digits of the newest mail to an address."""
        until = time.monotonic() + MAIL_WITHIN_S
        while time.monotonic() < until:
            for file in sorted(self.mails.glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
                mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
                if address in mail["To"]:
                    return "".join(re.findall(r"\d", mail["Subject"])[:6])
            time.sleep(0.1)
        raise TimeoutError(f"no mail to {address}")


def wait_for(url: str) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")
