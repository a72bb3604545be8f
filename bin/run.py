"""Run the whole of Kairos on this machine: private servers, preparation, and the processes of the Procfile.

Called by `bin/kairos run`. Everything it starts, it stops; what a killed run left behind, it clears.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from shlex import quote
from typing import NoReturn, TextIO

import services
from honcho.environ import parse_procfile
from honcho.manager import Manager
from machine import MachineRefused, group_is_running, lock, wait_until

HOME = services.ROOT / ".local/dev"
PROCESSES = HOME / "processes"  # one file a process, holding the id of its group
ANSWER_S = 120  # how long the first page may take
STOP_S = 10
PORTS = range(1, 65_536)


def main() -> int:
    """Start, announce, wait, stop. Returns what the first process to end returned."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    with _hold_lock():
        try:
            return _run()
        except subprocess.CalledProcessError as error:
            return error.returncode
        except KeyboardInterrupt:
            return 0


def _run() -> int:
    _clear_leftovers()
    ports = _ports()
    is_private = not os.environ.get("DATABASE_URL")
    _say("Starting PostgreSQL and Redis for this folder alone" if is_private else "Using the given database")
    with services.using("dev") as servers:
        environment = _environment(ports, servers, is_demo=is_private)
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(prepare, cwd=services.ROOT, env=environment, check=True)
        return _serve(environment)


def stop() -> int:
    """Ask the run that holds this folder to end, and wait until it has."""
    try:
        _hold_lock().close()
    except MachineRefused:
        os.kill(int((HOME / "run.lock").read_text()), signal.SIGTERM)
        wait_until(_is_free, ANSWER_S, "the run does not end")
    return 0


def _is_free() -> bool:
    try:
        _hold_lock().close()
    except MachineRefused:
        return False
    return True


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _hold_lock() -> TextIO:
    """Let one run at a time into this folder; the system opens the lock when its holder dies."""
    PROCESSES.mkdir(parents=True, exist_ok=True)
    file = HOME / "run.lock"
    try:
        held = lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise MachineRefused(
            f"it already runs here, as process {file.read_text()}; bin/kairos stop ends it"
        ) from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def _clear_leftovers() -> None:
    """End the processes of a run that was killed before it could end them itself."""
    for file in PROCESSES.iterdir():
        group = int(file.read_text() or 0)
        if group_is_running(group, "config"):
            _say(f"Ending {file.name}, left over from an earlier run")
            os.killpg(group, signal.SIGKILL)
            refusal = f"{file.name}, left over from an earlier run, does not end"
            wait_until(partial(_has_ended, group), STOP_S, refusal)
        file.unlink()


def _has_ended(group: int) -> bool:
    return not group_is_running(group, "config")


def _ports() -> tuple[int, int]:
    """Return the ports of the pages and of the sockets: the wished ones, or the next that are free."""
    port = _free_port(_wished("KAIROS_PORT", "8000"))
    return port, _free_port(max(_wished("KAIROS_LIVE_PORT", "8001"), port + 1))


def _wished(name: str, usual: str) -> int:
    value = os.environ.get(name, usual)
    if not (value.isascii() and value.isdigit() and int(value) in PORTS):
        raise MachineRefused(f'{name} must be a number from {PORTS[0]} to {PORTS[-1]}, not "{value}"')
    return int(value)


def _environment(ports: tuple[int, int], servers: dict[str, str], *, is_demo: bool) -> dict[str, str]:
    """Return the settings of a run: what the environment says, and for the rest what suits one machine."""
    port, live_port = ports
    return {
        "KAIROS_BIND": "127.0.0.1",
        "KAIROS_DEMO": "1" if is_demo else "0",
        "KAIROS_URL": f"http://localhost:{port}",
        "KAIROS_INTERNAL_URL": f"http://127.0.0.1:{port}",
        "LIVE_URL": f"ws://localhost:{live_port}",
        "KAIROS_HOSTS": "127.0.0.1",
        **os.environ,
        **servers,
        "KAIROS_PORT": str(port),
        "KAIROS_LIVE_PORT": str(live_port),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
        # Celery warns root at length; what it fears is pickled tasks, and there are none.
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore::UserWarning:celery.platforms"),
    }


def _free_port(first: int) -> int:
    """Return the first port from here on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != first:
            _say(f"Port {first} is taken; using {port}")
        return port
    raise MachineRefused(f"no port is free from {first} to {first + 99}")


def _serve(environment: dict[str, str]) -> int:
    """Run the Procfile until a signal comes or one of its processes ends."""
    manager = Manager()
    commands = parse_procfile((services.ROOT / "Procfile").read_text()).processes
    for name, command in commands.items():
        manager.add_process(name, _noting(PROCESSES / name, command), env=environment, cwd=str(services.ROOT))
    announcer = threading.Thread(target=_announce, args=(environment,), daemon=True)
    announcer.start()
    manager.loop()
    # A signal is how one ends it, and no failure.
    return (
        0 if manager.returncode in {None, 128 + signal.SIGINT, 128 + signal.SIGTERM} else manager.returncode
    )


def _noting(file: Path, command: str) -> str:
    """Return a command of the shell that writes down its group, for the next run to clear."""
    return f"echo $$ > {quote(str(file))}; exec {command}"


def _announce(environment: dict[str, str]) -> None:
    """Say the address once the first page really answers there."""
    local = f"http://127.0.0.1:{environment['KAIROS_PORT']}/"
    request = urllib.request.Request(local, headers={"Host": environment["KAIROS_URL"].split("//")[1]})
    deadline = time.monotonic() + ANSWER_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 -- our own address
                print(f"Kairos answers at {environment['KAIROS_URL']} (Ctrl-C stops it)", flush=True)
                return
        except urllib.error.HTTPError as error:
            _say(f"The first page answers {error.code}; the lines above say why")
            return
        except OSError:
            time.sleep(0.1)


def _say(line: str) -> None:
    print(f"Kairos: {line}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(stop() if sys.argv[1:] == ["stop"] else main())
    except MachineRefused as refusal:
        sys.exit(f"Kairos: {refusal}")
