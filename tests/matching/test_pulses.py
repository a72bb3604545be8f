"""Rush hours and who says they will come: when they are, what is promised, what others read of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from matching import pulses
from matching.models import Pledge
from matching.pulses import PulseRefused
from meetups import partings
from notifications import events
from places.models import MeetingPoint
from tests import builders
from tests.cast import refuses, told
from tests.clock import NOON
from tests.matching.planning import EVENING, KERAVA, LUNCH, NEXT_DOOR, STATION, helsinki, point


def promise(member, *, name=STATION, at=EVENING, now=NOON):
    return pulses.pledge(by=member, now=now, point=point(name).pk, starts_at=at)


def others(viewer, *, at=EVENING, name=STATION, now=NOON + timedelta(minutes=5)):
    """What somebody reads of a pulse once the clock has moved on."""
    [found] = [pulse for pulse in pulses.around(point(name), viewer, now=now) if pulse.starts_at == at]
    return found.others


@pytest.fixture
def five(places):
    people = [builders.proven(f"Gil{number}") for number in range(5)]
    for member, name in zip(people, (STATION, STATION, STATION, NEXT_DOOR, NEXT_DOOR), strict=True):
        promise(member, name=name)
    return people


def test_rush_hours_are_lunch_and_evening_by_the_clock_of_the_place(places):
    spans = pulses.coming(point(), now=NOON)
    assert [(span.starts_at, span.ends_at) for span in spans] == [
        (helsinki(12), helsinki(13, 30)),
        (helsinki(18), helsinki(19, 30)),
        (helsinki(12, day=18), helsinki(13, 30, day=18)),
        (helsinki(18, day=18), helsinki(19, 30, day=18)),
        (helsinki(12, day=19), helsinki(13, 30, day=19)),
    ]
    MeetingPoint.objects.filter(name=STATION).update(tz="Europe/Paris")
    assert pulses.coming(point(), now=NOON)[0].starts_at == helsinki(13)


def test_a_rush_hour_keeps_to_the_wall_clock_when_summer_time_ends(places):
    eve_of_it = helsinki(10).replace(month=10, day=24)
    lunches = [span.starts_at for span in pulses.coming(point(), now=eve_of_it)][::2]
    assert lunches[1] - lunches[0] == timedelta(hours=25)


def test_a_pledge_is_kept_and_ones_own_devices_hear_it(anna, bo, ears):
    kept = promise(anna)
    assert (kept.starts_at, kept.ends_at) == (EVENING, EVENING + timedelta(minutes=90))
    assert [pulse.pledge for pulse in pulses.mine(anna, now=NOON)] == [kept]
    assert ears.heard() == {"Anna": told(events.PlansChanged())}
    assert promise(anna) == kept
    assert ears.heard() == {}


@pytest.mark.parametrize("at", [helsinki(17), helsinki(12, day=20), helsinki(12, day=16)])
def test_there_are_no_other_hours(anna, at):
    with refuses(PulseRefused, "no-such-pulse"):
        promise(anna, at=at)


def test_a_pledge_needs_a_place_where_people_meet(anna):
    with refuses(PulseRefused, "unknown-point"):
        pulses.pledge(by=anna, now=NOON, point=uuid4(), starts_at=EVENING)


def test_nobody_is_promised_to_two_places_at_once(anna):
    promise(anna)
    with refuses(PulseRefused, "pledged-elsewhere"):
        promise(anna, name=KERAVA)
    promise(anna, name=KERAVA, at=LUNCH)
    with pytest.raises(IntegrityError, match="one_pledge_a_person_and_pulse"), transaction.atomic():
        Pledge.objects.create(
            person=anna, point=point(KERAVA), created_at=NOON, starts_at=EVENING, ends_at=helsinki(19)
        )


def test_pledges_close_a_quarter_of_an_hour_before(anna, bo):
    promise(anna, now=helsinki(17, 45) - timedelta(seconds=1))
    with refuses(PulseRefused, "too-late"):
        promise(bo, now=helsinki(17, 45))


def test_a_pledge_is_taken_back_freely_until_the_hour_begins(anna, bo, ears):
    kept = promise(anna)
    ears.heard()
    pulses.take_back(by=bo, now=NOON, pledge_id=kept.pk)
    assert ([pulse.pledge for pulse in pulses.mine(anna, now=NOON)], ears.heard()) == ([kept], {})
    for _twice in range(2):
        pulses.take_back(by=anna, now=NOON, pledge_id=kept.pk)
    assert (pulses.mine(anna, now=NOON), ears.heard()) == ([], {"Anna": told(events.PlansChanged())})
    again = promise(anna)
    with refuses(PulseRefused, "begun"):
        pulses.take_back(by=anna, now=EVENING, pledge_id=again.pk)


def test_four_others_are_not_told_of_and_five_are_five(five, eve):
    late = NOON + timedelta(minutes=5)
    assert others(eve) == 5
    pulses.take_back(by=five[0], now=late, pledge_id=Pledge.objects.get(person=five[0]).pk)
    assert others(eve, now=late + timedelta(minutes=5)) is None


def test_counts_go_in_steps_of_five(five, eve):
    for number in range(4):
        promise(builders.proven(f"Hal{number}"))
    assert others(eve) == 5
    promise(builders.proven("Hal4"))
    assert others(eve) == 10


def test_ones_own_pledge_does_not_count_among_the_others(five, eve):
    assert (others(five[0]), others(eve)) == (None, 5)


def test_the_count_changes_with_the_five_minute_clock_only(five, eve):
    slot_ends = NOON.replace(minute=5, second=0)
    assert others(eve, now=slot_ends - timedelta(seconds=1)) is None
    assert others(eve, now=slot_ends) == 5
    kept = Pledge.objects.get(person=five[0])
    pulses.take_back(by=five[0], now=slot_ends + timedelta(seconds=1), pledge_id=kept.pk)
    pulses.gather_due(now=slot_ends + timedelta(seconds=2))
    assert others(eve, now=slot_ends + timedelta(minutes=4, seconds=59)) == 5
    assert others(eve, now=slot_ends + timedelta(minutes=5)) is None


def test_taking_back_and_promising_again_shows_nobody_twice(five, eve):
    kept = Pledge.objects.get(person=five[0])
    later = NOON + timedelta(minutes=6)
    pulses.take_back(by=five[0], now=later, pledge_id=kept.pk)
    promise(five[0], now=later)
    assert others(eve, now=later + timedelta(seconds=1)) == 5
    for number in range(4):
        promise(builders.proven(f"Hal{number}"))
    assert others(eve, now=later + timedelta(minutes=10)) == 5


@pytest.mark.parametrize("who_blocks", [0, 1])
def test_a_block_changes_no_count_so_that_no_difference_tells_of_it(five, eve, who_blocks):
    pair = (eve, five[0]) if who_blocks else (five[0], eve)
    partings.block(by=pair[0], other_id=pair[1].pk, now=NOON)
    assert others(eve) == 5


def test_ones_own_false_accounts_tell_nothing_of_one_more_pledge(places, eve):
    for number in range(8):
        promise(builders.person(f"Sock{number}"))
    for number in range(4):
        promise(builders.proven(f"Gil{number}"))
    assert others(eve) is None
    promise(builders.proven("Gil4"))
    assert others(eve) == 5


def test_people_far_away_and_frozen_ones_are_not_counted(five, eve):
    promise(builders.proven("Far"), name=KERAVA)
    assert (others(eve), others(eve, name=KERAVA)) == (5, None)
    User.objects.filter(pk=five[0].pk).update(is_active=False)
    assert others(eve) is None


def test_a_stranger_reads_no_counts(five):
    assert {pulse.others for pulse in pulses.around(point(), None, now=NOON + timedelta(minutes=5))} == {None}


def test_more_pledges_cost_no_more_questions(five, eve):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            pulses.around(point(), eve, now=helsinki(17, 50))
        return len(asked)

    before = questions()
    for number in range(3):
        promise(builders.proven(f"Hal{number}"), at=LUNCH)
    assert questions() == before
