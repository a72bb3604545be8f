"""What a push says: a declarative message (web_push 8030) of one length, encrypted for one browser.

Safari shows it by itself; everywhere else `sw.js` reads the same fields.
"""

import base64
import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from pywebpush import WebPusher

from notifications import policy
from notifications.alarms import is_ring, path_of
from notifications.models import PushSubscription
from notifications.wording import SENTENCES

DECLARATIVE = 8030
TOPIC_CHARACTERS = 32  # RFC 8030


def encrypted(*, browser: PushSubscription, name: str, about: UUID) -> bytes:
    """Return the body for this browser, as aes128gcm."""
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    pusher = WebPusher({"endpoint": browser.endpoint, "keys": keys})
    plain = message(name=name, about=about, language=browser.language)
    body: bytes = pusher.encode(plain, content_encoding="aes128gcm")["body"]
    return body


def message(*, name: str, about: UUID, language: str) -> bytes:
    """Return what is said, filled up with blanks to the one length that every message has."""
    with translation.override(language):
        sentence = str(SENTENCES[name])
    notification: dict[str, Any] = {
        "title": sentence,
        "lang": language,
        "dir": "ltr",
        "navigate": f"{settings.SITE_URL}{path_of(name, about)}",
        "tag": about.hex,
        "silent": False,
    }
    if is_ring(name):
        notification["require_interaction"] = True
    text = json.dumps({"web_push": DECLARATIVE, "notification": notification}, ensure_ascii=False).encode()
    if len(text) > policy.PAYLOAD_BYTES:
        raise ValueError(f"{name} takes {len(text)} bytes, more than every push has")
    return text.ljust(policy.PAYLOAD_BYTES)


def topic(*, browser: UUID, about: UUID) -> str:
    """Return what lets a newer push replace an older one: another for each browser.

    The push service reads it. The same word for two people would tell it that they meet.
    """
    key = settings.SECRET_KEY.encode()
    digest = hmac.new(key, b"topic" + browser.bytes + about.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:TOPIC_CHARACTERS]
