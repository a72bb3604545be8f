"""What the scripts need of the machine: the account that servers run as, processes, locks, waiting."""

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO


class MachineRefused(Exception):
    """Something cannot be started; the message says what and why."""


@dataclass(frozen=True)
class Owner:
    """The account that the servers run as."""

    uid: int
    gid: int

    @classmethod
    def here(cls) -> "Owner":
        """Be whoever runs this, but not root, which PostgreSQL refuses: then `postgres`, else `nobody`."""
        if os.getuid() != 0:
            return cls(os.getuid(), os.getgid())
        for name in ("postgres", "nobody"):
            try:
                account = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(account.pw_uid, account.pw_gid)
        raise MachineRefused(
            "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as"
        )

    def run(self, *command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command as this account and return what it said."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd="/",
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **self.drop(),
        )
        if check and done.returncode:
            raise MachineRefused(f"{Path(command[0]).name} failed:\n{done.stdout.strip()}")
        return done

    def drop(self) -> dict[str, Any]:
        """Return what `subprocess` needs to become this account; nothing where we are it already."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if os.getuid() == 0 else {}

    def own(self, folder: Path) -> None:
        """Make a folder that only this account and root may enter. *Refuses* one that somebody else made."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = folder.lstat()
        if not stat.S_ISDIR(there.st_mode) or there.st_uid not in {self.uid, os.getuid()}:
            raise MachineRefused(f"{folder} belongs to somebody else: remove it")
        folder.chmod(0o700)
        if os.getuid() == 0:
            os.chown(folder, self.uid, self.gid)


def binary(name: str) -> str:
    """Find a program."""
    found = shutil.which(name)
    if not found:
        raise MachineRefused(f"There is no {name} here: run bin/kairos set-up")
    return found


def is_running(pid: int, word: str) -> bool:
    """Say whether the process lives and its command holds the word; its number alone may be anybody's."""
    return any(number == pid and word in command for number, _group, command in _processes())


def group_is_running(group: int, word: str) -> bool:
    """Say whether any process of the group lives whose command holds the word, its leader or not."""
    return any(of == group and word in command for _pid, of, command in _processes())


def _processes() -> Iterator[tuple[int, int, str]]:
    """Every process that lives: its number, its group's, its command."""
    ps = ["ps", "-axww", "-o", "pid=,pgid=,state=,command="]
    for line in subprocess.run(ps, capture_output=True, text=True, check=False).stdout.splitlines():
        pid, group, state, *command = line.split(None, 3)
        if not state.startswith("Z"):
            yield int(pid), int(group), " ".join(command)


def lock(file: Path, how: int) -> TextIO:
    """Open a file and lock it, as `fcntl.flock` says how; the system unlocks it when this process ends.

    *Raises* `BlockingIOError` where the lock is held and `how` says not to wait.
    """
    held = file.open("a+")
    try:
        fcntl.flock(held, how)
    except BlockingIOError:
        held.close()
        raise
    # A forked child shares the lock, and would keep it after the death of this process.
    os.register_at_fork(after_in_child=held.close)
    return held


def wait_until(until: Callable[[], bool], most_s: float, refusal: str) -> None:
    """Wait for something to become true. *Refuses* with the given sentence when it takes too long."""
    deadline = time.monotonic() + most_s
    while not until():
        if time.monotonic() > deadline:
            raise MachineRefused(refusal)
        time.sleep(0.05)
