"""One kept-alive connection to the API, and one socket: how all speak to the running house."""

import contextlib
import http.client
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import connect

API = "/api/v1/"
TAKES_S = 30


@dataclass(frozen=True)
class Answer:
    """What came back, with all that can be measured of it."""

    status: int
    body: Any
    size: int
    seconds: float


class Line:
    """One connection; whose token is sent is said with each request."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.open = http.client.HTTPConnection(self.host, timeout=TAKES_S)
        self.always: dict[str, str] = {}  # headers of every request

    def ask(
        self, method: str, path: str, *, token: str, body: Any = None, also: dict[str, str] | None = None
    ) -> Answer:
        """One request; `also` are headers of this one."""
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en", **self.always, **(also or {})}
        payload = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            payload = json.dumps(body)
        for last in (False, True):
            started = time.perf_counter()
            try:
                self.open.request(method, API + path, payload, headers)
                answer = self.open.getresponse()
                text = answer.read()
                break
            except (http.client.HTTPException, ConnectionError):  # an idle connection that the server closed
                self.open.close()
                if last:
                    raise
        seconds = time.perf_counter() - started
        size = len(text) + sum(len(name) + len(value) for name, value in answer.getheaders())
        said = json.loads(text) if text else None
        if answer.status >= http.client.INTERNAL_SERVER_ERROR:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]!r}")
        return Answer(answer.status, said, size, seconds)

    def close(self) -> None:
        self.open.close()


class Ear:
    """A socket that hears what one person hears."""

    def __init__(self, live_url: str, token: str) -> None:
        self.line = connect(
            f"{live_url}/ws/events", additional_headers={"Authorization": f"Bearer {token}"},
            compression=None, close_timeout=1,
        )  # fmt: skip
        self.socket = self.line.__enter__()
        self.socket.send(json.dumps({"type": "hello", "epoch": None, "since": 0}))
        self.socket.recv(timeout=TAKES_S)

    def frame(self, name: str) -> str:
        """The next event of this name, as it came over the wire."""
        while True:
            text = str(self.socket.recv(timeout=TAKES_S))
            if json.loads(text).get("name") == name:
                return text

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.line.__exit__(None, None, None)
