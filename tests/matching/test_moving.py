""" "I have moved": rarely enough that the cells make no trail."""

from itertools import pairwise

import pytest

from matching import availability
from matching.availability import AvailabilityRefused
from matching.models import CellChange
from notifications import events
from places import cells
from tests import builders
from tests.builders import A_LONG_WALK, A_WALK, FAR, HERE, NEXT, NOWHERE
from tests.cast import refuses, told

WIDE = cells.parent(HERE)  # NEXT lies in it too
OTHERS = (NEXT, A_WALK, A_LONG_WALK, FAR, HERE, NEXT)


@pytest.fixture
def ann(places):
    member = builders.person("Ann")
    builders.live(member, minutes=120)
    return member


def move(member, clock, cell):
    availability.beat(by=member, now=clock.now)
    return availability.move(session_id=builders.session_of(member).pk, by=member, now=clock.now, cell=cell)


def test_after_a_quarter_of_an_hour_one_can_be_elsewhere(ann, clock, ears):
    clock.tick(minutes=9)
    availability.beat(by=ann, now=clock.now)
    session = move(ann, clock, HERE)
    clock.tick(minutes=6)
    session = builders.stored(move(ann, clock, NEXT))
    assert (session.cell, session.centre.coords) == (NEXT, tuple(cells.centre(NEXT)))
    assert ears.heard() == {"Ann": told(events.AvailabilityChanged(session.pk))}


def test_sooner_than_that_one_stays_where_one_was_shown(ann, clock):
    clock.tick(minutes=9)
    availability.beat(by=ann, now=clock.now)
    clock.tick(minutes=5, seconds=59)
    with refuses(AvailabilityRefused, "cell-too-soon") as refused:
        move(ann, clock, NEXT)
    assert (refused.value.status, refused.value.retry_after_s) == (429, 2)
    assert builders.session_of(ann).cell == HERE


def test_a_new_window_elsewhere_waits_as_long_as_a_move(ann, clock):
    availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
    with refuses(AvailabilityRefused, "cell-too-soon"):
        builders.live(ann, now=clock.tick(minutes=14), cell=NEXT)
    assert builders.live(ann, now=clock.tick(minutes=1), cell=NEXT).cell == NEXT


def test_the_same_cell_costs_nothing(ann, clock, ears):
    for _ in range(8):
        clock.tick(minutes=1)
        move(ann, clock, HERE)
    availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
    builders.live(ann, now=clock.tick(minutes=1))
    assert CellChange.objects.filter(person=ann).count() == 1


def test_six_areas_a_day_and_no_more(ann, clock):
    for number, cell in enumerate(OTHERS, start=1):
        availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
        clock.tick(minutes=15)
        if number < 6:
            builders.live(ann, now=clock.now, cell=cell)
            continue
        with refuses(AvailabilityRefused, "too-many-cells") as refused:
            builders.live(ann, now=clock.now, cell=cell)
    assert refused.value.status == 429
    assert builders.live(ann, now=clock.tick(hours=23), cell=HERE).cell == HERE


def test_the_parent_of_what_was_shown_is_taken_at_once_and_counts_for_nothing(ann, clock):
    availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
    assert builders.live(ann, now=clock.tick(minutes=2), cell=WIDE).cell == WIDE
    assert CellChange.objects.filter(person=ann).count() == 1


def test_a_poor_fix_shuts_nobody_out(places, clock):
    bea = builders.person("Bea")
    builders.live(bea, cell=WIDE)
    availability.close(builders.session_of(bea), now=clock.now, by=bea.pk)
    session = builders.stored(builders.live(bea, now=clock.tick(minutes=2), cell=HERE))
    assert (session.cell, session.centre.coords) == (WIDE, tuple(cells.centre(WIDE)))
    assert CellChange.objects.filter(person=bea).count() == 1


def test_once_a_quarter_of_an_hour_has_passed_the_finer_cell_is_shown_and_counts(places, clock):
    bea = builders.person("Bea")
    builders.live(bea, cell=WIDE, minutes=120)
    for _ in range(2):
        clock.tick(minutes=7)
        assert move(bea, clock, HERE).cell == WIDE
    clock.tick(minutes=1)
    assert move(bea, clock, HERE).cell == HERE
    assert CellChange.objects.filter(person=bea).count() == 2


def test_from_the_parent_too_early_elsewhere_is_refused_as_ever(ann, clock):
    move(ann, clock, WIDE)
    with refuses(AvailabilityRefused, "cell-too-soon"):
        move(ann, clock, cells.parent(A_LONG_WALK))
    with refuses(AvailabilityRefused, "cell-too-soon"):
        move(ann, clock, A_LONG_WALK)
    assert builders.session_of(ann).cell == WIDE


def test_flapping_between_parent_and_child_publishes_no_more_finer_cells_than_moving(ann, clock):
    """Whichever child comes, however often, between wide fixes: six a day, a quarter of an hour apart."""
    finer = [(clock.now, HERE)]
    for minute in range(1, 120):
        clock.tick(minutes=1)
        if minute == 119:
            availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
            builders.live(ann, now=clock.now, cell=WIDE)
        move(ann, clock, WIDE)
        if (cell := move(ann, clock, (HERE, NEXT)[minute % 2]).cell) != WIDE:
            finer.append((clock.now, cell))
    assert len(finer) == 6
    between = [(later - sooner).total_seconds() for (sooner, _), (later, _) in pairwise(finer)]
    assert between == [15 * 60] * 5
    assert builders.session_of(ann).cell == WIDE
    assert CellChange.objects.filter(person=ann).count() == 6


def test_the_seventh_that_lies_in_the_parent_shown_leaves_it_shown(ann, clock):
    for cell in (NEXT, HERE, NEXT, HERE, NEXT):
        availability.close(builders.session_of(ann), now=clock.now, by=ann.pk)
        builders.live(ann, now=clock.tick(minutes=15), cell=cell)
    move(ann, clock, WIDE)
    clock.tick(minutes=9)
    availability.beat(by=ann, now=clock.now)
    clock.tick(minutes=9)
    assert move(ann, clock, HERE).cell == WIDE


def test_a_cell_change_remembers_when_and_not_where():
    columns = {field.name for field in CellChange._meta.get_fields()}
    assert columns == {"id", "person", "at"}


def test_nobody_moves_to_where_nothing_is_open(ann, clock):
    clock.tick(minutes=9)
    availability.beat(by=ann, now=clock.now)
    clock.tick(minutes=9)
    with refuses(AvailabilityRefused, "no-place"):
        move(ann, clock, NOWHERE)


def test_nobody_moves_to_a_cell_that_is_none(ann, clock):
    with refuses(AvailabilityRefused, "bad-cell"):
        move(ann, clock, "12")


def test_nobody_moves_the_window_of_another(ann, bo, clock):
    with refuses(AvailabilityRefused, "not-available"):
        availability.move(session_id=builders.session_of(ann).pk, by=bo, now=clock.tick(minutes=8), cell=NEXT)
