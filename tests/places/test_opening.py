"""A place is open by its own clock, as OpenStreetMap writes it; unknown hours are from eight to eight."""

from datetime import UTC, datetime

import pytest

from places import hours, points
from tests.places.conftest import STATION

TOKYO = {"lon": 139.7671, "lat": 35.6812}


@pytest.mark.parametrize(
    ("utc", "open_then"), [("05:59", False), ("06:00", True), ("17:59", True), ("18:00", False)]
)
def test_unknown_hours_are_eight_to_eight_of_the_place(point_at, at, utc, open_then):
    point = point_at(**STATION, always_open=False)  # two hours ahead of UTC in winter
    assert points.opens(point, at(utc)) is open_then


def test_the_clock_is_that_of_the_place_not_of_the_server(point_at, at):
    helsinki, tokyo = (point_at(**place, opening_hours="Mo-Su 09:00-17:00") for place in (STATION, TOKYO))
    assert [points.opens(point, at("10:00")) for point in (helsinki, tokyo)] == [True, False]
    assert [points.opens(point, at("01:00")) for point in (helsinki, tokyo)] == [False, True]


def test_summer_time_moves_the_hour(point_at):
    point = point_at(**STATION, opening_hours="09:00-17:00")
    winter, summer = datetime(2026, 1, 14, 6, 30, tzinfo=UTC), datetime(2026, 7, 15, 6, 30, tzinfo=UTC)
    assert [points.opens(point, when) for when in (winter, summer)] == [False, True]


def test_a_public_holiday_of_the_country_counts(point_at):
    point = point_at(**STATION, opening_hours="Mo-Su 09:00-17:00; PH off")
    independence_day, day_before = (
        datetime(2026, 12, 6, 10, tzinfo=UTC),
        datetime(2026, 12, 5, 10, tzinfo=UTC),
    )
    assert [points.opens(point, day) for day in (independence_day, day_before)] == [False, True]


@pytest.mark.parametrize("expression", ['Mo-Su 09:00-17:00 unknown "ask"', "Mo-Su 09:00-17:00 off"])
def test_perhaps_open_is_not_open(point_at, at, expression):
    assert not points.opens(point_at(**STATION, opening_hours=expression), at("10:00"))


def test_an_expression_that_cannot_be_read_counts_as_unknown(point_at, at):
    point = point_at(**STATION, opening_hours="when the sun shines, mostly")
    assert [points.opens(point, at(hour)) for hour in ("05:00", "10:00")] == [False, True]
    assert not hours.understood(point.opening_hours)


def test_closing_is_told_where_it_is_known(point_at, at):
    known = point_at(**STATION, opening_hours="Mo-Fr 09:00-17:00")
    unknown = point_at(**STATION, always_open=False)
    always = point_at(**STATION)
    told = [points.open_until(point, at("10:00")) for point in (known, unknown, always)]
    assert told == [at("15:00"), None, None]


def test_closing_after_midnight_is_one_closing(point_at, at):
    point = point_at(**STATION, opening_hours="Mo-Su 16:00-24:00, 00:00-02:00")
    assert points.open_until(point, at("20:00")).hour == 2


def test_a_shut_place_has_no_closing(point_at, at):
    assert points.open_until(point_at(**STATION, opening_hours="Mo-Fr 09:00-17:00"), at("20:00")) is None


def test_the_demo_judges_every_hour_as_a_fixed_midday(point_at, at, settings):
    point = point_at(**STATION, opening_hours="Mo-Fr 09:00-17:00")
    settings.KAIROS_FIXED_MIDDAY = True
    assert points.opens(point, at("02:00"))
    assert points.open_until(point, at("02:00")) == at("15:00")
    assert points.open_until(point, at("20:00")) is None
