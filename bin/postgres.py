"""One private PostgreSQL cluster with PostGIS, with the database `kairos` in it, on a socket only."""

import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from machine import MachineRefused, Owner, is_running

START_S = 30  # how long it may take to answer, recovery after a crash included
STOP_S = 20
FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)
SETTINGS = ("listen_addresses=", "max_connections=400")
EXTRA_SETTINGS = {
    # Tests may lose everything at a power cut, and are much faster for it.
    "test": ("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    # When each event was committed is measured there.
    "faults": ("track_commit_timestamp=on",),
    # A million people: as a server of that size is set up. Durable, since commits are measured too.
    "bench": ("shared_buffers=2GB", "max_wal_size=8GB", "work_mem=32MB", "effective_cache_size=8GB"),
}


class Postgres:
    """One private cluster with the database `kairos` in it."""

    def __init__(self, owner: Owner, data: Path, sockets: Path, *, instance: str) -> None:
        self.owner = owner
        self.sockets = sockets
        self.settings = SETTINGS + EXTRA_SETTINGS.get(instance, ())
        self.cluster = data / "postgres"
        self.log = data / "postgres.log"

    @cached_property
    def binaries(self) -> Path:
        """Where the programs of the right version are."""
        return _binaries(self.cluster)

    def start(self) -> None:
        """Start it where it does not answer yet. *Effects*: makes the cluster and the database once."""
        if self.answers():
            return
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        self._clear_the_way()
        settings = (f"unix_socket_directories={self.sockets}", *self.settings)
        options = " ".join(f"-c {setting}" for setting in settings)
        self._control("start", "-w", "-t", str(START_S), "-l", self.log, "-o", options)
        if not self.answers():
            raise MachineRefused(f"PostgreSQL does not answer; its log is {self.log}")
        self._create_database()

    def stop(self) -> None:
        """Stop it, quickly and cleanly."""
        if (self.cluster / "postmaster.pid").exists():
            self._control("stop", "-m", "fast", "-t", str(STOP_S), check=False)

    def answers(self) -> bool:
        """Say whether it takes connections."""
        ready = self.owner.run(self.binaries / "pg_isready", "-q", "-h", self.sockets, check=False)
        return ready.returncode == 0

    def _control(self, *words: str | Path, check: bool = True) -> None:
        # No pipe: the server would inherit it, and reading it would last as long as the server lives.
        command = [str(word) for word in (self.binaries / "pg_ctl", "-s", "-D", self.cluster, *words)]
        nowhere = subprocess.DEVNULL
        done = subprocess.run(
            command, cwd="/", stdin=nowhere, stdout=nowhere, stderr=nowhere, check=False, **self.owner.drop()
        )
        if check and done.returncode:
            said = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
            raise MachineRefused(f"PostgreSQL does not {words[0]}; the end of {self.log}:\n{said}")

    def _initialise(self) -> None:
        print("Kairos: creating a private PostgreSQL cluster", file=sys.stderr, flush=True)
        unfinished = self.cluster.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
        # Trusting is safe: only its owner and root enter the folder of the socket.
        who = ("--username=kairos", "--auth=trust", "--encoding=UTF8", f"--locale={locale}")
        self.owner.run(self.binaries / "initdb", "-D", unfinished, *who)
        unfinished.rename(self.cluster)

    def _clear_the_way(self) -> None:
        """Take away what a killed server left: one that lives but is deaf, or the files of a dead one."""
        pid_file = self.cluster / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split("\n", 1)[0] or 0)
        if is_running(pid, str(self.cluster)):
            self._control("stop", "-m", "immediate", "-t", str(STOP_S), check=False)
        # The number may be another process's by now, and PostgreSQL would take that for itself.
        pid_file.unlink(missing_ok=True)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink()

    def _create_database(self) -> None:
        where = ("--host", self.sockets, "--username=kairos")
        done = self.owner.run(self.binaries / "createdb", *where, "kairos", check=False)
        if done.returncode and "already exists" not in done.stdout:
            raise MachineRefused(f"The database cannot be created: {done.stdout.strip()}")


def _binaries(cluster: Path) -> Path:
    """Find a PostgreSQL with PostGIS, of the version that made the cluster where there is one."""
    version_file = cluster / "PG_VERSION"
    made_with = version_file.read_text().strip() if version_file.exists() else None
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted((found for pattern in FOLDERS for found in Path("/").glob(pattern)), reverse=True)
    for folder in folders:
        if (folder / "pg_config").exists() and _has_postgis(folder) and made_with in {None, _major(folder)}:
            return folder
    which = f"PostgreSQL {made_with}, which made {cluster}," if made_with else "PostgreSQL"
    raise MachineRefused(f"There is no {which} with PostGIS here: run bin/kairos set-up, or set DATABASE_URL")


def _has_postgis(folder: Path) -> bool:
    shared = Path(_told(folder, "--sharedir"))
    return (folder / "initdb").exists() and (shared / "extension/postgis.control").exists()


def _major(folder: Path) -> str:
    return _told(folder, "--version").split()[1].split(".")[0]  # "PostgreSQL 15.20 (Debian ...)"


def _told(folder: Path, word: str) -> str:
    done = subprocess.run([folder / "pg_config", word], capture_output=True, text=True, check=True)
    return done.stdout.strip()
