"""The people and browsers of these tests: real rows, real mails, the database's own clock."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import profiles
from accounts.models import Profile, User
from kernel import clock

Member = Callable[..., User]


@pytest.fixture
def member(db: None) -> Member:
    """Make a member: `member("anna@nordlys.fi", role="Founder")`."""

    def make(email: str = "anna@nordlys.fi", **said: Any) -> User:
        user = User.objects.create_user(email)
        words = {"first_name": "Anna", "role": "Founder", "languages": ["en"], "interface_language": "en"}
        profiles.complete(by=user, now=clock.now(), is_adult=True, **(words | said))
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def signed_in(member: Member) -> Callable[..., Client]:
    """A browser in which somebody is signed in: a member, unless another user is given."""

    def make(user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or member())
        return client

    return make


def change(user: User, **fields: Any) -> None:
    """Put a profile into a state, whatever led there."""
    Profile.objects.filter(pk=user.pk).update(**fields)


def mailed_code() -> str:
    """The digits of the newest mail."""
    found = re.match(r"(\d{3}) (\d{3}) is your Kairos code", mail.outbox[-1].subject)
    assert found, mail.outbox[-1].subject
    return "".join(found.groups())


def wrong_code(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06}"


def ask(client: Client, address: str = "anna@nordlys.fi", **more: str) -> Any:
    """Ask for a code."""
    return client.post("/sign-in/", {"email": address, **more})


def type_in(client: Client, code: str, **more: str) -> Any:
    """Type a code."""
    return client.post("/sign-in/code/", {"code": code, **more})


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question to the clock be asked a minute after the one before."""
    real, asked = clock.now, iter(range(1000))
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=next(asked)))
