"""Near one cell: what is there, whether anything is open, and whether the cell says too much."""

import pytest

from places import cells, points
from tests.places.conftest import STATION

HERE = cells.cell_for(**STATION)
CENTRE = cells.centre(HERE)._asdict()
METRE = 1 / 111_320


def north(metres: float) -> dict[str, float]:
    return {"lon": CENTRE["lon"], "lat": CENTRE["lat"] + metres * METRE}


def test_places_come_nearest_first_with_the_walk_and_whether_they_are_open(point_at, at):
    far = point_at(**north(700), opening_hours="Mo-Fr 09:00-17:00")
    near = point_at(**north(200), opening_hours="Sa-Su 09:00-17:00")
    told = [(n.point, n.walk_min, n.is_open, n.open_until) for n in points.nearby(HERE, at=at("10:00"))]
    assert told == [(near, 4, False, None), (far, 12, True, at("15:00"))]


def test_what_is_more_than_twenty_minutes_away_is_not_near(point_at, at):
    point_at(**north(1_300))
    assert points.nearby(HERE, at=at("10:00")) == []


@pytest.mark.parametrize(("utc", "some"), [("10:00", True), ("02:00", False), ("14:50", False)])
def test_a_cell_has_a_place_when_one_is_open_for_a_talk_that_begins_now(point_at, at, utc, some):
    point_at(**north(200), opening_hours="Mo-Fr 09:00-17:00")
    assert points.any_open(HERE, at=at(utc)) is some


def test_a_square_is_a_place_at_any_hour(point_at, at):
    point_at(**north(200), opening_hours="Mo-Fr 09:00-17:00")
    point_at(**north(900), kind="square")
    assert points.any_open(HERE, at=at("02:00"))


def test_a_cell_without_places_has_none(db, at):
    assert not points.any_open(HERE, at=at("10:00"))


@pytest.mark.parametrize(("places", "published"), [(0, HERE[:-1]), (2, HERE[:-1]), (3, HERE), (5, HERE)])
def test_fewer_than_three_places_make_a_cell_too_telling(point_at, places, published):
    for _ in range(places):
        point_at(**CENTRE)
    assert points.coarsened(HERE) == published


def test_only_places_that_count_make_a_cell_dense(point_at):
    point_at(**CENTRE)
    point_at(**CENTRE)
    point_at(**CENTRE, active=False)
    point_at(**CENTRE, barred=True)
    point_at(**north(2_000))
    assert points.coarsened(HERE) == cells.parent(HERE)


def test_a_wide_cell_is_never_made_wider(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert points.coarsened(HERE[:-1]) == HERE[:-1]
