"""The phone decides as the server does: the same grid, the same walk, and when to keep the last cell."""

import random

import pytest

from places import cells
from tests.places.vectors import vectors

rng = random.Random(18)  # the same positions every time
SOMEWHERE = [{"lon": rng.uniform(-180, 180), "lat": rng.uniform(-85.06, 85.06)} for _ in range(2_000)]
EDGES = [
    {"lon": lon, "lat": lat}
    for lon in (-180, 180, 179.999999, -181, 540)
    for lat in (-90, -85.0511, 0, 85.0511, 90)
]


def test_the_phone_snaps_every_shared_vector_as_the_server_does(phone):
    shared = vectors("cell-vectors.json")
    snapped = phone([["cellFor", {"lon": v["lon"], "lat": v["lat"]}] for v in shared])
    assert [v for v, cell in zip(shared, snapped, strict=True) if cell != v["cell"]] == []


def test_the_phone_snaps_poles_edges_and_anywhere_else_as_the_server_does(phone):
    places = SOMEWHERE + EDGES
    assert phone([["cellFor", place] for place in places]) == [cells.cell_for(**place) for place in places]


def test_the_zoom_of_every_row_is_the_same_on_both_sides(phone):
    assert phone([["zoomOfRow", row] for row in range(1024)]) == [
        cells.zoom_of_row(row) for row in range(1024)
    ]


def test_both_sides_agree_on_what_a_cell_is_and_on_its_parent(phone):
    keys = [cells.cell_for(**place) for place in SOMEWHERE[:300]]
    keys += (
        [key[:-1] for key in keys]
        + [key[:-2] for key in keys]
        + [key + "3" for key in keys]
        + ["", "x", "4" * 15]
    )
    assert phone([["isCell", key] for key in keys]) == [cells.is_cell(key) for key in keys]
    known = [key for key in keys if cells.is_cell(key)]
    assert phone([["parent", key] for key in known]) == [cells.parent(key) for key in known]
    assert phone([["sideM", key] for key in known]) == pytest.approx([cells.side_m(key) for key in known])


def test_the_phone_keeps_or_changes_its_cell_as_every_vector_says(phone):
    cases = vectors("hysteresis-vectors.json")
    fixes = [{name: case[name] for name in ("lon", "lat", "accuracy_m")} for case in cases]
    chosen = phone([["nextCell", case["last"], fix] for case, fix in zip(cases, fixes, strict=True)])
    assert [case["name"] for case, cell in zip(cases, chosen, strict=True) if cell != case["cell"]] == []


def test_a_phone_whose_owner_chose_the_wider_area_publishes_no_cell_of_the_rule(phone):
    cases = vectors("hysteresis-vectors.json")
    fixes = [{name: case[name] for name in ("lon", "lat", "accuracy_m")} for case in cases]
    chosen = phone([["nextCell", case["last"], fix, True] for case, fix in zip(cases, fixes, strict=True)])
    assert [case["name"] for case, cell in zip(cases, chosen, strict=True) if cell != case["wide"]] == []
    assert [cell for cell in chosen if not cells.is_wide(cell)] == []


def test_the_wider_area_is_left_later_than_its_edge_too(phone):
    home = cells.parent(cells.cell_for(lon=24.9414, lat=60.1719))
    lon, lat = cells.centre(home)
    metre = 1 / (111_320 * 0.4974)  # a degree of longitude at this latitude
    edge = lon + cells.side_m(home) / 2 * metre
    there = cells.parent(cells.cell_for(lon=edge + 20 * metre, lat=lat))
    steps_m = (-5, 30, 90, 110, 20, -90, -110)
    published = [home] * 3 + [there] * 3 + [home]
    fixes = [{"lon": edge + east * metre, "lat": lat, "accuracy_m": 15} for east in steps_m]
    lasts = [home, *published[:-1]]
    assert phone([["nextCell", last, fix, True] for last, fix in zip(lasts, fixes, strict=True)]) == published


def test_going_back_to_the_narrow_area_waits_until_one_is_inside_the_wide_one(phone):
    home = cells.cell_for(lon=24.9414, lat=60.1719)
    lon, lat = cells.centre(cells.parent(home))
    beyond = {
        "lon": lon + (cells.side_m(cells.parent(home)) / 2 + 50) / (111_320 * 0.4974), "lat": lat,
        "accuracy_m": 15,
    }  # fmt: skip
    inside = {**cells.centre(home)._asdict(), "accuracy_m": 15}
    assert phone([["nextCell", cells.parent(home), fix, False] for fix in (beyond, inside)]) == [
        cells.parent(home),
        home,
    ]


def test_walking_along_an_edge_changes_the_cell_once(phone):
    home = cells.cell_for(lon=24.9414, lat=60.1719)
    lat, lon = cells.centre(home).lat, cells.centre(home).lon
    metre = 1 / (111_320 * 0.4974)  # a degree of longitude at this latitude
    edge = lon + cells.side_m(home) / 2 * metre
    there = cells.cell_for(lon=edge + 20 * metre, lat=lat)
    steps_m = (-5, 8, -12, 30, 60, 90, 40, 110, 80, 20, -30, -80, -5)
    published = [home] * 7 + [there] * 6
    fixes = [{"lon": edge + east * metre, "lat": lat, "accuracy_m": 15} for east in steps_m]
    lasts = [home, *published[:-1]]
    assert phone([["nextCell", last, fix] for last, fix in zip(lasts, fixes, strict=True)]) == published


@pytest.mark.parametrize("accuracy_m", [None, 5_000])
def test_a_phone_that_does_not_know_how_sure_it_is_publishes_the_parent(phone, accuracy_m):
    fix = {"lon": 24.9414, "lat": 60.1719, "accuracy_m": accuracy_m or "unknown"}
    assert phone([["nextCell", None, fix]]) == [cells.parent(cells.cell_for(lon=24.9414, lat=60.1719))]


def test_a_position_that_is_no_number_is_refused(phone):
    assert phone([["cellFor", {"lon": None, "lat": 60}]]) == [{"refused": "RangeError"}]


def test_ones_own_walk_is_reckoned_as_the_server_reckons(phone):
    starts = [cells.cell_for(**place) for place in SOMEWHERE[:200]]
    points = [{"lon": cells.centre(a).lon + 0.003, "lat": cells.centre(a).lat + 0.002} for a in starts]
    calls = [["walkMin", cells.centre(a)._asdict(), point] for a, point in zip(starts, points, strict=True)]
    assert phone(calls) == [cells.walk_min(a, **point) for a, point in zip(starts, points, strict=True)]


def test_the_arrow_points_along_the_compass(phone):
    here = {"lon": 24.94, "lat": 60.17}
    around = [
        {"lon": 24.94, "lat": 60.18},
        {"lon": 24.96, "lat": 60.17},
        {"lon": 24.94, "lat": 60.16},
        {"lon": 24.92, "lat": 60.17},
    ]
    assert phone([["bearing", here, point] for point in around]) == pytest.approx([0, 90, 180, 270], abs=0.1)
