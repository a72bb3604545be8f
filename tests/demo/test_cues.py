"""A newcomer left alone is invited by a resident: twice a session at most, and amid nothing else."""

import pytest

from demo import cues
from demo.models import Cue, Resident
from matching.models import Availability
from meetups import invitations
from tests import builders
from tests.demo.conftest import AINO, KEYS, free, resident

STEP_S = 5


@pytest.fixture
def neighbours(city):
    return [free(key) for key in KEYS]


def given():
    """Who has been asked, in the order of asking."""
    return list(Cue.objects.order_by("given_at").values_list("resident__key", flat=True))


def asked_after(clock, within_s):
    """The seconds until somebody is asked, or None; all the while everybody's phone is in the hand."""
    for second in range(STEP_S, within_s + 1, STEP_S):
        Availability.objects.update(heartbeat_at=clock.tick(seconds=STEP_S))
        if cues.give_due(now=clock.now):
            return second
    return None


def ring(clock):
    """The resident who was asked rings, as by phone."""
    cue = Cue.objects.get(taken_at=None)
    invitation = builders.invitation(cue.resident.person, cue.session.person, now=clock.now)
    Cue.objects.filter(pk=cue.pk).update(taken_at=clock.now)
    return invitation


def test_somebody_is_asked_within_twenty_to_forty_seconds(neighbours, newcomer, clock):
    assert 20 <= asked_after(clock, 60) <= 40
    (key,) = given()
    assert Resident.objects.get(key=key).due_at == clock.now


def test_it_is_the_best_one_on_the_newcomers_list(neighbours, newcomer, clock):
    best = cues.hosts_for(builders.session_of(newcomer), now=clock.now)[0].key
    asked_after(clock, 60)
    assert given() == [best]


def test_nobody_else_is_asked_while_one_is_on_the_way(neighbours, newcomer, clock):
    asked_after(clock, 60)
    assert asked_after(clock, 60) is None


def test_nobody_is_asked_while_an_invitation_of_a_resident_rings(neighbours, newcomer, clock):
    asked_after(clock, 60)
    ring(clock)
    assert asked_after(clock, 80) is None


def test_nobody_is_asked_while_the_newcomer_rings_somebody(neighbours, newcomer, clock):
    builders.invitation(newcomer, resident(AINO), now=clock.now)
    assert asked_after(clock, 80) is None


def test_nobody_is_asked_while_the_newcomer_meets_somebody(neighbours, newcomer, clock):
    builders.meeting(newcomer, resident(AINO), now=clock.now)
    assert asked_after(clock, 90) is None


def test_a_second_one_is_asked_later_and_then_no_more(neighbours, newcomer, clock):
    asked_after(clock, 60)
    for _again in range(2):
        ring(clock)
        invitations.expire_due(now=clock.tick(seconds=91))
        asked_after(clock, 150)
    assert len(set(given())) == 2


def test_who_could_not_ring_is_followed_by_somebody_else(neighbours, newcomer, clock):
    asked_after(clock, 60)
    Cue.objects.update(taken_at=clock.now)
    assert asked_after(clock, 5) == 5
    assert len(set(given())) == 2


def test_nobody_is_asked_for_who_is_away_from_the_phone(neighbours, newcomer, clock):
    clock.tick(minutes=4)
    assert cues.give_due(now=clock.now) == 0


def test_residents_are_no_newcomers(neighbours, clock):
    assert asked_after(clock, 60) is None
