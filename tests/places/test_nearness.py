"""Nearness: what two people are told lies between them follows from their two cells, by ruling 8."""

import mercantile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from places import cells

HOME = "1201202110133100"


def shifted(cell: str, east: int, south: int = 0) -> str:
    tile = mercantile.quadkey_to_tile(cell)
    return mercantile.quadkey((tile.x + east) % 2**tile.z, tile.y + south, tile.z)


def test_the_same_cell_is_the_same_area():
    assert (cells.near(HOME, HOME), cells.about_min(HOME, HOME)) == ("same-area", 5)


def test_a_cell_and_its_parent_are_the_same_area():
    assert (cells.near(HOME, cells.parent(HOME)), cells.near(cells.parent(HOME), HOME)) == (
        "same-area",
        "same-area",
    )


@pytest.mark.parametrize(
    ("east", "south"), [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1)]
)
def test_cells_that_touch_by_an_edge_or_a_corner_are_the_next_area(east, south):
    there = shifted(HOME, east, south)
    assert (cells.near(HOME, there), cells.about_min(HOME, there)) == ("next-area", 10)


@pytest.mark.parametrize(("east", "minutes"), [(2, 15), (3, 20), (4, None)])
def test_beyond_it_is_a_walk_by_the_distance_of_the_centres(east, minutes):
    # A Helsinki cell measures 303 m: two of them are 606 m, three 910 m, four 1,213 m.
    there = shifted(HOME, east)
    assert (cells.near(HOME, there), cells.about_min(HOME, there)) == (minutes and "a-walk", minutes)


def test_two_wide_cells_that_touch_are_the_next_area_however_far_their_centres():
    wide = cells.parent(cells.cell_for(lon=-0.0814, lat=51.5178))
    assert cells.about_min(wide, shifted(wide, 1, 1)) == 10


def test_cells_touch_across_the_antimeridian():
    east, west = cells.cell_for(lon=179.9999, lat=-16.5), cells.cell_for(lon=-179.9999, lat=-16.5)
    assert cells.near(east, west) == "next-area"


def test_cells_of_different_zooms_touch_along_the_seam_between_two_rows():
    seam = mercantile.ul(0, 294, 10).lat  # above it cells have zoom 16, below it 17 or the reverse
    above, below = (cells.cell_for(lon=24.9414, lat=seam + d) for d in (0.0001, -0.0001))
    assert len(above) != len(below)
    assert cells.near(above, below) == "next-area"


@given(
    st.floats(-180, 180),
    st.floats(-85.05, 85.05),
    st.floats(-0.03, 0.03),
    st.floats(-0.02, 0.02),
    st.booleans(),
)
def test_nearness_is_mutual(lon, lat, east, south, wide):
    here, there = cells.cell_for(lon=lon, lat=lat), cells.cell_for(lon=lon + east, lat=lat + south)
    if wide:
        there = cells.parent(there)
    assert cells.about_min(here, there) == cells.about_min(there, here)
