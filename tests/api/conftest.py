"""Programs that speak for people: every test here goes through the doors, with a token in its hand."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from accounts.models import User
from kernel import tokens
from tests.api.commands import Cast
from tests.clock import NOON

API = "/api/v1/"


class Program:
    """A client with one person's token. Paths are those of the interface: `program.get("me")`."""

    def __init__(self, person: User, scopes: Collection[str] = ("me", "meet")) -> None:
        self.token, secret = tokens.issue(user=person, scopes=scopes, now=NOON)
        tokens.ApiToken.objects.filter(pk=self.token.pk).update(last_used_at=NOON)
        self._client = APIClient(raise_request_exception=False)
        self._client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self._client.get(API + path, query, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._client.post(API + path, {} if body is None else body, headers=headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self._client.patch(API + path, body, headers=headers)

    def send(self, method: str, path: str, body: bytes, **headers: str) -> Any:
        """A body as it is, which no library would write."""
        said = {"content_type": "application/json", "headers": headers}
        return self._client.generic(method.upper(), API + path, body, **said)

    def delete(self, path: str, **headers: str) -> Any:
        return self._client.delete(API + path, headers=headers)


@pytest.fixture(autouse=True)
def _still_clock(clock):
    """Doors and stages agree on the moment; `clock.tick()` moves it."""


@pytest.fixture
def program_of(db) -> Callable[..., Program]:
    return Program


@pytest.fixture
def annas(anna) -> Program:
    return Program(anna)


@pytest.fixture
def bos(bo) -> Program:
    return Program(bo)


@pytest.fixture
def eves(eve) -> Program:
    return Program(eve)


@pytest.fixture
def newcomer(db) -> User:
    """An account as `issue_token --create` makes it: nothing is known but the address."""
    return get_user_model().objects.create_user("new@example.org")


@pytest.fixture
def cast(anna, bo, eve, newcomer, clock) -> Cast:
    """Whom the scenes of commands may bring on."""
    return Cast(anna, bo, eve, newcomer, clock)


def assert_refused(answer: Any, status: int, code: str) -> None:
    """The one shape of a refusal, with this status and this code."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (answer.status_code, said["status"], said["code"]) == (status, status, code), said
    assert said.keys() - {"errors"} == {"type", "title", "status", "code", "detail"}
    assert said["detail"]
