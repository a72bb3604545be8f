"""Reach: the list of keys that a look-up takes is exactly what the rule of nearness admits."""

from itertools import product

import mercantile
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from places import cells

SEAMS = [row for row in range(1, 1024) if cells.zoom_of_row(row) != cells.zoom_of_row(row - 1)]
LATITUDES = st.one_of(
    st.floats(-85.06, 85.06),
    st.sampled_from(SEAMS).flatmap(
        lambda row: st.floats(-0.015, 0.015).map(lambda d: mercantile.ul(0, row, 10).lat + d)
    ),
    st.floats(84.9, 85.06),
    st.floats(-85.06, -84.9),
)
LONGITUDES = st.one_of(st.floats(-180, 180), st.floats(179.98, 180), st.floats(-180, -179.98))


def around(cell: str) -> set[str]:
    """Every cell and parent within 2.8 km, found by trying a grid of positions finer than any cell."""
    lon, lat = cells.centre(cell)
    metre = 1 / (111_320 * 0.9999)
    steps = range(-2_800, 2_801, 140)
    # A degree of longitude shrinks with the latitude of each line, not with that of the centre.
    found = set()
    for north, east in product(steps, steps):
        there = max(-85.0511, min(85.0511, lat + north * metre))
        found.add(
            cells.cell_for(lon=lon + east * metre / max(0.08, cells.cos(cells.radians(there))), lat=there)
        )
    return found | {cells.parent(key) for key in found}


@settings(deadline=None, max_examples=60)
@given(LONGITUDES, LATITUDES, st.booleans())
@example(180, 85.0511, True)
@example(-180, -85.0511, False)
@example(0, 0, True)
def test_a_cell_is_reachable_exactly_when_it_is_near_enough(lon, lat, wide):
    here = cells.cell_for(lon=lon, lat=lat)
    if wide:
        here = cells.parent(here)
    minutes = {key: cells.about_min(here, key) for key in around(here)}
    for reach_min in (5, 10, 15, 20):
        near_enough = {key for key, about in minutes.items() if about is not None and about <= reach_min}
        assert set(cells.ring(here, reach_min)) == near_enough


def test_a_wide_cell_reaches_its_children_and_a_cell_its_parent():
    cell = "1201202110133100"
    wide = cells.parent(cell)
    assert list(cells.ring(wide, 5)) == [wide, *(wide + digit for digit in "0123")]
    assert list(cells.ring(cell, 5)) == [wide, cell]


@pytest.mark.parametrize(("reach_min", "keys"), [(5, 2), (10, 13), (15, 33), (20, 58)])
def test_the_list_stays_short_enough_for_an_index(reach_min, keys):
    assert len(cells.ring("1201202110133100", reach_min)) == keys


def test_what_is_kept_for_the_next_who_asks_cannot_be_changed():
    ring = cells.ring("1201202110133100", 5)
    with pytest.raises(TypeError):
        ring["1201202110133100"] = 20


def test_every_ring_of_a_row_is_the_same_but_for_its_place():
    here, column = "1201202110133100", mercantile.quadkey_to_tile("1201202110133100")
    east = mercantile.quadkey(column.x + 4, column.y, column.z)
    assert sorted(cells.ring(here, 10).values()) == sorted(cells.ring(east, 10).values())
