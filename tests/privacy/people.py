"""The victim and whoever might want to know where she is. The same in both worlds, down to ids and keys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from accounts import profiles
from accounts.models import Profile, User
from kernel import tokens
from matching import policy
from matching.models import Acquaintance, Seen
from meetups import partings
from notifications.carriers.tickets import Ticket
from tests import builders
from tests.privacy.pushes import phone_of
from tests.privacy.received import VICTIM

NOBODY: Final = "nobody"  # not signed in
TOPIC: Final = "Ways into the Nordics"
# Who they are to her, and where they are live, if they are.
CELLS: Final = {
    "anna": builders.HERE, "bo": builders.NEXT, "mia": builders.A_WALK, "chen": builders.FAR,
    "dora": builders.HERE, "olga": builders.HERE, "paul": builders.NEXT, "ruth": builders.HERE,
    "seth": builders.HERE, "eve": None, "nina": None,
}  # fmt: skip
BLOCKED: Final = "dora"
COLLEAGUE: Final = "paul"
UNVERIFIED: Final = "olga"
MODERATOR: Final = "nina"
MET_LATELY: Final = "ruth"  # whom she may meet again
SEEN_MANY: Final = "seth"  # who may see two more people today
# With a proven meeting long ago: five, so that what needs five people round A_PLACE turns on her.
MET_ONCE: Final = (VICTIM, "anna", "bo", "mia", "paul")
A_PLACE: Final = "Finnish National Theatre"  # of the next cell: all who are near are round it
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
    _pasts(users, now=now)
    User.objects.filter(pk=users[MODERATOR].pk).update(is_staff=True, is_superuser=True)
    people = {name: _equipped(name, builders.again(user), now=now) for name, user in users.items()}
    return {**people, NOBODY: Person(NOBODY)}


def _pasts(users: dict[str, User], *, now: datetime) -> None:
    """What was before: who has met somebody, who has met her, who has looked at many."""
    met = [users[name].pk for name in MET_ONCE]
    Profile.objects.filter(user__in=met).update(met_once_at=now - timedelta(days=40))
    low, high = sorted([users[VICTIM].pk, users[MET_LATELY].pk])
    Acquaintance.objects.create(low_id=low, high_id=high, met_at=now - timedelta(days=3))
    before, many = now - timedelta(hours=1), policy.SEEN_MOST - 2
    people = [UUID(int=1000 + number) for number in range(many)]
    Seen.objects.create(viewer=users[SEEN_MANY], people=people, at=[before] * many, oldest_at=before)


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
    builders.push_subscription(user, now=now, session_id=store.session_key, **phone_of(name).columns)
    return Person(name, user, str(store.session_key), secret)
