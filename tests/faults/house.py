"""The house as plain processes of this machine: what the Procfile says, twice where there may be two.

PostgreSQL and Redis are its own; nothing else of the machine is touched. Each process leads a group of its
own, so that a signal reaches it and its children and nobody else.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile

from tests.realtime.services import Redis

ROOT = Path(__file__).parents[2]
READY_WITHIN_S = 120.0  # to start, on a machine that is busy with other things
PORTS = range(20_000, 30_000)
PROCFILE = parse_procfile((ROOT / "Procfile").read_text()).processes


class Process:
    """One line of the Procfile with its own environment."""

    def __init__(self, name: str, command: str, environment: dict[str, str], log: Path) -> None:
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.group: subprocess.Popen[bytes] | None = None
        self.more: dict[str, str] = {}

    @property
    def is_altered(self) -> bool:
        return bool(self.more)

    def start(self, **more: str) -> None:
        """Start it, with `more` in its environment this once."""
        command, self.more = self.command, more
        if more.get("KAIROS_FAULT"):
            command = command.replace("config.wsgi:", "tests.faults.web:")
        with self.log.open("ab") as log:
            self.group = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {command}"], cwd=ROOT, env=self.environment | more,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def keep_alive(self) -> None:
        """Start it again as it was, where it has ended: granian gives up on workers that die twice in 6 s."""
        if not self.is_running:
            self.start(**self.more)

    def kill(self) -> None:
        """At once, as when a machine loses its power."""
        self.signal(signal.SIGKILL)
        self.wait()

    def end(self) -> None:
        """As one ends it on purpose."""
        if self.group is None:
            return
        self.group.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.group.wait(30)
        self.kill()

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        if self.group is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.group.pid, number)

    def wait(self) -> None:
        if self.group is not None:
            self.group.wait(30)

    @property
    def child(self) -> int | None:
        """The first process that this one has started, where it lives."""
        if self.group is None:
            return None
        ps = subprocess.run(["ps", "-axo", "ppid=,pid=,state="], capture_output=True, text=True, check=True)
        lines = [line.split() for line in ps.stdout.splitlines()]
        mine = [int(pid) for parent, pid, state in lines if int(parent) == self.group.pid and state[0] != "Z"]
        return mine[0] if mine else None

    def freeze_child(self) -> None:
        if child := self.child:
            os.kill(child, signal.SIGSTOP)

    @property
    def is_running(self) -> bool:
        return self.group is not None and self.group.poll() is None


class House:
    """Web and live processes, a worker and its beat, on a database that stands and a Redis of its own."""

    def __init__(
        self, folder: Path, database_url: str, *, web: int = 2, live: int = 2, has_worker: bool = True,
        postgres: Any = None, settings: str = "config.settings",
    ) -> None:  # fmt: skip
        self.folder, self.postgres = folder, postgres
        self.redis = Redis(folder)
        self.web_ports = [free_port() for _ in range(web)]
        self.live_ports = [free_port() for _ in range(live)]
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": database_url,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": f"file://{folder}",
            "KAIROS_DEMO": "0",
            "KAIROS_DEBUG": "0",
            "KAIROS_HOSTS": "127.0.0.1",
            "KAIROS_BIND": "127.0.0.1",
            "KAIROS_URL": f"http://localhost:{self.web_ports[0]}",
            "LIVE_URL": f"ws://localhost:{self.live_ports[0]}",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        }
        self.web = [
            self._process(f"web-{n}", "web", KAIROS_PORT=str(p)) for n, p in enumerate(self.web_ports)
        ]
        self.live = [
            self._process(f"live-{n}", "live", KAIROS_LIVE_PORT=str(p)) for n, p in enumerate(self.live_ports)
        ]
        self.proxy: Process | None = None
        self.worker = self._process("worker", "worker") if has_worker else None
        self.beat = self._process("beat", "beat") if has_worker else None

    def _process(self, name: str, line: str, **more: str) -> Process:
        return Process(name, PROCFILE[line], self.environment | more, self.folder / f"{name}.log")

    @property
    def processes(self) -> list[Process]:
        return [*self.web, *self.live, *(one for one in (self.worker, self.beat, self.proxy) if one)]

    def __enter__(self) -> "House":
        try:
            self.redis.start()
            for process in self.processes:
                process.start()
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.thaw()
            process.kill()
        if self.redis.process is not None:
            self.redis.thaw()
            self.redis.stop()

    def start_proxy(self) -> str:
        """Put a proxy before Redis, for who is started with the URL that this returns."""
        port = free_port()
        command = f"python -m tests.faults.proxy {port} {self.redis.path}"
        self.proxy = Process("proxy", command, self.environment, self.folder / "proxy.log")
        self.proxy.start()
        wait_for(lambda: is_open(port))
        return f"redis://127.0.0.1:{port}/0"

    def as_it_was(self) -> None:
        """Take away what was built in for one fault, and start what is not there."""
        self.restart({one: {} for one in [*self.web, *self.live] if one.is_altered or not one.is_running})
        if self.proxy:
            self.proxy.kill()
            self.proxy = None

    def wait(self) -> None:
        """Until pages and sockets are answered everywhere; what has ended is started, as a machine would."""
        ports = [*self.web_ports, *self.live_ports]
        for process, port in zip([*self.web, *self.live], ports, strict=True):
            wait_for(lambda process=process, port=port: process.keep_alive() or answers(port))

    def restart(self, processes: dict[Process, dict[str, str]]) -> None:
        """End these and start them, each with its own more in its environment, and wait until all answer."""
        for process in processes:
            process.end()
        for process, more in processes.items():
            process.start(**more)
        self.wait()


def free_port() -> int:
    """A port that no outgoing connection is given while its server is away: below those."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise LookupError("no port is free")


def wait_for(is_so: Callable[[], bool], within_s: float = READY_WITHIN_S) -> None:
    until = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(port: int) -> bool:
    """Whether `/health/` says that all is well."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
