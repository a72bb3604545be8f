""" "Tell me when at least five are free here": once, without a count, by the clock, about others only."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts import profiles
from accounts.models import Profile, User
from matching import alerts, availability
from matching.alerts import AlertRefused
from matching.models import Alert, Availability
from meetups import partings
from notifications import events
from tests import builders
from tests.cast import Ears, refuses, told
from tests.clock import NOON
from tests.matching.planning import KERAVA, STATION, crowd, point

NEXT_SLOT = NOON.replace(minute=5, second=0)


def ask(member, *, name=STATION, now=NOON, hours=2):
    return alerts.watch(by=member, now=now, point=point(name).pk, until=now + timedelta(hours=hours))


def beat_all(now):
    Availability.objects.update(heartbeat_at=now)


@pytest.fixture
def five(places):
    return crowd(5)


@pytest.fixture
def alert(eve, five):
    return ask(eve)


def test_five_people_with_a_proven_meeting_fire_it_once(alert):
    ears = Ears()
    assert [alerts.fire_due(now=NEXT_SLOT), alerts.fire_due(now=NEXT_SLOT + timedelta(minutes=5))] == [1, 0]
    assert ears.heard() == {"Eve": told(events.EnoughPeopleFree(alert.pk))}
    assert builders.stored(alert).fired_at == NEXT_SLOT


def test_the_event_says_no_number(alert):
    assert events.EnoughPeopleFree(alert.pk).payload == {"alert": str(alert.pk)}


def test_four_are_not_enough_and_the_alert_waits(eve, places):
    people = crowd(4)
    alert = ask(eve)
    assert alerts.fire_due(now=NEXT_SLOT) == 0
    builders.live(people_with_a_meeting("Hal"), now=NEXT_SLOT)
    assert (
        alerts.fire_due(now=NEXT_SLOT + timedelta(minutes=5)) == 0
    )  # three minutes of silence hide the others
    beat_all(NEXT_SLOT + timedelta(minutes=10))
    assert alerts.fire_due(now=NEXT_SLOT + timedelta(minutes=10)) == 1
    assert len(people) == 4
    assert builders.stored(alert).fired_at


def people_with_a_meeting(name):
    member = builders.person(name)
    Profile.objects.filter(user=member).update(met_once_at=NOON - timedelta(days=40))
    return builders.again(member)


@pytest.mark.parametrize(
    "change",
    [
        lambda eve, one: Profile.objects.filter(user=one).update(met_once_at=None),
        lambda eve, one: profiles.update(by=one, changes={"languages": ["fi"]}),
        lambda eve, one: partings.block(by=eve, other_id=one.pk, now=NOON),
        lambda eve, one: partings.block(by=one, other_id=eve.pk, now=NOON),
        lambda eve, one: partings.go_invisible(by=one, now=NOON),
        lambda eve, one: User.objects.filter(pk=one.pk).update(is_active=False),
        lambda eve, one: Availability.objects.filter(person=one).update(
            heartbeat_at=NEXT_SLOT - timedelta(minutes=3)
        ),
        lambda eve, one: Availability.objects.filter(person=one).update(cell=builders.A_WALK),
        lambda eve, one: Availability.objects.filter(person=one).update(started_at=NEXT_SLOT),
        lambda eve, one: profiles.update(by=one, changes={"company": "Eve & Co"}),
    ],
    ids=[
        "no-proven-meeting", "no-common-language", "blocked-by-me", "blocks-me", "invisible", "frozen",
        "silent", "too-far", "came-after-the-clock", "colleague",
    ],
)  # fmt: skip
def test_each_of_the_five_must_be_somebody_to_meet(alert, eve, five, change):
    change(eve, five[0])
    assert alerts.fire_due(now=NEXT_SLOT) == 0


def test_who_is_in_the_next_cell_counts_too(eve, places):
    crowd(2)
    crowd(3, prefix="Hal", cell=builders.NEXT)
    ask(eve)
    assert alerts.fire_due(now=NEXT_SLOT) == 1


def test_a_live_person_is_told_too_but_never_about_themselves(five):
    asks, others = five[0], five[1:]
    alert = ask(asks)
    assert alerts.fire_due(now=NEXT_SLOT) == 0
    builders.live(people_with_a_meeting("Hal"))
    ears = Ears()
    beat_all(NEXT_SLOT + timedelta(minutes=5))
    assert alerts.fire_due(now=NEXT_SLOT + timedelta(minutes=5)) == 1
    asker = asks.profile.first_name
    assert ears.heard() == {asker: told(events.EnoughPeopleFree(alert.pk))}
    assert asker not in [member.profile.first_name for member in others]


def test_it_is_never_judged_in_the_slot_in_which_it_was_made(alert):
    assert alerts.fire_due(now=NEXT_SLOT - timedelta(seconds=1)) == 0
    assert alerts.fire_due(now=NEXT_SLOT) == 1


def test_it_is_judged_once_a_slot(eve, places):
    crowd(4)
    ask(eve)
    alerts.fire_due(now=NEXT_SLOT)
    Availability.objects.filter(person=people_live("Hal")).update(started_at=NOON)
    beat_all(NEXT_SLOT + timedelta(seconds=30))
    assert alerts.fire_due(now=NEXT_SLOT + timedelta(seconds=30)) == 0


def people_live(name):
    member = people_with_a_meeting(name)
    builders.live(member)
    return member


def test_without_a_worker_asking_the_page_judges_it(alert, eve):
    ears = Ears()
    [shown] = alerts.kept_for(eve, now=NEXT_SLOT)
    assert (shown.fired_at, ears.heard()) == (NEXT_SLOT, {"Eve": told(events.EnoughPeopleFree(alert.pk))})
    assert alerts.kept_for(eve, now=NEXT_SLOT + timedelta(minutes=5)) == [shown]
    assert ears.heard() == {}


def test_who_was_frozen_is_told_nothing(alert, eve):
    User.objects.filter(pk=eve.pk).update(is_active=False)
    assert alerts.fire_due(now=NEXT_SLOT) == 0


def test_one_alert_a_place_and_three_in_all(eve, places, ears):
    first = ask(eve)
    assert ears.heard() == {"Eve": told(events.PlansChanged())}
    assert (ask(eve, hours=5), ears.heard()) == (first, {})
    with pytest.raises(IntegrityError, match="one_open_alert_a_person_and_place"), transaction.atomic():
        Alert.objects.create(person=eve, point=first.point, created_at=NOON, until=first.until, judged_slot=0)
    for name in ("Elielinaukio", KERAVA):
        ask(eve, name=name)
    with refuses(AlertRefused, "too-many-alerts"):
        ask(eve, name="Sanomatalo")


def test_an_alert_that_fired_or_ran_out_makes_room(alert, eve):
    alerts.fire_due(now=NEXT_SLOT)
    again = ask(eve, now=NEXT_SLOT, hours=1)
    assert again.pk != alert.pk
    late = NEXT_SLOT + timedelta(hours=1)
    assert ask(eve, now=late).pk not in {again.pk, alert.pk}


@pytest.mark.parametrize("hours", [0, -1, 12.01])
def test_an_alert_waits_twelve_hours_at_most(eve, places, hours):
    with refuses(AlertRefused, "wrong-length"):
        ask(eve, hours=hours)


def test_an_alert_needs_a_place_where_people_meet(eve, places):
    with refuses(AlertRefused, "unknown-point"):
        alerts.watch(by=eve, now=NOON, point=uuid4(), until=NOON + timedelta(hours=1))


def test_an_alert_is_removed_once_and_by_its_person_only(alert, eve, five):
    ears = Ears()
    alerts.remove(by=five[0], now=NOON, alert_id=alert.pk)
    assert ears.heard() == {}
    for _twice in range(2):
        alerts.remove(by=eve, now=NOON, alert_id=alert.pk)
    assert ears.heard() == {"Eve": told(events.PlansChanged())}
    assert alerts.fire_due(now=NEXT_SLOT) == 0


def test_what_ran_out_is_forgotten_and_fires_no_more(alert):
    beat_all(alert.until)
    assert alerts.fire_due(now=alert.until) == 0
    assert not Alert.objects.exists()


def test_an_alert_holds_a_place_and_no_cell(eve, places):
    builders.live(eve, cell=builders.FAR)
    ask(eve)
    beat_all(NOON + timedelta(minutes=20))
    assert {field.name for field in Alert._meta.get_fields()} == {
        "id", "person", "point", "created_at", "until", "judged_slot", "fired_at",
    }  # fmt: skip
    availability.move(
        session_id=builders.session_of(eve).pk, by=eve, now=NOON + timedelta(minutes=20), cell=builders.HERE
    )
    assert Alert.objects.get().point.name == STATION
