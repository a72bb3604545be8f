"""That two people met: either enters the other's four digits. Five tries, and a wrong one costs its try."""

import re

import pytest

from accounts.models import Profile
from matching import availability
from matching.candidates import candidates_for
from matching.models import Acquaintance, Availability, Standing
from meetups import meetings, proof
from meetups.meetings import MeetingRefused
from notifications import events
from tests import builders
from tests.builders import code_of, side_of, stored, wrong_code_for
from tests.cast import refuses, told


@pytest.fixture
def meeting(anna, bo):
    return builders.meeting(anna, bo)


def prove(meeting, by, clock, code):
    return proof.prove(meeting_id=meeting.pk, by=by, now=clock.now, code=code)


def guess_wrongly(meeting, by, clock, times, *, of):
    for _ in range(times):
        with refuses(MeetingRefused, "wrong-code"):
            prove(meeting, by, clock, wrong_code_for(meeting, of))


def test_each_shows_four_digits_of_their_own(meeting):
    assert [bool(re.fullmatch("[0-9]{4}", side.code)) for side in meeting.parties.all()] == [True, True]


@pytest.mark.parametrize("inviter_proves", [True, False])
def test_either_proves_it_for_both(meeting, anna, bo, clock, inviter_proves):
    by, of = (anna, bo) if inviter_proves else (bo, anna)
    clock.tick(minutes=6)
    met = prove(meeting, by, clock, code_of(meeting, of))
    assert (met.state, met.met_at, met.running) == ("met", clock.now, True)


def test_both_hear_that_they_met_and_nobody_else(meeting, anna, bo, eve, ears):
    ears.heard()
    proof.prove(meeting_id=meeting.pk, by=anna, now=builders.NOON, code=code_of(meeting, bo))
    assert ears.heard() == {name: told(events.MeetingMet(meeting.pk)) for name in ("Anna", "Bo")}


@pytest.mark.parametrize("taps", [[], ["depart"], ["depart", "arrive"]])
def test_it_can_be_proven_from_the_yes_on(meeting, anna, bo, clock, taps):
    for tap in taps:
        getattr(meetings, tap)(meeting_id=meeting.pk, by=bo, now=clock.now)
    assert prove(meeting, anna, clock, code_of(meeting, bo)).state == "met"


def test_a_wrong_code_costs_its_try_although_it_is_refused(meeting, anna, bo, clock, ears):
    with refuses(MeetingRefused, "wrong-code") as refused:
        prove(meeting, anna, clock, wrong_code_for(meeting, bo))
    assert (refused.value.status, refused.value.params) == (422, {"left": 4})
    assert (side_of(meeting, anna).tries, side_of(meeting, bo).tries, ears.heard()) == (1, 0, {})


def test_ones_own_code_proves_nothing(meeting, anna, bo, clock):
    meeting.parties.filter(person=anna).update(code="1111")
    meeting.parties.filter(person=bo).update(code="2222")
    with refuses(MeetingRefused, "wrong-code"):
        prove(meeting, anna, clock, "1111")


def test_the_fifth_try_may_still_be_right(meeting, anna, bo, clock):
    guess_wrongly(meeting, anna, clock, 4, of=bo)
    assert prove(meeting, anna, clock, code_of(meeting, bo)).state == "met"


def test_after_five_wrong_ones_not_even_the_right_one_counts(meeting, anna, bo, clock):
    guess_wrongly(meeting, anna, clock, 5, of=bo)
    with refuses(MeetingRefused, "no-tries-left") as refused:
        prove(meeting, anna, clock, code_of(meeting, bo))
    assert (refused.value.status, side_of(meeting, anna).tries, stored(meeting).state) == (429, 5, "agreed")


def test_the_other_still_has_tries_of_their_own(meeting, anna, bo, clock):
    guess_wrongly(meeting, anna, clock, 5, of=bo)
    assert prove(meeting, bo, clock, code_of(meeting, anna)).state == "met"


def test_entering_it_twice_or_from_both_sides_is_meeting_once(meeting, anna, bo, clock, ears):
    met_at = prove(meeting, anna, clock, code_of(meeting, bo)).met_at
    ears.heard()
    clock.tick(seconds=30)
    for by, of in ((anna, bo), (bo, anna)):
        assert prove(meeting, by, clock, code_of(meeting, of)).met_at == met_at
    assert (Standing.objects.get(person=anna).kept, ears.heard()) == (1, {})
    assert [side_of(meeting, member).tries for member in (anna, bo)] == [1, 0]


def test_after_the_end_nothing_is_proven(meeting, anna, bo, clock):
    meetings.cancel(meeting_id=meeting.pk, by=bo, now=clock.now, reason="other")
    with refuses(MeetingRefused, "over"):
        prove(meeting, anna, clock, code_of(meeting, bo))
    assert (stored(meeting).met_at, side_of(meeting, anna).tries) == (None, 0)


def test_a_stranger_proves_nothing_and_costs_nobody_a_try(meeting, anna, bo, eve, clock):
    with refuses(MeetingRefused, "over"):
        prove(meeting, eve, clock, code_of(meeting, bo))
    assert [side_of(meeting, member).tries for member in (anna, bo)] == [0, 0]


def test_a_proven_meeting_is_a_promise_kept_by_both(meeting, anna, bo, clock):
    prove(meeting, anna, clock, code_of(meeting, bo))
    low, high = sorted((anna.pk, bo.pk))
    assert list(Standing.objects.values_list("committed", "kept")) == [(1, 1), (1, 1)]
    assert list(Acquaintance.objects.values_list("low", "high", "met_at")) == [(low, high, clock.now)]


def test_the_first_proven_meeting_makes_both_verified(places, eve, clock):
    new, sure = builders.person("New", verified=False), builders.person("Sure")
    for member in (new, sure, eve):
        builders.live(member)
    Availability.objects.filter(person=sure).update(open_to="all")

    def seen_by_new():
        viewer = availability.current(builders.again(new), now=clock.now)
        return [card.first_name for card in candidates_for(viewer, now=clock.now).cards]

    assert (builders.again(new).profile.verified_at(clock.now), seen_by_new()) == (False, ["Sure"])
    meetings.end(meeting_id=builders.met(new, sure).pk, by=new, now=clock.now)
    assert (builders.again(new).profile.verified_at(clock.now), seen_by_new()) == (True, ["Eve"])


def test_a_later_meeting_does_not_change_when_one_first_met_somebody(anna, bo, eve, clock):
    builders.live(eve)
    first_at = clock.now
    builders.met_and_parted(anna, bo, now=first_at)
    builders.met_and_parted(anna, eve, now=clock.tick(minutes=2))
    assert dict(Profile.objects.values_list("first_name", "met_once_at")) == {
        "Anna": first_at, "Bo": first_at, "Eve": clock.now,
    }  # fmt: skip
