"""What `bin/` promises of one machine: a killed run is cleared, and servers last as long as they are used."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = ROOT / "bin"
sys.path.append(str(BIN))

import machine
import run

KILLED_BUT_SURVIVED_BY_A_CHILD = f"""
import fcntl, os, pathlib, signal, sys, time
sys.path.append({str(BIN)!r})
import machine
held = machine.lock(pathlib.Path(sys.argv[1]), fcntl.LOCK_EX)
child = os.fork()
if not child:
    time.sleep(60)
    os._exit(0)
print(child, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def instance():
    name = f"probe-{os.getpid()}"
    yield name
    subprocess.run([sys.executable, BIN / "services.py", "stop", name], check=True)
    shutil.rmtree(ROOT / ".local" / name, ignore_errors=True)


def test_a_lock_dies_with_its_holder_though_a_child_lives_on(tmp_path):
    script = [sys.executable, "-c", KILLED_BUT_SURVIVED_BY_A_CHILD, tmp_path / "lock"]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as holder:
        child = int(holder.stdout.readline())
        assert holder.wait() == -signal.SIGKILL
    os.kill(child, 0)  # it lives
    machine.wait_until(lambda: is_free(tmp_path / "lock"), 5, "the lock outlives its holder")
    os.kill(child, signal.SIGKILL)


def is_free(file: Path) -> bool:
    try:
        machine.lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return False
    return True


def test_a_lock_that_is_held_is_refused_at_once(tmp_path):
    with machine.lock(tmp_path / "lock", fcntl.LOCK_EX), pytest.raises(BlockingIOError):
        machine.lock(tmp_path / "lock", fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_group_runs_on_without_its_leader():
    leader = subprocess.Popen(["sh", "-c", "sleep 61 & exit 0"], start_new_session=True)
    leader.wait()
    assert machine.group_is_running(leader.pid, "sleep 61")
    assert not machine.group_is_running(leader.pid, "granian")
    assert not machine.is_running(leader.pid, "sh")
    os.killpg(leader.pid, signal.SIGKILL)
    machine.wait_until(lambda: not machine.group_is_running(leader.pid, "sleep 61"), 5, "it does not end")


def test_a_process_is_noted_in_a_folder_with_a_space(tmp_path):
    noted = tmp_path / "my kairos"
    done = subprocess.run(
        ["sh", "-c", run._noting(noted, "printf up")], capture_output=True, text=True, check=True
    )
    assert done.stdout == "up"
    assert int(noted.read_text()) > 0


@pytest.mark.parametrize("value", ["abc", "", "0", "65536", "-1", "8e3"])
def test_a_wrong_port_is_named(monkeypatch, value):
    monkeypatch.setenv("KAIROS_PORT", value)
    with pytest.raises(machine.MachineRefused, match=r"^KAIROS_PORT must be a number from 1 to 65535, not "):
        run._ports()


def test_a_database_that_does_not_answer_is_named_in_one_line():
    environment = {**os.environ, "DATABASE_URL": "postgresql://me@127.0.0.1:1/kairos"}
    command = [sys.executable, "manage.py", "prepare"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: DATABASE_URL: connection failed")
    assert "Traceback" not in done.stderr


def test_the_servers_end_with_the_last_who_uses_them(instance):
    with_servers = f"{sys.executable} {BIN / 'services.py'} with {instance}"
    ping = 'redis-cli -s "${REDIS_URL#unix://}" ping'
    inner = f"{with_servers} true; {ping}"
    environment = {**os.environ, "DATABASE_URL": "postgresql://elsewhere/kairos", "REDIS_URL": ""}
    done = subprocess.run(
        ["sh", "-c", f"{with_servers} sh -c '{inner}; echo $REDIS_URL'"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    pong, url = done.stdout.split()
    assert pong == "PONG"
    assert not Path(url.removeprefix("unix://")).exists()


def test_a_command_with_servers_returns_what_it_returned(instance):
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://elsewhere/kairos",
        "REDIS_URL": "redis://elsewhere",
    }
    command = [sys.executable, BIN / "services.py", "with", instance, "sh", "-c", "exit 7"]
    assert subprocess.run(command, env=environment, check=False).returncode == 7
