"""A request over plain HTTP and one connection, with nothing that repeats or hides anything."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from typing import Any

ANSWERS_WITHIN_S = 8.0  # a phone that waits longer tries again


class NoAnswer(Exception):
    """Refused, reset, closed or silent."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Any
    said: dict[str, Any]

    @property
    def retry_after_s(self) -> float | None:
        value = self.headers.get("Retry-After")
        return float(value) if value else None

    @property
    def is_said(self) -> bool:
        """Whether an answer of 500 and more is a problem that says when to come again."""
        is_problem = self.headers.get("Content-Type") == "application/problem+json"
        return self.status == 503 and is_problem and self.retry_after_s is not None


async def ask(
    port: int, method: str, path: str, *, token: str, body: Any = None, headers: dict[str, str] | None = None
) -> Answer:
    """Ask one server once. *Raises* `NoAnswer`."""
    content = b"" if body is None else json.dumps(body).encode()
    said = {
        "Host": "127.0.0.1",
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
        "Connection": "close",
        **(headers or {}),
    }
    head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items())
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            raw = await _exchange(port, head.encode() + b"\r\n" + content)
    except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
        raise NoAnswer(type(error).__name__) from error
    return _read(raw)


async def _exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def _read(raw: bytes) -> Answer:
    head, gap, content = raw.partition(b"\r\n\r\n")
    first, _, lines = head.partition(b"\r\n")
    if not gap or not first.startswith(b"HTTP/1.1 "):
        raise NoAnswer("half an answer")
    headers = BytesHeaderParser().parsebytes(lines)
    length = headers.get("Content-Length")
    if length is not None and len(content) < int(length):
        raise NoAnswer("half an answer")
    try:
        said = json.loads(content) if content else {}
    except ValueError:
        said = {}
    return Answer(int(first.split()[1]), headers, said)
