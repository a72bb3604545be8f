"""Whose turn it is: rows decide, so that a worker may die at any moment and two may work at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from demo import driver
from demo.client import Site
from demo.models import Cue, Resident
from demo.people import CAST
from tests import builders
from tests.demo.conftest import AINO, KEYS, free, resident

NOBODY_THERE = Site("http://127.0.0.1:9", host="testserver")  # the discard port: nothing listens there


@pytest.fixture
def resting(city, clock):
    """Everybody has looked and has nothing to do for a minute."""
    Resident.objects.update(due_at=clock.now + timedelta(minutes=1))


def keys(turns):
    return {turn.persona.key for turn in turns}


def test_two_ticks_give_everybody_a_turn(whole_city, clock):
    first, second = driver.claim(now=clock.now), driver.claim(now=clock.now)
    assert keys(first) | keys(second) == set(CAST)
    assert driver.claim(now=clock.now) == []


def test_who_rests_has_no_turn_before_the_next_look(resting, clock):
    assert driver.claim(now=clock.tick(seconds=59)) == []
    assert len(driver.claim(now=clock.tick(seconds=1))) == len(KEYS)


def test_a_phone_that_rings_gives_a_turn_at_once(resting, newcomer, clock):
    free(AINO)
    assert keys(driver.claim(now=clock.now)) == {AINO}
    assert driver.claim(now=clock.now) == []
    builders.invitation(newcomer, resident(AINO), now=clock.now)
    assert keys(driver.claim(now=clock.now)) == {AINO}


def test_a_turn_carries_the_newcomer_to_invite(resting, newcomer, clock):
    session = builders.session_of(newcomer)
    Cue.objects.create(resident=Resident.objects.get(key=AINO), session=session, given_at=clock.now)
    Resident.objects.filter(key=AINO).update(due_at=clock.now)
    assert [turn.cue for turn in driver.claim(now=clock.now)] == [session.pk]


def test_the_turn_of_a_worker_that_died_comes_back(resting, clock):
    Resident.objects.filter(key=AINO).update(due_at=clock.now)
    driver.claim(now=clock.now)
    assert driver.claim(now=clock.tick(seconds=4)) == []
    assert keys(driver.claim(now=clock.tick(seconds=1))) == {AINO}


def test_while_the_web_server_is_away_nothing_is_lost(resting, newcomer, clock):
    Cue.objects.create(
        resident=Resident.objects.get(key=AINO), session=builders.session_of(newcomer), given_at=clock.now
    )
    Resident.objects.filter(key=AINO).update(due_at=clock.now)
    assert driver.tick(now=clock.now, site=NOBODY_THERE) == 0
    assert Cue.objects.get().taken_at is None
    assert keys(driver.claim(now=clock.tick(seconds=5))) == {AINO}


def test_who_left_the_cast_has_no_turn(city, clock):
    Resident.objects.filter(key=AINO).update(key="somebody-else")
    assert "somebody-else" not in Resident.objects.stirring(clock.now).values_list("key", flat=True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_share_the_turns(whole_city, clock):
    def other_worker():
        try:
            return driver.claim(now=clock.now)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        mine = driver.claim(now=clock.now)
        theirs = elsewhere.submit(other_worker).result(timeout=5)
    assert (len(mine), len(theirs), keys(mine) & keys(theirs)) == (15, 15, set())


def test_asking_whose_turn_it_is_costs_the_same_for_one_and_for_all(
    resting, clock, django_assert_num_queries
):
    for count in (1, 3):
        waiting = Resident.objects.order_by("key")[:count].values("pk")
        Resident.objects.filter(pk__in=waiting).update(due_at=clock.now)
        with django_assert_num_queries(6):
            assert len(driver.claim(now=clock.now)) == count
        clock.tick(seconds=1)
        Resident.objects.update(due_at=clock.now + timedelta(minutes=1))
