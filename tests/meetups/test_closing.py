"""What nobody ends, the clock ends: unproven a quarter of an hour late, proven after its length."""

from datetime import timedelta

import pytest

from matching.models import Availability
from meetups import meetings, proof
from meetups.meetings import MeetingRefused
from meetups.models import Meeting
from notifications import events
from tests import builders
from tests.builders import code_of, session_of, stored
from tests.cast import refuses, told


@pytest.fixture
def meeting(anna, bo):
    Availability.objects.update(ends_at=builders.NOON + timedelta(hours=2))
    return builders.meeting(anna, bo)


@pytest.fixture
def both(anna, bo):
    return anna, bo


def closed_at(row, clock, moment):
    """Whether the sweep closes it at that moment and had nothing to do a second before."""
    clock.now = moment - timedelta(seconds=1)
    before = meetings.close_due(now=clock.now)
    clock.now = moment
    return (before, meetings.close_due(now=moment), stored(row).state)


def test_an_unproven_meeting_closes_a_quarter_of_an_hour_after_its_time(meeting, clock):
    assert closed_at(meeting, clock, meeting.meet_at + timedelta(minutes=15)) == (0, 1, "closed")


def test_an_announced_delay_is_waited_for(meeting, anna, clock):
    meetings.late(meeting_id=meeting.pk, by=anna, now=clock.now, minutes=10)
    assert closed_at(meeting, clock, meeting.meet_at + timedelta(minutes=25)) == (0, 1, "closed")


def test_a_proven_meeting_closes_when_its_length_is_over(meeting, anna, bo, clock):
    met_at = meeting.meet_at + timedelta(minutes=2)
    proof.prove(meeting_id=meeting.pk, by=anna, now=met_at, code=code_of(meeting, bo))
    assert closed_at(meeting, clock, met_at + timedelta(minutes=20)) == (0, 1, "closed")


def test_a_short_meeting_proven_early_closes_before_it_was_to_begin(anna, bo, clock):
    meeting = builders.meeting(anna, bo, length_min=10)
    Meeting.objects.filter(pk=meeting.pk).update(meet_at=clock.now + timedelta(minutes=20))
    proof.prove(meeting_id=meeting.pk, by=anna, now=clock.now, code=code_of(meeting, bo))
    assert closed_at(meeting, clock, clock.now + timedelta(minutes=10)) == (0, 1, "closed")


def test_both_hear_that_it_is_over_and_are_live_again_if_time_is_left(meeting, both, eve, clock, ears):
    meetings.close_due(now=clock.tick(minutes=30))
    assert (stored(meeting).over_by, stored(meeting).over_at) == (None, clock.now)
    assert ears.heard() == {
        member.profile.first_name: told(
            events.MeetingEnded(meeting.pk), events.AvailabilityChanged(session_of(member).pk)
        )
        for member in both
    }


def test_whose_window_ended_meanwhile_is_not_live_again(anna, bo, clock, ears):
    meeting = builders.meeting(anna, bo)
    sessions = {"Anna": session_of(anna).pk, "Bo": session_of(bo).pk}
    ears.heard()
    meetings.close_due(now=clock.tick(minutes=45))
    assert ears.heard() == {
        name: told(events.MeetingEnded(meeting.pk), events.AvailabilityEnded(session))
        for name, session in sessions.items()
    }


def test_a_second_sweep_says_nothing(meeting, clock, ears):
    meetings.close_due(now=clock.tick(minutes=30))
    ears.heard()
    assert (meetings.close_due(now=clock.tick(minutes=1)), ears.heard()) == (0, {})


def test_many_are_closed_each_for_itself(meeting, eve, max, clock):
    for member in (eve, max):
        builders.live(member)
    builders.meeting(eve, max)
    assert meetings.close_due(now=clock.tick(hours=1)) == 2


def test_a_talk_that_goes_on_keeps_no_later_meeting_from_closing(anna, bo, eve, max, clock):
    for member in (eve, max):
        builders.live(member)
    long_talk = builders.met(anna, bo, length_min=30)
    Meeting.objects.filter(pk=long_talk.pk).update(met_at=clock.now + timedelta(minutes=20))
    later = builders.meeting(eve, max, now=clock.tick(minutes=1))
    assert (meetings.close_due(now=clock.tick(minutes=25), limit=1), stored(later).state) == (1, "closed")


OVERDUE = {
    "depart": lambda row, by, now: meetings.depart(meeting_id=row.pk, by=by, now=now),
    "late": lambda row, by, now: meetings.late(meeting_id=row.pk, by=by, now=now, minutes=5),
    "arrive": lambda row, by, now: meetings.arrive(meeting_id=row.pk, by=by, now=now),
    "say": lambda row, by, now: meetings.say(meeting_id=row.pk, by=by, now=now, preset="outside"),
    "prove": lambda row, by, now: proof.prove(meeting_id=row.pk, by=by, now=now, code="0000"),
    "vouch": lambda row, by, now: proof.vouch(meeting_id=row.pk, by=by, now=now),
}


@pytest.mark.parametrize("tap", OVERDUE)
def test_with_the_sweep_dead_the_clock_has_closed_it_all_the_same(meeting, bo, clock, ears, tap):
    ears.heard()
    clock.now = meeting.meet_at + timedelta(minutes=15)
    with refuses(MeetingRefused, "over"):
        OVERDUE[tap](meeting, bo, clock.now)
    assert (stored(meeting).state, ears.heard()) == ("agreed", {})


@pytest.mark.parametrize(
    "leave",
    [
        lambda row, by, now: meetings.cancel(meeting_id=row.pk, by=by, now=now, reason="other"),
        lambda row, by, now: meetings.release(meeting_id=row.pk, by=by, now=now),
        lambda row, by, now: meetings.end(meeting_id=row.pk, by=by, now=now),
    ],
    ids=["cancel", "release", "end"],
)
def test_who_leaves_what_ran_out_closes_it_and_calls_nothing_off(meeting, both, clock, ears, leave):
    clock.now = meeting.meet_at + timedelta(minutes=15)
    over = leave(meeting, both[1], clock.now)
    assert (over.state, over.over_by, over.reason) == ("closed", None, "")
    assert ears.heard() == {
        member.profile.first_name: told(
            events.MeetingEnded(meeting.pk), events.AvailabilityChanged(session_of(member).pk)
        )
        for member in both
    }


def test_nobody_is_ever_locked_in(meeting, anna, bo, clock):
    """Whatever was tapped and whatever was not, within the hour the clock has set both free."""
    for minutes in (5, 10):
        meetings.late(meeting_id=meeting.pk, by=anna, now=clock.now, minutes=minutes)
    meetings.depart(meeting_id=meeting.pk, by=anna, now=clock.now)
    meetings.arrive(meeting_id=meeting.pk, by=bo, now=clock.now)
    proof.vouch(meeting_id=meeting.pk, by=bo, now=clock.now)
    meetings.close_due(now=clock.tick(minutes=59))
    assert [session_of(member).state for member in (anna, bo)] == ["live", "live"]
