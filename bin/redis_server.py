"""One private Redis on a socket that keeps nothing: what must not be lost is in PostgreSQL."""

import os
import signal
import socket
from pathlib import Path

from machine import Owner, binary, is_running, wait_until

START_S = 10  # how long it may take to answer
STOP_S = 5
ANSWER_S = 2


class Redis:
    """One Redis process."""

    def __init__(self, owner: Owner, data: Path, sockets: Path) -> None:
        self.owner = owner
        self.data = data
        self.log = data / "redis.log"
        self.socket = sockets / "redis.sock"
        self.pid_file = data / "redis.pid"

    def start(self) -> None:
        """Start it where it does not answer yet."""
        if self.answers():
            return
        self.stop()  # one that lives but is deaf
        self.socket.unlink(missing_ok=True)
        on_socket = ("--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700")
        keeping_nothing = ("--save", "", "--appendonly", "no", "--dir", self.data)
        as_daemon = ("--daemonize", "yes", "--pidfile", self.pid_file, "--logfile", self.log)
        self.owner.run(binary("redis-server"), *on_socket, *keeping_nothing, *as_daemon)
        wait_until(self.answers, START_S, f"Redis does not answer; its log is {self.log}")

    def stop(self) -> None:
        """Stop it; there is nothing to save."""
        try:
            pid = int(self.pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return
        if is_running(pid, "redis-server"):
            os.kill(pid, signal.SIGKILL)
            wait_until(lambda: not is_running(pid, "redis-server"), STOP_S, "Redis does not stop")
        self.pid_file.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Say whether it answers a ping."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(ANSWER_S)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
