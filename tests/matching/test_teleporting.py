"""A claim of being elsewhere cannot be checked; that it can seldom be made keeps it from being a tool."""

import pytest

from accounts import profiles
from matching import area, availability
from matching.availability import AvailabilityRefused
from places import points
from places.models import MeetingPoint
from tests import builders
from tests.builders import HERE
from tests.cast import refuses

OULU = {"lon": 25.4651, "lat": 65.0121}  # 540 km to the north


@pytest.fixture
def oulu(places):
    names = ("Station", "Square", "Library")
    MeetingPoint.objects.bulk_create(builders.place(f"Oulu {name}", **OULU) for name in names)
    return points.located(**OULU)["cell"]


@pytest.fixture
def ann(places):
    member = builders.person("Ann")
    builders.live(member, minutes=120)
    return member


def move(member, clock, cell):
    availability.beat(by=member, now=clock.now)
    return availability.move(session_id=builders.session_of(member).pk, by=member, now=clock.now, cell=cell)


def test_five_hundred_kilometres_in_a_minute_are_refused(ann, oulu, clock):
    clock.tick(minutes=1)
    with refuses(AvailabilityRefused, "cell-too-soon") as refused:
        move(ann, clock, oulu)
    assert (refused.value.retry_after_s, builders.session_of(ann).cell) == (14 * 60 + 1, HERE)


def test_going_live_anew_is_no_way_round(ann, oulu, clock):
    availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
    clock.tick(minutes=1)
    with refuses(AvailabilityRefused, "cell-too-soon"):
        builders.live(ann, now=clock.now, cell=oulu)


def test_nor_is_waiting_until_the_square_is_erased(ann, oulu, clock):
    """Six new cells, each in a window of its own, each forgotten an hour after: the seventh is refused."""
    for number in range(6):
        availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
        availability.end_due(now=clock.tick(minutes=61))
        cell = (oulu, HERE)[number % 2]
        if number < 5:
            builders.live(ann, now=clock.now, cell=cell)
            continue
        with refuses(AvailabilityRefused, "too-many-cells"):
            builders.live(ann, now=clock.now, cell=cell)


def test_nor_is_the_wider_area(ann, oulu, clock):
    area.choose(by=ann, changes={"wide_area": True}, now=clock.now)
    clock.tick(minutes=1)
    for wide in (True, False):
        area.choose(by=ann, changes={"wide_area": wide}, now=clock.now)
        with refuses(AvailabilityRefused, "cell-too-soon"):
            move(ann, clock, oulu)


def test_nor_are_other_words_or_a_new_name(ann, oulu, clock):
    profiles.update(by=ann, changes={"first_name": "Annabel", "languages": ["fi"]})
    availability.retopic(session_id=builders.session_of(ann).pk, by=ann, now=clock.now, topic="Boats")
    with refuses(AvailabilityRefused, "cell-too-soon"):
        move(ann, clock, oulu)


def test_a_refused_jump_costs_nothing(ann, oulu, clock):
    for _ in range(10):
        with refuses(AvailabilityRefused, "cell-too-soon"):
            move(ann, clock, oulu)
    clock.tick(minutes=5)
    availability.beat(by=ann, now=clock.now)
    clock.tick(minutes=9)
    availability.beat(by=ann, now=clock.now)
    clock.tick(minutes=1)
    assert move(ann, clock, oulu).cell == oulu
