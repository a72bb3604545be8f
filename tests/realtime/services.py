"""What a real socket needs: a Redis that may be stopped, and the socket process as production runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY_WITHIN_S = 60  # a machine that is busy with other things takes its time


class Redis:
    """A redis-server of our own behind a socket file."""

    def __init__(self, folder):
        self.path = folder / "redis.sock"
        self.url = f"unix://{self.path}"
        self.process = None

    def start(self):
        command = [
            "redis-server",
            "--port",
            "0",
            "--unixsocket",
            str(self.path),
            "--save",
            "",
            "--daemonize",
            "no",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(self._answers)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.path.unlink(missing_ok=True)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def say(self, command):
        """Give one command and return the beginning of the answer."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.path))
            client.sendall(command)
            return client.recv(64)

    def _answers(self):
        return self.say(b"PING\r\n") == b"+PONG\r\n"


class Sockets:
    """`config.asgi` under uvicorn, as the Procfile starts it, on a free port."""

    def __init__(self, database, redis_url):
        self.port = free_port()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.realtime.settings",
            "TEST_DATABASE": database,
            "REDIS_URL": redis_url,
        }

    def start(self):
        command = [sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--lifespan", "off", "--ws", "websockets", "--ws-per-message-deflate", "false"]
        command += ["--ws-max-size", "4096", "--no-access-log", "--log-level", "warning"]
        command += ["config.asgi:application"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL)
        wait_until(self._answers)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def _answers(self):
        with socket.create_connection(("127.0.0.1", self.port)):
            return True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(answers):
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        try:
            if answers():
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError
