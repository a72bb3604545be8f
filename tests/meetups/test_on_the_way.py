"""From yes to the place: on my way, late, here, and eight sentences. Each tells the other, in few words."""

from datetime import timedelta

import pytest

from meetups import meetings, policy
from meetups.meetings import MeetingRefused
from meetups.models import Message
from notifications import events
from tests import builders
from tests.builders import side_of, stored
from tests.cast import refuses, told


@pytest.fixture
def meeting(anna, bo):
    return builders.meeting(anna, bo)


def did(meeting, name, *, by, clock, **said):
    return getattr(meetings, name)(meeting_id=meeting.pk, by=by, now=clock.now, **said)


def test_the_first_to_set_off_puts_the_meeting_under_way(meeting, anna, bo, clock, ears):
    assert did(meeting, "depart", by=anna, clock=clock).state == "under-way"
    assert (side_of(meeting, anna).on_my_way_at, side_of(meeting, bo).on_my_way_at) == (clock.now, None)
    assert ears.heard() == {
        "Anna": told(events.MeetingDeparted(meeting.pk, "you")),
        "Bo": told(events.MeetingDeparted(meeting.pk, "other")),
    }


def test_the_second_to_set_off_is_heard_too(meeting, anna, bo, clock, ears):
    did(meeting, "depart", by=anna, clock=clock)
    ears.heard()
    assert did(meeting, "depart", by=bo, clock=clock).state == "under-way"
    assert ears.heard() == {
        "Anna": told(events.MeetingDeparted(meeting.pk, "other")),
        "Bo": told(events.MeetingDeparted(meeting.pk, "you")),
    }


@pytest.mark.parametrize("tap", ["depart", "arrive"])
def test_tapping_twice_is_tapping_once(meeting, anna, clock, ears, tap):
    did(meeting, tap, by=anna, clock=clock)
    before = stored(side_of(meeting, anna)).on_my_way_at
    ears.heard()
    clock.tick(minutes=1)
    did(meeting, tap, by=anna, clock=clock)
    assert (side_of(meeting, anna).on_my_way_at, ears.heard()) == (before, {})


def test_who_is_here_was_on_the_way(meeting, bo, clock, ears):
    assert did(meeting, "arrive", by=bo, clock=clock).state == "under-way"
    assert (side_of(meeting, bo).here_at, side_of(meeting, bo).on_my_way_at) == (clock.now, clock.now)
    assert ears.heard() == {
        "Anna": told(events.MeetingArrived(meeting.pk, "other")),
        "Bo": told(events.MeetingArrived(meeting.pk, "you")),
    }


def test_arriving_does_not_change_when_one_set_off(meeting, bo, clock):
    set_off_at = clock.now
    did(meeting, "depart", by=bo, clock=clock)
    clock.tick(minutes=4)
    did(meeting, "arrive", by=bo, clock=clock)
    assert (side_of(meeting, bo).on_my_way_at, side_of(meeting, bo).here_at) == (set_off_at, clock.now)


def test_a_delay_is_told_in_all_and_moves_the_time_expected(meeting, anna, clock, ears):
    for minutes in (5, 10):
        did(meeting, "late", by=anna, clock=clock, minutes=minutes)
    assert stored(meeting).expected_at - meeting.meet_at == timedelta(minutes=15)
    assert ears.heard() == {
        "Anna": told(*(events.MeetingLate(meeting.pk, "you", minutes) for minutes in (5, 15))),
        "Bo": told(*(events.MeetingLate(meeting.pk, "other", minutes) for minutes in (5, 15))),
    }


def test_the_longer_of_two_delays_counts(meeting, anna, bo, clock):
    did(meeting, "late", by=anna, clock=clock, minutes=5)
    did(meeting, "late", by=bo, clock=clock, minutes=10)
    assert stored(meeting).late_min == 10


@pytest.mark.parametrize("said", [([5, 5, 5], 5), ([10, 5], 5), ([10], 10), ([], 7), ([], 15), ([], 0)])
def test_nobody_is_more_than_fifteen_minutes_late_nor_by_another_step(meeting, anna, clock, ears, said):
    taps, minutes = said
    for tap in taps:
        did(meeting, "late", by=anna, clock=clock, minutes=tap)
    ears.heard()
    with refuses(MeetingRefused, "too-late"):
        did(meeting, "late", by=anna, clock=clock, minutes=minutes)
    assert (side_of(meeting, anna).late_min, ears.heard()) == (sum(taps), {})


@pytest.mark.parametrize("preset", policy.PRESETS)
def test_a_sentence_is_kept_as_a_code_and_heard_by_both(meeting, bo, clock, ears, preset):
    did(meeting, "say", by=bo, clock=clock, preset=preset)
    assert list(Message.objects.values_list("meeting", "sender", "preset", "at")) == [
        (meeting.pk, bo.pk, preset, clock.now)
    ]
    assert ears.heard() == {
        "Anna": told(events.MeetingMessaged(meeting.pk, "other", preset)),
        "Bo": told(events.MeetingMessaged(meeting.pk, "you", preset)),
    }


def test_there_are_eight_sentences_and_no_ninth(meeting, bo, clock, ears):
    assert len(policy.PRESETS) == 8
    with refuses(MeetingRefused, "unknown-preset"):
        did(meeting, "say", by=bo, clock=clock, preset="Call me: +358 40 123")
    assert (Message.objects.count(), ears.heard()) == (0, {})


def test_who_has_said_eight_in_a_minute_waits_and_the_other_does_not(meeting, anna, bo, clock, ears):
    for preset in policy.PRESETS:
        did(meeting, "say", by=bo, clock=clock, preset=preset)
        clock.tick(seconds=1)
    ears.heard()
    with refuses(MeetingRefused, "too-many-words") as refused:
        did(meeting, "say", by=bo, clock=clock, preset="outside")
    assert (refused.value.status, Message.objects.count(), ears.heard()) == (429, 8, {})
    did(meeting, "say", by=anna, clock=clock, preset="outside")
    clock.tick(seconds=52)  # the first of them is a minute old
    did(meeting, "say", by=bo, clock=clock, preset="outside")
    with refuses(MeetingRefused, "too-many-words"):
        did(meeting, "say", by=bo, clock=clock, preset="outside")


def test_a_sentence_can_still_be_said_after_having_met(anna, bo, clock):
    assert did(builders.met(anna, bo), "say", by=bo, clock=clock, preset="outside").preset == "outside"


@pytest.mark.parametrize("tap", ["depart", "arrive", "late"])
def test_who_has_met_is_no_longer_on_the_way(anna, bo, clock, tap):
    met = builders.met(anna, bo)
    with refuses(MeetingRefused, "met-already"):
        did(met, tap, by=anna, clock=clock, **({"minutes": 5} if tap == "late" else {}))


TAPS = {"depart": {}, "arrive": {}, "late": {"minutes": 5}, "say": {"preset": "outside"}}


@pytest.mark.parametrize("tap", TAPS)
def test_after_the_end_there_is_nothing_to_tap(meeting, anna, clock, tap):
    did(meeting, "cancel", by=anna, clock=clock, reason="other")
    with refuses(MeetingRefused, "over"):
        did(meeting, tap, by=anna, clock=clock, **TAPS[tap])


@pytest.mark.parametrize("tap", TAPS)
def test_a_stranger_has_no_part_in_it(meeting, eve, clock, ears, tap):
    with refuses(MeetingRefused, "over"):
        did(meeting, tap, by=eve, clock=clock, **TAPS[tap])
    assert ears.heard() == {}
