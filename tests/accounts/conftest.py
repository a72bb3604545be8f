"""The people and browsers of these tests: real rows, real mails, the database's own clock."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import profiles
from accounts.models import User
from kernel import clock


@pytest.fixture
def member(db: None) -> Callable[..., User]:
    """Make a member: `member("anna@nordlys.fi", role="Founder")`."""

    def make(email: str = "anna@nordlys.fi", **said: Any) -> User:
        user = User.objects.create_user(email)
        words = {"first_name": "Anna", "role": "Founder", "languages": ["en"], "interface_language": "en"}
        profiles.complete(by=user, now=clock.now(), is_adult=True, **(words | said))
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def signed_in(member: Callable[..., User]) -> Callable[..., Client]:
    """A browser in which somebody is signed in: a member, unless another user is given."""

    def make(user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or member())
        return client

    return make


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question to the clock be asked a minute after the one before."""
    real, asked = clock.now, iter(range(1000))
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=next(asked)))
