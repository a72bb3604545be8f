"""Accounts for victims and attackers: laid down as rows, because how one signs up is not what is attacked."""

import random
import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any, Final, TypeAlias

from django.db.models import F, Model

from accounts.models import Profile, User
from kernel import clock, tokens
from matching.models import Availability, CellChange
from places.models import MeetingPoint
from tests import builders
from tests.privacy.attacks.ground import CITIES, Box, City, Spot

MARK: Final = "attacks "
POINTS_A_CELL: Final = 3  # with fewer the server would coarsen the cell
Facts: TypeAlias = tuple[dict[str, Any], dict[str, Any]]


@cache
def templates() -> dict[str, Facts]:
    """One of each kind. Attackers share a company and so do not see one another; nor do decoys."""
    now = clock.now()
    found = {}
    for kind in ("Vera", "Mallory", "Decoy"):
        person = builders.person(kind, now=now, role="Consultant")
        Profile.objects.filter(pk=person.pk).update(met_once_at=now)  # no newcomer: fifteen invitations a day
        found[kind] = (facts(person), facts(Profile.objects.get(pk=person.pk)))
    return found


def facts(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def another(kind: Facts, *, languages: Iterable[str]) -> str:
    """Another person of the kind; returns the token that speaks for them."""
    account, profile = kind
    pk = uuid.uuid4()
    user = User(**account | {"id": pk, "email": f"{pk.hex}@{profile['mail_domain']}"})
    user.save(force_insert=True)
    Profile(**profile | {"user_id": pk, "languages": list(languages)}).save(force_insert=True)
    return tokens.issue(user=user, scopes=("me", "meet"), now=clock.now())[1]


def lay_out_places() -> None:
    """Three public places that never close in every cell of every city."""
    MeetingPoint.objects.bulk_create(
        builders.place(f"{MARK}{city.name} {key} {number}", **city.place(within(city.box_of(key), dice)))
        for city in CITIES
        for dice in [random.Random(city.name)]
        for key in city.keys.values()
        for number in range(POINTS_A_CELL)
    )


def within(box: Box, dice: random.Random) -> Spot:
    return Spot(dice.uniform(box.west + 1, box.east - 1), dice.uniform(box.south + 1, box.north - 1))


def public_points(city: City) -> list[MeetingPoint]:
    """What anybody can read of the city."""
    return list(MeetingPoint.objects.filter(name__startswith=f"{MARK}{city.name}").order_by("id"))


def let_time_pass(token: str, lapse: timedelta) -> None:
    """Put what the server remembers of somebody's cells so far back, as if that time had gone by."""
    person = tokens.find(token).user_id
    CellChange.objects.filter(person=person).update(at=F("at") - lapse)
    Availability.objects.filter(person=person, state="ended").update(
        started_at=F("started_at") - lapse, ends_at=F("ends_at") - lapse, ended_at=F("ended_at") - lapse
    )


def clear_away() -> None:
    """Everybody and everything that the attacks brought."""
    User.objects.all().delete()
    MeetingPoint.objects.filter(name__startswith=MARK).delete()
