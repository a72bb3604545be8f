"""The private servers of one folder of Kairos: where they are, and the settings that lead to them.

They listen on sockets in a folder of their own and on no port, so no server that is already there is touched.
Needs nothing but Python; `bin/kairos` and `bin/run.py` call it. An instance is a name: `dev` for running,
`test` for tests, `bench` for measuring, so that none disturbs another.
"""

import hashlib
import os
import secrets
import sys
import tempfile
from functools import cached_property
from pathlib import Path

from machine import MachineRefused, Owner
from postgres import Postgres
from redis_server import Redis

ROOT = Path(__file__).resolve().parent.parent
SOCKET_PATH_MOST = 103  # bytes of a socket's path: the limit of macOS; Linux takes 107


class Instance:
    """Where one instance keeps its data and its sockets."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.owner = Owner.here()
        self.tag = hashlib.sha256(f"{ROOT}:{name}".encode()).hexdigest()[:8]

    @cached_property
    def home(self) -> Path:
        """What belongs to whoever runs Kairos: mails, logs of processes, the secret key."""
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


def start(name: str) -> dict[str, str]:
    """Start what the environment does not bring, and return the settings that lead to it.

    DATABASE_URL and REDIS_URL replace the private servers.
    *Effects*: makes a secret key and a mail folder once.
    """
    instance = Instance(name)
    settings = {
        "KAIROS_SECRET_KEY": os.environ.get("KAIROS_SECRET_KEY") or _secret_key(instance.home / "secret-key"),
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


def _secret_key(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def main(verb: str, name: str) -> None:
    """`services.py start dev` prints the settings as shell exports; `services.py stop dev` stops."""
    if verb == "stop":
        stop(name)
        return
    for setting, value in start(name).items():
        print(f"export {setting}='{value}'")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except MachineRefused as refusal:
        sys.exit(f"Kairos: {refusal}")
