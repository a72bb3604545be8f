"""Two who ring at each other at once, on six phones each: one invitation, accepted, one meeting."""

import pytest
from django.db import IntegrityError

from meetups import invitations
from meetups.models import Invitation, Meeting
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import LONG_S, RACERS, ROUNDS, TRIES, race, refusals, surfaced, winners, won


def rounds(count):
    ones, others = crowd.free(count, now=NOON), crowd.free(count, now=NOON)
    return [
        [lambda pair=pair: ring(*pair) for pair in [(one, other), (other, one)] * (RACERS // 2)]
        for one, other in zip(ones, others, strict=True)
    ]


def ring(mine, theirs):
    return invitations.invite(by=mine.person, to=theirs.pk, now=NOON)


@pytest.mark.contest("crossing invitations")
def test_two_rings_that_cross_are_one_meeting(places):
    outcomes = race(rounds(ROUNDS))
    assert surfaced(outcomes) == []
    # The first ring, perhaps again and again, then the yes; from then on each hears of the meeting.
    assert {code for round_ in outcomes for code in refusals(round_)} <= {"in-a-meeting"}
    assert [len({asked.invitation.pk for asked in winners(round_)}) for round_ in outcomes] == [1] * len(
        outcomes
    )
    meetings = won([sum(asked.meeting is not None for asked in winners(round_)) for round_ in outcomes])
    assert meetings == [1] * ROUNDS
    assert Meeting.objects.running().count() == Invitation.objects.count() == len(outcomes)
    assert broken() == {}


@pytest.mark.control("crossing invitations", "the locks and the index")
def test_control_without_locks_and_index_they_ring_past_each_other(without, no_locks):
    without("one_pending_invitation_a_pair")
    race(rounds(TRIES), within_s=LONG_S, until=lambda _outcomes: broken())
    assert set(broken()) >= {"one pending invitation a pair"}


def test_the_index_alone_lets_nothing_ring_twice(places, no_locks):
    outcomes = race(rounds(10))
    assert {type(raised) for raised in surfaced(outcomes)} == {IntegrityError}
    assert "one pending invitation a pair" not in broken()
