"""A push service on this machine, as RFC 8030, 8188, 8291 and 8292 have it, and the browsers it serves.

It refuses what a real one refuses, decrypts with the browser's own key, and writes down what it was told. A
test says how it answers: with a status, slowly, without end, or elsewhere.
"""

import base64
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

LONGEST_TOKEN_S = 24 * 3600


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unbase64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Phone:
    """A browser: the only one who can read what is sent to it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def columns(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": base64url(point), "auth": base64url(self.secret)}

    def read(self, body: bytes) -> bytes:
        return bytes(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret))


@dataclass
class Message:
    """One push as the service saw it, and as the phone read it."""

    path: str
    headers: dict[str, str]
    length: int
    text: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.text)

    @property
    def notification(self) -> Any:
        return self.said["notification"]


class PushService:
    """`answer` is a status for every request, or a function of the handler."""

    def __init__(self) -> None:
        self.phones: dict[str, Phone] = {}
        self.received: list[Message] = []
        self.refused: list[str] = []
        self.answer: Any = 201
        self.answer_headers: dict[str, str] = {}
        self.ahead_s = 0.0  # of the clock of the world
        self._lock = threading.Lock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                service.take(self)

            def log_message(self, *_said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def phone(self) -> Phone:
        path = f"/push/{secrets.token_hex(16)}"
        self.phones[path] = Phone(self.origin + path)
        return self.phones[path]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        phone = self.phones.get(request.path)
        wrong = self._wrong(request, body)
        if wrong or phone is None:
            self.refused.append(wrong or "no such phone")
            return self.reply(request, 400 if wrong else 404)
        headers = {name.lower(): value for name, value in request.headers.items()}
        with self._lock:
            self.received.append(Message(request.path, headers, len(body), phone.read(body)))
        if callable(self.answer):
            self.answer(request)
        else:
            self.reply(request, self.answer)
        return None

    def reply(self, request: BaseHTTPRequestHandler, status: int) -> None:
        request.send_response(status)
        for name, value in {**self.answer_headers, "Content-Length": "0"}.items():
            request.send_header(name, value)
        request.end_headers()

    def _wrong(self, request: BaseHTTPRequestHandler, body: bytes) -> str:
        """What a push service would not take."""
        said = request.headers
        if said.get("Content-Encoding") != "aes128gcm" or not said.get("TTL", "").isdigit():
            return "encoding or TTL"
        if said.get("Urgency") not in {"very-low", "low", "normal", "high"} or len(body) > 4096:
            return "urgency or length"
        topic = said.get("Topic", "")
        if len(topic) > 32 or not topic.replace("-", "").replace("_", "").isalnum():
            return "topic"
        return self._wrong_token(said.get("Authorization", ""))

    def _wrong_token(self, authorization: str) -> str:
        if not authorization.startswith("vapid t=") or not Vapid02.verify(authorization):
            return "signature"
        token = authorization.removeprefix("vapid t=").partition(",k=")[0]
        claims = json.loads(unbase64url(token.split(".")[1]))
        if claims["aud"] != self.origin or not claims["sub"].startswith(("mailto:", "https:")):
            return "audience or subject"
        left_s = claims["exp"] - time.time() - self.ahead_s
        return "" if 0 < left_s <= LONGEST_TOKEN_S else "expiry"


def drip(request: BaseHTTPRequestHandler) -> None:
    """An answer of a byte a second, for ever."""
    try:
        for sign in "HTTP/1.1 201 Created\r\nX-Never: ":
            request.wfile.write(sign.encode())
            request.wfile.flush()
            time.sleep(0.5)
        while True:
            request.wfile.write(b"x")
            time.sleep(0.5)
    except OSError:
        request.close_connection = True


def flood_of_headers(request: BaseHTTPRequestHandler) -> None:
    """Headers without end, as fast as they go."""
    try:
        request.wfile.write(b"HTTP/1.1 201 Created\r\n")
        while True:
            request.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")
    except OSError:
        request.close_connection = True


def flood_of_body(request: BaseHTTPRequestHandler) -> None:
    """Taken, and then a body without end."""
    try:
        request.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            request.wfile.write(b"x" * 65536)
    except OSError:
        request.close_connection = True


def silence(request: BaseHTTPRequestHandler) -> None:
    """Nothing, for longer than anybody waits."""
    time.sleep(8)
    request.close_connection = True
