"""The servers under measurement, each in a process of its own on a free port, on the benchmark's database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

START_WITHIN_S = 30
UVICORN = ("uvicorn", "--lifespan", "off", "--log-level", "warning", "--ws", "websockets-sansio")
GRANIAN = ("granian", "--interface", "wsgi", "--blocking-threads", "8", "--no-ws", "--log-level", "error")


@contextmanager
def sockets(application: str) -> Iterator[tuple[str, int]]:
    """A socket server as the Procfile starts it; its address and its process id."""
    options = (*UVICORN, "--ws-per-message-deflate", "false", "--no-access-log")
    with _serving(options, application) as (port, process):
        yield f"ws://127.0.0.1:{port}", process.pid


@contextmanager
def pages(application: str) -> Iterator[tuple[int, int]]:
    """A server of pages as the Procfile starts it; its port and its process id."""
    with _serving(GRANIAN, application) as (port, process):
        yield port, process.pid


@contextmanager
def _serving(options: tuple[str, ...], application: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/kairos?", f"/{name}?")
    command = [sys.executable, "-m", *options, "--host", "127.0.0.1", "--port", str(port), application]
    server = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url, "KAIROS_HOSTS": "127.0.0.1"})
    try:
        _wait_for(port)
        yield port, server
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")
