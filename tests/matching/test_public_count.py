"""What everybody may read of a place: steps of five, nothing under five, the same for a slot of the clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from matching import liquidity
from matching.models import Availability, PublicCount
from meetups import partings
from tests import builders
from tests.clock import NOON
from tests.matching.planning import KERAVA, crowd, point

NEXT_SLOT = NOON.replace(minute=5, second=0)


def shown(now=NOON, name="Helsinki Central Station"):
    found = liquidity.around(point(name), now=now)
    return found.level, found.count


@pytest.mark.parametrize(
    ("free", "said"),
    [(0, (None, None)), (4, (None, None)), (5, ("warming", 5)), (9, ("warming", 5)), (10, ("warm", 10))],
)
def test_counts_go_in_steps_of_five_and_start_at_five(places, free, said):
    crowd(free)
    assert shown() == said


def test_fifteen_are_hot_and_the_level_never_says_more_than_the_count(places):
    crowd(15)
    assert shown() == ("hot", 15)


def test_the_cells_that_touch_are_around_and_a_longer_walk_is_not(places):
    crowd(2)
    crowd(3, prefix="Hal", cell=builders.NEXT)
    crowd(5, prefix="Ivy", cell=builders.A_WALK)
    assert (shown(), shown(name=KERAVA)) == (("warming", 5), (None, None))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: partings.go_invisible(by=one, now=NOON),
        lambda one: Availability.objects.filter(person=one).update(heartbeat_at=NOON - timedelta(minutes=3)),
        lambda one: Availability.objects.filter(person=one).update(
            started_at=NOON - timedelta(minutes=45), ends_at=NOON
        ),
        lambda one: Availability.objects.filter(person=one).update(state="committed"),
        lambda one: type(one).objects.filter(pk=one.pk).update(is_active=False),
    ],
    ids=["invisible", "silent", "run-out", "in-a-meeting", "frozen"],
)
def test_only_who_is_free_and_seen_counts(places, change):
    people = crowd(5)
    change(people[0])
    assert shown() == (None, None)


def test_ones_own_new_accounts_tell_nothing_of_a_fifth_person(places):
    crowd(4, prefix="Sock", met=False)
    crowd(1)
    assert shown() == (None, None)
    crowd(20, prefix="More", met=False)
    crowd(3, prefix="Hal")
    assert shown(NEXT_SLOT) == (None, None)


def test_the_count_stands_still_until_the_clock_moves_on(places):
    people = crowd(5)
    assert shown() == ("warming", 5)
    partings.go_invisible(by=people[0], now=NOON)
    crowd(10, prefix="Hal")
    late = NEXT_SLOT - timedelta(seconds=1)
    assert (shown(late), shown(NEXT_SLOT)) == (("warming", 5), ("warm", 10))


def test_what_is_kept_is_floored_and_names_nobody(places):
    crowd(9)
    shown()
    [kept] = PublicCount.objects.values()
    assert kept == {"cell": builders.HERE, "slot": int(NOON.timestamp()) // 300, "at_least": 5}
    with pytest.raises(IntegrityError, match="public_count_is_floored"), transaction.atomic():
        PublicCount.objects.update(at_least=4)


def test_who_counts_second_in_a_slot_reads_the_first_count(places):
    assert [liquidity.keep(builders.HERE, 7, 5), liquidity.keep(builders.HERE, 7, 10)] == [5, 5]
    assert [liquidity.keep(builders.HERE, 8, 10), liquidity.keep(builders.HERE, 7, 15)] == [10, 10]
