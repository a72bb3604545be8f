"""A phone that comes back to a place publishes what it published there, however its reception jitters."""

import random

from places import cells
from tests.privacy.attacks.ground import CITIES, Spot, Victim
from tests.privacy.attacks.phones import published

HELSINKI = CITIES[0]
SURE, UNSURE = 15.0, 400.0
HOME = Victim(0, HELSINKI, Spot(0, 0), random.Random(5)).near_a_corner(0)  # where four cells meet
OFFICE = Spot(HOME.x + 900, HOME.y - 400)
HERE, NEXT = Spot(HOME.x - 9, HOME.y + 12), Spot(HOME.x + 14, HOME.y + 12)  # either side of an edge


def told(*fixes):
    return published([(HELSINKI, list(fixes))])[0]


def test_an_evening_at_home_after_a_day_elsewhere_shows_the_cell_of_the_evening_before():
    home, _office, again = told((HERE, SURE), (OFFICE, SURE), (NEXT, SURE))
    assert again == home != HELSINKI.cell_at(NEXT)


def test_a_poor_fix_between_two_good_ones_changes_nothing():
    home, unsure, again = told((HERE, SURE), (NEXT, UNSURE), (NEXT, SURE))
    assert (unsure, again) == (cells.parent(home), home)


def test_a_phone_that_is_never_sure_keeps_its_wide_cell_too():
    corner = HELSINKI.box_of(cells.parent(HELSINKI.cell_at(HOME)))
    west, east = Spot(corner.east - 9, HOME.y), Spot(corner.east + 14, HOME.y)
    first, second = told((west, UNSURE), (east, UNSURE))
    assert first == second == cells.parent(HELSINKI.cell_at(west))


def test_once_it_is_sure_the_wide_cell_gives_way_to_the_own_one_for_good():
    wide, own, again = told((HERE, UNSURE), (HERE, SURE), (NEXT, SURE))
    assert (wide, own, again) == (cells.parent(own), HELSINKI.cell_at(HERE), own)


def test_of_two_remembered_cells_the_one_last_shown_stands():
    middle_of_next = HELSINKI.box_of(HELSINKI.cell_at(NEXT)).middle
    shown = told((HERE, SURE), (middle_of_next, SURE), (OFFICE, SURE), (HERE, SURE), (NEXT, SURE))
    assert shown[3] == shown[4] == shown[1] == HELSINKI.cell_at(NEXT)


def test_a_journey_of_more_cells_than_are_remembered_forgets_where_it_began():
    far = [Spot(HOME.x, HOME.y - 1_000 * step) for step in range(1, 34)]
    shown = told((HERE, SURE), *((spot, SURE) for spot in far), (NEXT, SURE))
    assert (shown[0], shown[-1]) == (HELSINKI.cell_at(HERE), HELSINKI.cell_at(NEXT))
