"""What the push services are asked in a world, as they see it and as the phones read it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import aiohttp
from cryptography.hazmat.primitives.asymmetric import ec

from tests.reaching.push_service import Phone

# What differs by chance that comes from elsewhere than `dice`: the key of one message, and the signature.
BY_CHANCE = {"Authorization"}
Pushes = list[tuple[str, Any]]


def phone_of(name: str) -> Phone:
    """A phone whose keys are the same in both worlds."""
    seed = hashlib.sha256(name.encode()).digest()
    key = ec.derive_private_key(int.from_bytes(seed) >> 1, ec.SECP256R1())
    return Phone(f"https://fcm.googleapis.com/fcm/send/{name}", key=key, secret=seed[:16])


@contextmanager
def taken() -> Iterator[Pushes]:
    """Every request to a push service, by whose phone it is for; each is taken."""
    pushes: Pushes = []

    async def post(_session: Any, endpoint: str, *, data: bytes, headers: dict[str, str], **_how: Any) -> Any:
        name = endpoint.rsplit("/", 1)[-1]
        seen = {key: value for key, value in headers.items() if key not in BY_CHANCE}
        signed = {key: len(headers[key]) for key in BY_CHANCE}
        pushes.append((name, (seen, signed, len(data), phone_of(name).read(data))))
        return SimpleNamespace(status=201, headers={}, close=lambda: None)

    with patch.object(aiohttp.ClientSession, "post", post):
        yield pushes
