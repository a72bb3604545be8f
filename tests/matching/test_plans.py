"""A later window at a place: at most ten, never two at once, told five minutes before, gone an hour after."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.profiles import ProfileRefused
from matching import availability, plans
from matching.models import Availability, Plan
from matching.plans import PlanRefused
from notifications import events
from places.models import MeetingPoint
from tests import builders
from tests.cast import refuses, told
from tests.clock import NOON
from tests.matching.planning import helsinki, point

TWO = helsinki(14)


def plan(member, *, at=TWO, minutes=45, now=NOON, **said):
    place = said.pop("point", None) or point().pk
    said = {"intention": "swap-ideas", "topic": "Heat pumps", **said}
    return plans.add(
        by=member, now=now, point=place, starts_at=at, ends_at=at + timedelta(minutes=minutes), **said
    )


def ahead(member, now=NOON):
    return list(Plan.objects.for_person(member).ahead(now))


def test_a_plan_is_kept_and_ones_own_devices_hear_it(anna, bo, ears):
    kept = plan(anna, reach_min=15)
    assert ahead(anna) == [kept]
    assert (kept.topic, kept.intention, kept.reach_min, kept.point.name) == (
        "Heat pumps", "swap-ideas", 15, "Helsinki Central Station",
    )  # fmt: skip
    assert ears.heard() == {"Anna": told(events.PlansChanged())}


def test_a_plan_is_no_presence(eve, places, bo, clock):
    plan(eve, at=clock.now + timedelta(minutes=1))
    plans.tell_due(now=clock.tick(minutes=2))
    assert not Availability.objects.filter(person=eve).exists()


def test_a_plan_holds_a_place_and_no_cell():
    assert {field.name for field in Plan._meta.get_fields()} == {
        "id", "person", "point", "created_at", "starts_at", "ends_at",
        "intention", "topic", "reach_min", "told_at",
    }  # fmt: skip


def test_the_same_plan_again_is_the_same_plan(anna, ears):
    first = plan(anna)
    ears.heard()
    assert plan(anna, topic="Something else") == first
    assert (len(ahead(anna)), ears.heard()) == (1, {})


@pytest.mark.parametrize(
    ("at", "minutes", "code"),
    [
        (NOON, 45, "in-the-past"),
        (NOON + timedelta(days=14, seconds=1), 45, "too-far-ahead"),
        (helsinki(14), 19, "wrong-length"),
        (helsinki(14), 121, "wrong-length"),
        (helsinki(14), -30, "wrong-length"),
    ],
)
def test_a_plan_lies_ahead_within_a_fortnight_and_is_as_long_as_a_session(anna, at, minutes, code):
    with refuses(PlanRefused, code):
        plan(anna, at=at, minutes=minutes)


@pytest.mark.parametrize(
    ("at", "minutes"), [(NOON + timedelta(days=14), 20), (NOON + timedelta(seconds=1), 120)]
)
def test_the_outermost_plans_are_kept(anna, at, minutes):
    kept = plan(anna, at=at, minutes=minutes)
    assert ahead(anna) == [kept]


@pytest.mark.parametrize("shift_min", [-44, 0, 44])
def test_no_two_plans_of_one_person_overlap(anna, shift_min):
    plan(anna)
    with refuses(PlanRefused, "overlaps"):
        plan(
            anna, at=helsinki(14) + timedelta(minutes=shift_min), minutes=45, point=point("Kerava Station").pk
        )


def test_plans_may_follow_on_one_another_and_others_plan_what_they_like(anna, bo):
    plan(anna)
    plan(anna, at=helsinki(14, 45))
    plan(bo)
    assert (len(ahead(anna)), len(ahead(bo))) == (2, 1)


def test_the_database_itself_keeps_plans_apart(anna):
    first = plan(anna)
    copy = {"person": anna, "point": first.point, "created_at": NOON, "intention": "hire"}
    inside = {"starts_at": first.starts_at + timedelta(minutes=10), "ends_at": first.ends_at}
    with pytest.raises(IntegrityError, match="plans_of_a_person_do_not_overlap"), transaction.atomic():
        Plan.objects.create(**copy, **inside)
    Plan.objects.create(**copy, starts_at=first.ends_at, ends_at=first.ends_at + timedelta(minutes=20))


def test_ten_plans_are_the_limit_and_one_that_is_over_does_not_count(anna, clock):
    first = plan(anna, at=helsinki(13))
    for day in range(18, 27):
        plan(anna, at=helsinki(14, day=day))
    with refuses(PlanRefused, "too-many-plans"):
        plan(anna, at=helsinki(14, day=28))
    assert plan(anna, at=helsinki(14, day=28), now=first.ends_at)


@pytest.mark.parametrize("place", [uuid4, lambda: barred().pk])
def test_a_plan_needs_a_place_where_people_meet(anna, place):
    with refuses(PlanRefused, "unknown-point"):
        plan(anna, point=place())


def barred():
    MeetingPoint.objects.filter(name="Sanomatalo").update(barred=True)
    return point("Sanomatalo")


def test_words_of_a_plan_name_no_contact(anna):
    with refuses(ProfileRefused, "contact-in-text"):
        plan(anna, topic="call +358 40 1234567")


def test_a_plan_is_removed_once_and_by_its_person_only(anna, bo, ears):
    kept = plan(anna)
    ears.heard()
    plans.remove(by=bo, now=NOON, plan_id=kept.pk)
    assert (ahead(anna), ears.heard()) == ([kept], {})
    for _twice in range(2):
        plans.remove(by=anna, now=NOON, plan_id=kept.pk)
    assert (ahead(anna), ears.heard()) == ([], {"Anna": told(events.PlansChanged())})


def test_five_minutes_before_its_person_hears_it_once(anna, bo, clock, ears):
    kept = plan(anna)
    ears.heard()
    clock.now = helsinki(13, 55) - timedelta(seconds=1)
    assert (plans.tell_due(now=clock.now), plans.due(anna, now=clock.now)) == (0, None)
    clock.tick(seconds=1)
    assert [plans.tell_due(now=clock.now), plans.tell_due(now=clock.tick(seconds=15))] == [1, 0]
    assert ears.heard() == {"Anna": told(events.PlanDue(kept.pk))}


def test_without_a_worker_a_page_knows_that_the_time_has_come(anna, bo):
    kept = plan(anna)
    asked = [helsinki(13, 54), helsinki(13, 55), helsinki(14, 44), helsinki(14, 45)]
    assert [plans.due(anna, now=now) for now in asked] == [None, kept, kept, None]
    assert plans.due(bo, now=helsinki(14)) is None


def test_a_late_worker_still_tells_while_the_plan_lasts_and_not_after(anna, bo, ears):
    late, over = plan(anna), plan(bo, at=helsinki(13))
    ears.heard()
    assert plans.tell_due(now=helsinki(14, 40)) == 1
    assert ears.heard() == {"Anna": told(events.PlanDue(late.pk))}
    assert not builders.stored(over).told_at


def test_who_was_frozen_hears_nothing(anna, ears):
    plan(anna)
    ears.heard()
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert (plans.tell_due(now=helsinki(14)), ears.heard()) == (0, {})


def test_a_plan_is_forgotten_an_hour_after_its_end(anna):
    kept = plan(anna)
    plans.tell_due(now=helsinki(15, 45) - timedelta(seconds=1))
    assert Plan.objects.filter(pk=kept.pk).exists()
    plans.tell_due(now=helsinki(15, 45))
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("asked", "minutes"), [((13, 55), 45), ((14, 0), 45), ((14, 20), 20), ((14, 44), 20)]
)
def test_a_session_begun_as_planned_ends_by_then_if_that_is_long_enough(anna, asked, minutes):
    assert plans.minutes_left(plan(anna), now=helsinki(*asked)) == minutes


def test_going_live_leaves_the_plan_and_takes_its_cell_from_the_phone(eve, places, clock):
    kept = plan(eve, point=point("Kerava Station").pk)
    clock.now = helsinki(14)
    session = availability.start(
        by=eve, now=clock.now, cell=builders.HERE, minutes=plans.minutes_left(kept, now=clock.now),
        intention=kept.intention, topic=kept.topic, reach_min=kept.reach_min,
    )  # fmt: skip
    assert (session.cell, session.ends_at) == (builders.HERE, kept.ends_at)
