"""A meeting point is a public place in a cell, and the database lets nothing else in."""

import pytest
from django.db import IntegrityError

from places.models import MeetingPoint
from tests.places.conftest import STATION


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"name": ""}, "meeting_point_has_a_name"),
        ({"kind": "park"}, "meeting_point_kind_is_known"),
        ({"cell": "120120211"}, "meeting_point_is_in_a_cell"),
        ({"cell": "1201202110133104"}, "meeting_point_is_in_a_cell"),
        ({"tz": ""}, "meeting_point_has_a_time_zone"),
        ({"always_open": True, "opening_hours": "Mo 10:00-12:00"}, "meeting_point_always_open_has_no_hours"),
    ],
)
def test_the_database_refuses_a_point_that_could_not_be_met_at(point_at, wrong, rule):
    with pytest.raises(IntegrityError, match=rule):
        point_at(**STATION, **wrong)


def test_a_source_names_a_place_once(point_at):
    point_at(**STATION, source_id="n1")
    with pytest.raises(IntegrityError, match="source_id"):
        point_at(**STATION, source_id="n1")


def test_a_point_knows_its_cell_its_zone_and_its_position(point_at):
    point = point_at(**STATION)
    assert (point.cell, point.tz, point.lon, point.lat) == (
        "1201202110133100",
        "Europe/Helsinki",
        24.9414,
        60.1719,
    )


@pytest.mark.parametrize(
    ("street", "level", "line"),
    [
        ("Kaivokatu 1", "", "Kaivokatu 1"),
        ("Kaivokatu 1", "-1", "Kaivokatu 1, level -1"),
        ("", "2", "level 2"),
        ("", "", ""),
    ],
)
def test_the_line_says_where_exactly_and_invents_nothing(street, level, line):
    assert MeetingPoint(where_exactly=street, level=level).where == line


def test_only_points_of_the_newest_import_that_nobody_took_out_are_meetable(point_at):
    stands = point_at(**STATION)
    point_at(**STATION, active=False)
    point_at(**STATION, barred=True)
    assert list(MeetingPoint.objects.meetable()) == [stands]
