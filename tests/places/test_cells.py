"""The grid: one rule decides which cell holds a position, and which keys are cells at all."""

import math

import mercantile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from places import cells
from tests.places.vectors import vectors

PLACES = st.fixed_dictionaries({"lon": st.floats(-180, 180), "lat": st.floats(-90, 90)})


def test_every_shared_vector_snaps_to_its_cell():
    wrong = [
        v for v in vectors("cell-vectors.json") if cells.cell_for(lon=v["lon"], lat=v["lat"]) != v["cell"]
    ]
    assert wrong == []


@given(PLACES)
def test_a_cell_measures_300_to_600_m_give_or_take_its_row(place):
    assert 297 < cells.side_m(cells.cell_for(**place)) < 606


@given(PLACES)
def test_a_position_lies_in_its_cell(place):
    box = mercantile.bounds(mercantile.quadkey_to_tile(cells.cell_for(**place)))
    lat = max(-85.0511, min(85.0511, place["lat"]))
    assert box.south - 1e-9 <= lat <= box.north + 1e-9
    assert box.west - 1e-9 <= place["lon"] <= box.east + 1e-9 or place["lon"] == 180


@given(PLACES)
def test_a_cell_and_its_parent_are_cells_and_nothing_finer_or_wider_is(place):
    cell = cells.cell_for(**place)
    assert [cells.is_cell(key) for key in (cell, cell[:-1], cell[:-2], cell + "0")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "key", ["", "0", "120120211013310x", "1201202110133104", "120120211013３100", "0" * 60]
)
def test_what_names_no_tile_is_no_cell(key):
    assert not cells.is_cell(key)


def test_the_parent_of_a_wide_cell_is_itself():
    wide = cells.parent("1201202110133100")
    assert (wide, cells.parent(wide)) == ("120120211013310", "120120211013310")


@pytest.mark.parametrize(("beyond", "held"), [(90, 85.0511), (-90, -85.0511), (86, 85.0511)])
def test_the_poles_belong_to_the_last_row(beyond, held):
    assert cells.cell_for(lon=10, lat=beyond) == cells.cell_for(lon=10, lat=held)


@pytest.mark.parametrize(
    ("lon", "same"), [(180, -180), (190, -170), (-190, 170), (360 + 24.9414, 24.9414), (540, 180)]
)
def test_longitude_wraps(lon, same):
    assert cells.cell_for(lon=lon, lat=60) == cells.cell_for(lon=same, lat=60)


@pytest.mark.parametrize("nowhere", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_has_no_cell(nowhere):
    with pytest.raises(ValueError, match="finite"):
        cells.cell_for(lon=nowhere, lat=0)


@given(PLACES)
def test_a_centre_lies_in_its_own_cell(place):
    cell = cells.cell_for(**place)
    assert cells.cell_for(**cells.centre(cell)._asdict()) == cell


def test_halfway_between_two_cells_may_lie_across_the_antimeridian():
    east, west = cells.cell_for(lon=179.99, lat=-16.5), cells.cell_for(lon=-179.99, lat=-16.5)
    assert abs(cells.between(east, west).lon) == pytest.approx(180, abs=0.003)
