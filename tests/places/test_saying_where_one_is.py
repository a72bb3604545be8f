"""Without a position: one says which well-known public place one is in, and the answer is a cell."""

from places import points
from tests.places.conftest import STATION


def test_stations_come_first_then_squares_then_hotels(point_at):
    hotel, square, station = (
        point_at(**STATION, kind=kind, name=name)
        for kind, name in (("hotel", "A"), ("square", "B"), ("station", "C"))
    )
    assert points.selectable("en") == [
        (station.cell, "C (station)"), (square.cell, "B (square)"), (hotel.cell, "A (hotel lobby)"),
    ]  # fmt: skip


def test_cafes_are_too_many_to_be_landmarks(point_at):
    point_at(**STATION, kind="cafe")
    assert points.selectable("en") == []


def test_near_a_known_cell_the_nearest_come_first(point_at):
    far = point_at(lon=24.96, lat=60.18, kind="station", name="Far")
    near = point_at(**STATION, kind="hotel", name="Near")
    assert points.selectable("en", near=near.cell) == [
        (near.cell, "Near (hotel lobby)"),
        (far.cell, "Far (station)"),
    ]


def test_a_place_that_the_map_has_twice_is_listed_once(point_at):
    point_at(**STATION, kind="station", name="Central")
    point_at(**STATION, kind="station", name="Central")
    assert len(points.selectable("en")) == 1


def test_the_list_is_short_enough_to_scroll_and_costs_one_query(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert 40 < len(points.selectable("fr", near=city.cell)) <= 120
