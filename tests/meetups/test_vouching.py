""" "We met", without a screen: it takes both."""

import pytest

from meetups import meetings, proof
from meetups.meetings import MeetingRefused
from notifications import events
from tests import builders
from tests.builders import code_of, side_of, stored, wrong_code_for
from tests.cast import refuses, told


@pytest.fixture
def meeting(anna, bo):
    return builders.meeting(anna, bo)


def vouch(meeting, by, clock):
    return proof.vouch(meeting_id=meeting.pk, by=by, now=clock.now)


def test_one_alone_says_it_and_nothing_happens_yet(meeting, anna, bo, clock, ears):
    assert vouch(meeting, anna, clock).state == "agreed"
    assert (side_of(meeting, anna).vouched_at, side_of(meeting, bo).vouched_at) == (clock.now, None)
    assert ears.heard() == {}


def test_saying_it_twice_does_not_say_it_for_the_other(meeting, anna, clock):
    vouch(meeting, anna, clock)
    said_at = clock.now
    clock.tick(seconds=5)
    assert (vouch(meeting, anna, clock).state, side_of(meeting, anna).vouched_at) == ("agreed", said_at)


def test_when_both_say_it_they_met(meeting, anna, bo, eve, clock):
    vouch(meeting, bo, clock)
    clock.tick(seconds=20)
    assert (vouch(meeting, anna, clock).state, stored(meeting).met_at) == ("met", clock.now)
    assert builders.again(anna).profile.met_once_at == clock.now


def test_both_hear_that_they_met(meeting, anna, bo, clock, ears):
    for member in (anna, bo):
        vouch(meeting, member, clock)
    assert ears.heard() == {name: told(events.MeetingMet(meeting.pk)) for name in ("Anna", "Bo")}


def test_it_helps_where_all_tries_are_spent(meeting, anna, bo, clock):
    for by, of in ((anna, bo), (bo, anna)):
        for _ in range(5):
            with refuses(MeetingRefused, "wrong-code"):
                proof.prove(meeting_id=meeting.pk, by=by, now=clock.now, code=wrong_code_for(meeting, of))
    vouch(meeting, anna, clock)
    assert vouch(meeting, bo, clock).state == "met"


def test_who_said_it_may_also_prove_it(meeting, anna, bo, clock, ears):
    vouch(meeting, anna, clock)
    proof.prove(meeting_id=meeting.pk, by=bo, now=clock.now, code=code_of(meeting, anna))
    ears.heard()
    assert (vouch(meeting, bo, clock).state, ears.heard()) == ("met", {})


def test_after_the_end_nothing_is_said(meeting, anna, bo, clock):
    vouch(meeting, anna, clock)
    meetings.cancel(meeting_id=meeting.pk, by=anna, now=clock.now, reason="other")
    with refuses(MeetingRefused, "over"):
        vouch(meeting, bo, clock)


def test_a_stranger_vouches_for_nobody(meeting, anna, eve, clock):
    vouch(meeting, anna, clock)
    with refuses(MeetingRefused, "over"):
        vouch(meeting, eve, clock)
    assert stored(meeting).state == "agreed"
