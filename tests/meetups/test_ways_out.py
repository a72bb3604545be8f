"""Every way out of a meeting: cancel, release, goodbye. Both are free again, nobody is ever locked in."""

from datetime import timedelta

import pytest

from matching.models import Availability, Standing
from meetups import meetings, policy
from meetups.meetings import MeetingRefused
from meetups.models import Party
from notifications import events
from tests import builders
from tests.builders import session_of, stored
from tests.cast import refuses, told


@pytest.fixture
def meeting(anna, bo):
    return builders.meeting(anna, bo)


def cancel(meeting, by, clock, reason="plans-changed"):
    return meetings.cancel(meeting_id=meeting.pk, by=by, now=clock.now, reason=reason)


def release(meeting, by, clock):
    return meetings.release(meeting_id=meeting.pk, by=by, now=clock.now)


def end(meeting, by, clock):
    return meetings.end(meeting_id=meeting.pk, by=by, now=clock.now)


def back_to_live(*members):
    return {
        member.profile.first_name: told(events.AvailabilityChanged(session_of(member).pk))
        for member in members
    }


def heard_of(event_of, meeting, by, other):
    """The event for both, and both back to live."""
    free = back_to_live(by, other)
    return {
        by.profile.first_name: told(event_of(meeting.pk, "you")) + free[by.profile.first_name],
        other.profile.first_name: told(event_of(meeting.pk, "other")) + free[other.profile.first_name],
    }


@pytest.mark.parametrize("reason", policy.CANCEL_REASONS)
def test_either_can_call_it_off_with_a_reason(meeting, clock, ears, reason):
    bo, anna = (side.person for side in meeting.parties.order_by("-pk"))
    called_off = cancel(meeting, bo, clock, reason)
    assert (called_off.state, called_off.over_by, called_off.over_at, called_off.reason) == (
        "cancelled", bo, clock.now, reason,
    )  # fmt: skip
    assert ears.heard() == heard_of(events.MeetingCancelled, meeting, bo, anna)


def test_both_are_live_again_with_a_fresh_lease(meeting, anna, bo, clock):
    clock.tick(minutes=9)
    cancel(meeting, anna, clock)
    assert [(session_of(member).state, session_of(member).heartbeat_at) for member in (anna, bo)] == [
        ("live", clock.now), ("live", clock.now),
    ]  # fmt: skip
    assert Party.objects.filter(running=True).count() == 0


def test_whose_time_is_over_is_not_live_again(meeting, anna, bo, clock, ears):
    gone = session_of(anna)
    Availability.objects.filter(pk=gone.pk).update(ends_at=clock.now + timedelta(minutes=5))
    clock.tick(minutes=5)
    cancel(meeting, bo, clock)
    assert [stored(gone).state, session_of(bo).state] == ["ended", "live"]
    assert ears.heard() == {
        "Anna": told(events.MeetingCancelled(meeting.pk, "other"), events.AvailabilityEnded(gone.pk)),
        "Bo": told(events.MeetingCancelled(meeting.pk, "you")) + back_to_live(bo)["Bo"],
    }


def test_calling_off_twice_is_calling_off_once(meeting, anna, bo, clock, ears):
    cancel(meeting, anna, clock)
    ears.heard()
    assert (cancel(meeting, bo, clock).over_by, ears.heard()) == (anna, {})


def test_a_reason_that_is_none_is_refused(meeting, anna, clock, ears):
    with refuses(MeetingRefused, "unknown-reason"):
        cancel(meeting, anna, clock, "he was late")
    assert (stored(meeting).state, ears.heard()) == ("agreed", {})


def test_who_has_met_cannot_call_it_off(anna, bo, clock):
    met = builders.met(anna, bo)
    with refuses(MeetingRefused, "met-already"):
        cancel(met, anna, clock)


def test_after_three_minutes_without_a_departure_the_other_may_go_free(meeting, anna, bo, clock, ears):
    clock.tick(minutes=2, seconds=59)
    with refuses(MeetingRefused, "not-yet"):
        release(meeting, anna, clock)
    clock.tick(seconds=1)
    released = release(meeting, anna, clock)
    assert (released.state, released.over_by) == ("released", anna)
    assert ears.heard() == heard_of(events.MeetingReleased, meeting, anna, bo)


def test_who_set_off_is_not_released(meeting, anna, bo, clock, ears):
    meetings.depart(meeting_id=meeting.pk, by=bo, now=clock.tick(minutes=1))
    ears.heard()
    clock.tick(minutes=9)
    with refuses(MeetingRefused, "on-their-way"):
        release(meeting, anna, clock)
    assert ears.heard() == {}


def test_who_set_off_may_go_free_from_who_did_not(meeting, anna, bo, clock):
    meetings.depart(meeting_id=meeting.pk, by=anna, now=clock.now)
    clock.tick(minutes=3)
    assert release(meeting, anna, clock).state == "released"


def test_who_has_met_releases_nobody(anna, bo, clock):
    met = builders.met(anna, bo)
    clock.tick(minutes=3)
    with refuses(MeetingRefused, "met-already"):
        release(met, anna, clock)


def test_releasing_twice_is_releasing_once(meeting, anna, bo, clock, ears):
    clock.tick(minutes=3)
    release(meeting, anna, clock)
    ears.heard()
    assert (release(meeting, bo, clock).over_by, ears.heard()) == (anna, {})


def test_a_goodbye_closes_it_for_both(anna, bo, clock, ears):
    met = builders.met(anna, bo)
    ears.heard()
    over = end(met, bo, clock)
    assert (over.state, over.over_by, over.over_at) == ("closed", bo, clock.now)
    assert ears.heard() == {
        name: told(events.MeetingEnded(met.pk)) + free for name, free in back_to_live(anna, bo).items()
    }


def test_before_having_met_there_is_no_goodbye(meeting, anna, clock, ears):
    with refuses(MeetingRefused, "not-met"):
        end(meeting, anna, clock)
    assert (stored(meeting).state, ears.heard()) == ("agreed", {})


def test_two_goodbyes_are_one(anna, bo, clock, ears):
    met = builders.met(anna, bo)
    end(met, anna, clock)
    ears.heard()
    assert (end(met, bo, clock).over_by, ears.heard()) == (anna, {})


@pytest.mark.parametrize("way_out", [cancel, release, end])
def test_a_stranger_ends_nothing(meeting, eve, clock, ears, way_out):
    clock.tick(minutes=3)
    with refuses(MeetingRefused, "over"):
        way_out(meeting, eve, clock)
    assert (stored(meeting).state, ears.heard()) == ("agreed", {})


def test_who_is_free_again_can_meet_again(meeting, anna, bo, eve, clock):
    builders.live(eve)
    cancel(meeting, anna, clock)
    assert builders.meeting(anna, eve).state == "agreed"


def test_calling_off_leaves_a_promise_that_was_not_kept(meeting, anna, clock):
    cancel(meeting, anna, clock)
    assert list(Standing.objects.values_list("committed", "kept")) == [(1, 0), (1, 0)]


@pytest.mark.parametrize("hours", [1, 24])
@pytest.mark.parametrize("stand", [builders.meeting, builders.met])
def test_with_every_worker_dead_both_still_have_a_way_out(anna, bo, clock, stand, hours):
    """Nobody swept, nobody closed: one tap and both are free, their windows long over."""
    row = stand(anna, bo)
    clock.tick(hours=hours)
    way_out = end if row.met_at else cancel
    assert way_out(row, bo, clock).running is False
    assert Availability.objects.open().count() == 0
    clock.tick(minutes=1)
    assert builders.live(anna, now=clock.now).state == "live"
