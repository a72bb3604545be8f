"""Carries pushes to the push services of browsers: a batch at once, five seconds in all, no redirect."""

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout
from django.conf import settings
from py_vapid import Vapid02

from notifications import policy
from notifications.carriers import aside, hosts, payload
from notifications.models import PushSubscription

NO_ANSWER = 0  # not in time, not by the rules, or not there
REFUSED_BY_US = -1  # nothing was sent
ANSWER_LINE_MOST = 4096  # bytes; the body is not read at all
BUSY_FOR_S = 1.0  # how much later than that a busy machine may be with its answers

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Push:
    """One push to one browser."""

    browser: PushSubscription
    name: str
    about: UUID
    ttl_s: int
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Request:
    """The same as it goes out."""

    endpoint: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the push service said: a status, and when to come back if it said so."""

    status: int
    retry_after: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        """The push service has it."""
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """There is no such browser any more."""
        return self.status in {404, 410}

    @property
    def is_passing(self) -> bool:
        """Later it may be otherwise."""
        return self.status in {NO_ANSWER, 408, 429} or self.status >= 500


def public_key() -> str:
    """Return the key that a browser subscribes with, in base64url; empty where this house sends no push."""
    if not settings.PUSH_KEY:
        return ""
    return _authorization(settings.SITE_URL, 0).partition(",k=")[2]


def send(pushes: Sequence[Push], *, now: datetime) -> list[Answer]:
    """Send them all and return each answer, within `policy.REQUEST_WITHIN_S` whatever the hosts do."""
    requests = [_request(push, now=now) for push in pushes]
    try:
        return aside.run(_send_all(requests), within_s=policy.REQUEST_WITHIN_S + BUSY_FOR_S)
    except TimeoutError:  # the loop itself stood still, so what became of them is not known
        logger.warning("no answers to %d pushes", len(pushes))
        return [Answer(NO_ANSWER)] * len(pushes)


def _request(push: Push, *, now: datetime) -> Request | None:
    """Return what goes out, or None where nothing does: a host that is listed no more, keys that are none."""
    if not hosts.is_push_service(push.browser.endpoint):
        return None
    try:
        body = payload.encrypted(browser=push.browser, name=push.name, about=push.about)
    except ValueError:
        return None
    return Request(push.browser.endpoint, body, _headers(push, now=now))


async def _send_all(requests: Sequence[Request | None]) -> list[Answer]:
    async with _session(hosts.connect_to) as abroad, _session(hosts.connect_to_any) as here:
        return await asyncio.gather(
            *(
                _send(one, session=here if one and hosts.is_tried(one.endpoint) else abroad)
                for one in requests
            )
        )


def _session(connect: Callable[[hosts.Address], socket.socket]) -> ClientSession:
    # No proxy of the environment, no cookie, nothing read of a body: nobody but who is asked takes part.
    # It lives for one batch, and so does what it knows of a name: each is looked up once a batch.
    return ClientSession(
        connector=aiohttp.TCPConnector(limit=0, socket_factory=connect, force_close=True),
        timeout=ClientTimeout(total=policy.REQUEST_WITHIN_S),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        max_line_size=ANSWER_LINE_MOST,
        max_field_size=ANSWER_LINE_MOST,
    )


async def _send(request: Request | None, *, session: ClientSession) -> Answer:
    if request is None:
        return Answer(REFUSED_BY_US)
    try:
        async with asyncio.timeout(policy.REQUEST_WITHIN_S):
            answer = await session.post(
                request.endpoint, data=request.body, headers=request.headers, allow_redirects=False
            )
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return Answer(NO_ANSWER)
    answer.close()  # with the connection: whatever else comes is not read
    return Answer(answer.status, _retry_after(answer))


def _headers(push: Push, *, now: datetime) -> dict[str, str]:
    hour = int(now.timestamp()) // 3600
    return {
        "Authorization": _authorization(hosts.origin_of(push.browser.endpoint), hour),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(push.ttl_s),
        "Urgency": "high" if push.is_urgent else "normal",
        "Topic": payload.topic(browser=push.browser.pk, about=push.about),
    }


@lru_cache(maxsize=64)
def _authorization(origin: str, hour: int) -> str:
    """One token an hour for each push service: Apple's refuses who comes with a new one too often."""
    expires = hour * 3600 + int(policy.TOKEN_FOR.total_seconds())
    claims = {"sub": settings.PUSH_SUBJECT, "aud": origin, "exp": expires}
    signed: str = Vapid02.from_string(settings.PUSH_KEY).sign(claims)["Authorization"]
    return signed


def _retry_after(answer: ClientResponse) -> timedelta | None:
    said = answer.headers.get("Retry-After", "")
    if not (said.isascii() and said.isdigit() and len(said) <= 9):
        return None
    return min(timedelta(seconds=int(said)), policy.RETRY_AFTER_MOST)
