"""The victim and whoever might want to know where she is. The same in both worlds, down to ids and keys."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from accounts import profiles
from accounts.models import User
from kernel import tokens
from meetups import partings
from notifications.carriers.tickets import Ticket
from tests import builders
from tests.privacy.received import VICTIM

NOBODY: Final = "nobody"  # not signed in
TOPIC: Final = "Ways into the Nordics"
# Who they are to her, and where they are live, if they are.
CELLS: Final = {
    "anna": builders.HERE, "bo": builders.NEXT, "mia": builders.A_WALK, "chen": builders.FAR,
    "dora": builders.HERE, "olga": builders.HERE, "paul": builders.NEXT, "eve": None, "nina": None,
}  # fmt: skip
BLOCKED: Final = "dora"
COLLEAGUE: Final = "paul"
UNVERIFIED: Final = "olga"
MODERATOR: Final = "nina"
OTHERS: Final = (*CELLS, NOBODY)
SIGNED_IN: Final = tuple(CELLS)
FREE_MIN: Final = 120
HER_COMPANY: Final = "Vera & Co"


@dataclass(frozen=True)
class Person:
    """Somebody with a browser and a program; `nobody` has only a browser."""

    name: str
    user: User | None = None
    session: str = ""
    secret: str = ""

    @property
    def ticket(self) -> Ticket | None:
        return Ticket(self.user.pk, session=self.session) if self.user else None

    def client(self) -> Client:
        """A browser as it was before this life."""
        browser = Client()
        if self.session:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return browser

    @property
    def program(self) -> dict[str, str]:
        """The header with which a program of theirs comes to the API."""
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def everybody(*, now: datetime) -> dict[str, Person]:
    """The city: places, the victim, and the others, live where they are."""
    builders.places()
    users = {VICTIM: _made(VICTIM, now=now, company=HER_COMPANY, last_name="Virta")}
    for name, cell in CELLS.items():
        company = HER_COMPANY if name == COLLEAGUE else f"{name} & Co"
        users[name] = _made(name, now=now, company=company, verified=name != UNVERIFIED)
        if cell:
            builders.live(
                users[name], now=now, cell=cell, minutes=FREE_MIN, topic=TOPIC, reach_min=20, open_to="all"
            )
    partings.block(by=users[VICTIM], other_id=users[BLOCKED].pk, now=now)
    User.objects.filter(pk=users[MODERATOR].pk).update(is_staff=True, is_superuser=True)
    people = {name: _equipped(name, builders.again(user), now=now) for name, user in users.items()}
    return {**people, NOBODY: Person(NOBODY)}


def _made(name: str, *, now: datetime, company: str, verified: bool = True, **said: Any) -> User:
    member = builders.person(name.title(), now=now, verified=verified, company=company, **said)
    profiles.update(by=member, changes=profiles.Changes(hide_company=name == COLLEAGUE))
    return member


def _equipped(name: str, user: User, *, now: datetime) -> Person:
    _token, secret = tokens.issue(user=user, scopes=["me", "meet"], now=now)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return Person(name, user, str(store.session_key), secret)
