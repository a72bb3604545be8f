"""Everything that a journey leaves behind: database, Redis, logs, mails, what browsers sent and heard."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis
from django.db import connection

from tests.browser.house import House

ACCESS = "%(addr)s %(method)s %(path)s?%(query_string)s %(status)d"

TABLES = """
SELECT table_name, array_agg(column_name::text) FILTER (WHERE udt_name IN ('geometry', 'geography'))
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name <> 'spatial_ref_sys'
  AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
GROUP BY table_name
"""


class LoggingHouse(House):
    """The running house, which writes down all that its servers can, addresses with their queries too."""

    def __init__(self, database: str, bell: str, folder: Path) -> None:
        (folder / "mails").mkdir()
        super().__init__(database, bell, folder / "mails")
        self.log = folder / "servers.log"
        pages, sockets = (list(command) for command in self.commands)
        pages[pages.index("error")] = "debug"
        sockets[sockets.index("warning")] = "trace"
        self.commands = ([*pages[:-1], "--access-log", "--access-log-fmt", ACCESS, pages[-1]], sockets)

    def run(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command], cwd=Path(__file__).parents[3], env=self.environment,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip


class Wire:
    """What went over the wire of some browsers: requests whole, frames both ways, answers."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.heard: list[str] = []
        self.answers: list[Any] = []

    def tap(self, page: Any) -> None:
        page.on("request", lambda request: self.sent.append(said(request)))
        page.on("response", lambda answer: self.answers.append(answer))  # noqa: PLW0108 -- wants a function
        page.on("websocket", self.tap_socket)

    def tap_socket(self, socket: Any) -> None:
        socket.on("framesent", lambda frame: self.sent.append(str(frame)))
        socket.on("framereceived", lambda frame: self.heard.append(str(frame)))


def said(request: Any) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    body = (request.post_data_buffer or b"").decode("latin-1")
    return f"{request.method} {request.url}\n{headers}\n\n{body}"


def database() -> str:
    """Every row of every table as text; shapes also as their coordinates."""
    lines = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for table, shapes in cursor.fetchall():
            spelt = "".join(f""", ST_AsText("{column}", 15)""" for column in shapes or [])
            cursor.execute(f'SELECT t::text {spelt} FROM "{table}" t')
            lines += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(lines)


@contextmanager
def overheard() -> Iterator[list[str]]:
    """All that Redis is told meanwhile, published bells and queued tasks among it."""
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    heard: list[str] = []
    with client.monitor() as monitor:
        threading.Thread(target=listen, args=[monitor, heard], daemon=True).start()
        yield heard
        client.echo("the journey is over")
    client.close()


def listen(monitor: Any, heard: list[str]) -> None:
    try:
        heard.extend(str(told["command"]) for told in monitor.listen())
    except (redis.ConnectionError, ValueError, OSError):
        return  # closed at the end


def kept_in_redis() -> str:
    """Every key with its value."""
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    try:
        return "\n".join(f"{key!r}: {client.dump(key)!r}" for key in client.scan_iter())
    finally:
        client.close()


def mails(folder: Path) -> str:
    return "\n".join(file.read_text(errors="replace") for file in sorted(folder.glob("*")))
