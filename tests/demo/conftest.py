"""A city to test in: three public places at every haunt, three of the cast, and a newcomer at the station."""

import pytest

from demo import city as stages
from demo import models
from demo.models import Resident
from demo.people import CAST, HAUNTS, STATION
from places.models import MeetingPoint
from tests import builders

AINO, DANIEL, PRIYA = KEYS = ("aino-korhonen", "daniel-okafor", "priya-raman")
FEW = {key: CAST[key] for key in KEYS}


@pytest.fixture
def haunts(db):
    return MeetingPoint.objects.bulk_create(
        builders.place(f"{haunt} {number}", lon=lon + number / 10_000, lat=lat)
        for haunt, (lon, lat) in HAUNTS.items()
        for number in range(3)
    )


@pytest.fixture
def whole_city(haunts, clock):
    """Everybody has moved in, nobody has looked at the phone yet."""
    stages.settle(now=clock.now)


@pytest.fixture
def city(haunts, clock, monkeypatch):
    """The same with three people only, to be quick about it."""
    for module in (stages, models):
        monkeypatch.setattr(module, "CAST", FEW)
    stages.settle(now=clock.now)


@pytest.fixture
def newcomer(haunts):
    """A real person who is free at the station."""
    member = builders.person("Newcomer", open_to="all")
    builders.live(member, cell=STATION, minutes=90)
    return member


def resident(key):
    """A resident's account."""
    return builders.again(Resident.objects.get(key=key).person)


def free(key, **wishes):
    """A resident who is live, as if by phone."""
    member = resident(key)
    builders.live(member, cell=CAST[key].cell, minutes=90, reach_min=20, **wishes)
    return member
