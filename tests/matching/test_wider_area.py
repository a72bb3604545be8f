"""A wider area by choice: obeyed by an open session at once and by later cells, no way to move faster."""

import pytest

from accounts.models import Profile
from matching import area, availability
from matching.availability import AvailabilityRefused
from matching.models import Availability, CellChange
from notifications import events
from places import cells
from tests import builders
from tests.builders import HERE, NEXT
from tests.cast import refuses, told

WIDE = cells.parent(HERE)


@pytest.fixture
def ann(places):
    return builders.person("Ann")


def choose(member, clock, wide):
    return area.choose(by=member, changes={"wide_area": wide}, now=clock.now)


def move(member, clock, cell):
    availability.beat(by=member, now=clock.now)
    return availability.move(session_id=builders.session_of(member).pk, by=member, now=clock.now, cell=cell)


def wait(member, clock, minutes):
    """Time passes on an open page."""
    for _ in range(minutes):
        clock.tick(minutes=1)
        availability.beat(by=member, now=clock.now)


def test_a_finer_cell_than_the_choice_is_never_kept(ann, clock):
    choose(ann, clock, wide=True)
    session = builders.stored(builders.live(ann, cell=HERE))
    assert (session.cell, session.centre.coords) == (WIDE, tuple(cells.centre(WIDE)))
    wait(ann, clock, 16)
    assert move(ann, clock, builders.FAR).cell == cells.parent(builders.FAR)
    assert set(Availability.objects.values_list("cell", flat=True)) == {cells.parent(builders.FAR)}


def test_the_parent_from_the_phone_is_taken_as_it_is(ann, clock):
    choose(ann, clock, wide=True)
    assert builders.live(ann, cell=WIDE).cell == WIDE


def test_a_profile_at_hand_that_is_older_than_the_choice_publishes_nothing_finer(ann, clock):
    stale = builders.again(ann)
    choose(ann, clock, wide=True)
    assert stale.profile.wide_area is False
    assert builders.live(stale, cell=HERE).cell == WIDE


def test_an_open_session_is_widened_at_once_and_only_its_person_hears(anna, bo, clock, ears):
    session = builders.session_of(anna)
    assert choose(anna, clock, wide=True).wide_area is True
    widened = builders.stored(session)
    assert (widened.cell, widened.centre.coords) == (WIDE, tuple(cells.centre(WIDE)))
    assert ears.heard() == {"Anna": told(events.AvailabilityChanged(session.pk))}


def test_widening_is_neither_refused_nor_counted(ann, clock):
    builders.live(ann, minutes=120)
    assert CellChange.objects.filter(person=ann).count() == 1
    choose(ann, clock, wide=True)
    assert (builders.session_of(ann).cell, CellChange.objects.filter(person=ann).count()) == (WIDE, 1)


def test_choosing_it_twice_changes_nothing_and_rings_nobody(anna, clock, ears):
    choose(anna, clock, wide=True)
    ears.heard()
    choose(anna, clock, wide=True)
    assert (builders.session_of(anna).cell, ears.heard()) == (WIDE, {})


def test_a_session_in_a_meeting_is_widened_before_it_returns(anna, bo, clock):
    builders.meeting(anna, bo)
    choose(anna, clock, wide=True)
    assert builders.session_of(anna).cell == WIDE


def test_switching_back_moves_nothing_by_itself(ann, clock):
    choose(ann, clock, wide=True)
    builders.live(ann, minutes=120)
    choose(ann, clock, wide=False)
    assert builders.session_of(ann).cell == WIDE


def test_the_narrow_cell_afterwards_is_a_new_one_and_waits_its_quarter_of_an_hour(ann, clock):
    builders.live(ann, minutes=120)
    choose(ann, clock, wide=True)
    choose(ann, clock, wide=False)
    assert move(ann, clock, HERE).cell == WIDE
    wait(ann, clock, 14)
    assert move(ann, clock, NEXT).cell == WIDE
    wait(ann, clock, 1)
    assert move(ann, clock, HERE).cell == HERE
    assert CellChange.objects.filter(person=ann).count() == 2


def test_flipping_the_choice_buys_no_seventh_cell(ann, clock):
    builders.live(ann, minutes=120)
    for _ in range(5):
        choose(ann, clock, wide=True)
        choose(ann, clock, wide=False)
        wait(ann, clock, 15)
        move(ann, clock, HERE)
    choose(ann, clock, wide=True)
    choose(ann, clock, wide=False)
    wait(ann, clock, 15)
    assert move(ann, clock, HERE).cell == WIDE
    with refuses(AvailabilityRefused, "too-many-cells"):
        move(ann, clock, builders.FAR)
    assert builders.session_of(ann).cell == WIDE


def test_other_changes_leave_an_open_session_where_it_is(ann, clock):
    builders.live(ann)
    area.choose(by=ann, changes={"headline": "Boats"}, now=clock.now)
    assert (builders.session_of(ann).cell, Profile.objects.get(pk=ann.pk).headline) == (HERE, "Boats")
