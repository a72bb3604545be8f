"""The private servers of one folder of Kairos: where they are, and the settings that lead to them.

They listen on sockets in a folder of their own and on no port, so no server that is already there is touched.
Needs nothing but Python; `bin/kairos` and `bin/run.py` call it. An instance is a name: `dev` for running,
`test` for tests, `bench` for measuring, so that none disturbs another.
"""

import base64
import fcntl
import hashlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TextIO

from machine import MachineRefused, Owner, lock
from postgres import Postgres
from redis_server import Redis

ROOT = Path(__file__).resolve().parent.parent
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SOCKET_PATH_MOST = 103  # bytes of a socket's path: the limit of macOS; Linux takes 107


class Instance:
    """Where one instance keeps its data and its sockets."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.owner = Owner.here()
        self.tag = hashlib.sha256(f"{ROOT}:{name}".encode()).hexdigest()[:8]

    @cached_property
    def home(self) -> Path:
        """What belongs to whoever runs Kairos: mails, logs of processes, the secret keys."""
        home = ROOT / ".local" / self.name
        home.mkdir(parents=True, exist_ok=True)
        return home

    @cached_property
    def data(self) -> Path:
        """What belongs to the servers: in `home`, or under /var/lib where their account cannot reach it."""
        for folder in (self.home / "data", Path("/var/lib") / f"kairos-{self.tag}"):
            self.owner.own(folder)
            if self.owner.run("test", "-w", folder, check=False).returncode == 0:
                return folder
        raise MachineRefused(f"The user that PostgreSQL runs as can write neither in {ROOT} nor in /var/lib")

    @cached_property
    def sockets(self) -> Path:
        """A short private folder under the temporary one."""
        folder = Path(tempfile.gettempdir()).resolve() / f"kairos-{self.tag}-{self.owner.uid}"
        if len(bytes(folder / ".s.PGSQL.5432")) > SOCKET_PATH_MOST:
            folder = Path("/tmp") / folder.name  # noqa: S108 -- private, and checked to be ours
        self.owner.own(folder)
        return folder

    @property
    def database_url(self) -> str:
        """The URL of the private database, as libpq writes the folder of a socket."""
        return f"postgresql://kairos@/kairos?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        """The URL of the private Redis."""
        return f"unix://{self.sockets}/redis.sock"


@contextmanager
def using(name: str) -> Iterator[dict[str, str]]:
    """Start what is missing and give its settings; whoever leaves last stops it.

    *Effects*: a shared lock while it lasts, so that a command never takes the servers from a running app.
    """
    home = Instance(name).home
    with lock(home / "users.lock", fcntl.LOCK_SH) as user:
        try:
            yield start(name)
        finally:
            if _is_last(user) and not (home / "kept").exists():  # kept: `bin/kairos services` was asked for
                stop(name)


def _is_last(user: TextIO) -> bool:
    try:
        fcntl.flock(user, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(name: str) -> dict[str, str]:
    """Start what the environment does not bring, and return the settings that lead to it.

    DATABASE_URL and REDIS_URL replace the private servers.
    *Effects*: makes the secret keys and a mail folder once.
    """
    instance = Instance(name)
    with lock(instance.home / "start.lock", fcntl.LOCK_EX):  # two that come at once make one cluster
        return _start(instance)


def _start(instance: Instance) -> dict[str, str]:
    settings = {
        "KAIROS_SECRET_KEY": os.environ.get("KAIROS_SECRET_KEY")
        or _kept(instance.home / "secret-key", secret_key),
        "VAPID_PRIVATE_KEY": os.environ.get("VAPID_PRIVATE_KEY")
        or _kept(instance.home / "push-key", push_key),
        "EMAIL_URL": os.environ.get("EMAIL_URL") or f"file://{instance.home / 'mail'}",
        "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
        "REDIS_URL": os.environ.get("REDIS_URL", ""),
    }
    (instance.home / "mail").mkdir(exist_ok=True)
    if not settings["DATABASE_URL"]:
        _postgres(instance).start()
        settings["DATABASE_URL"] = instance.database_url
    if not settings["REDIS_URL"]:
        _redis(instance).start()
        settings["REDIS_URL"] = instance.redis_url
    return settings


def stop(name: str) -> None:
    """Stop the private servers of an instance, where it has any."""
    if not (ROOT / ".local" / name).exists():
        return
    instance = Instance(name)
    _redis(instance).stop()
    _postgres(instance).stop()


def _postgres(instance: Instance) -> Postgres:
    return Postgres(instance.owner, instance.data, instance.sockets, instance=instance.name)


def _redis(instance: Instance) -> Redis:
    return Redis(instance.owner, instance.data, instance.sockets)


def _kept(file: Path, make: Callable[[], str]) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(make())
    return file.read_text()


def secret_key() -> str:
    """Make a KAIROS_SECRET_KEY."""
    return secrets.token_urlsafe(48)


def push_key() -> str:
    """Make a VAPID_PRIVATE_KEY: any number below the order of the curve, in base64url."""
    number = secrets.randbelow(P256_ORDER - 1) + 1
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def run(name: str, command: list[str]) -> int:
    """Run a command with the servers and return what it returned."""
    with using(name) as settings:
        child = subprocess.Popen(command, env={**os.environ, **settings})
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: child.send_signal(number))
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches the child too, which decides
        return child.wait()


def main(verb: str, name: str = "dev", *command: str) -> int:
    """`start dev` prints the settings as shell exports, `stop dev` stops, `with dev COMMAND` does both.

    `push-key` only prints a new key for web push.
    """
    if verb == "push-key":
        print(push_key())
        return 0
    if verb == "with":
        return run(name, list(command))
    if verb == "stop":
        stop(name)
        return 0
    for setting, value in start(name).items():
        print(f"export {setting}='{value}'")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except MachineRefused as refusal:
        sys.exit(f"Kairos: {refusal}")
