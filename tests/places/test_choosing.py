"""For two cells: the public places that make the longer walk shortest, open for the whole meeting."""

import pytest

from places import cells, points
from places.models import MeetingPoint

A = cells.cell_for(lon=24.9414, lat=60.1719)
B = cells.cell_for(lon=24.9470, lat=60.1680)
MIDDLE = cells.between(A, B)._asdict()
METRE = 1 / 111_320


def north(metres: float) -> dict[str, float]:
    return {"lon": MIDDLE["lon"], "lat": MIDDLE["lat"] + metres * METRE}


def chosen(at, **given):
    return [choice.point for choice in points.choices_for(A, B, at=at("10:00"), **given)]


def test_the_longer_walk_decides_not_the_sum(point_at, at):
    beside_a = point_at(**cells.centre(A)._asdict())  # the least sum, but the other one walks it all
    between = point_at(**north(100))
    assert chosen(at) == [between, beside_a]


def test_three_places_are_proposed_best_first(point_at, at):
    fourth, second, first, third = (point_at(**north(metres)) for metres in (400, 200, 50, 300))
    assert chosen(at) == [first, second, third]
    assert chosen(at, limit=4) == [first, second, third, fourth]


def test_the_best_of_a_whole_city_is_found(city, at):
    def longer_m(point):
        return max(cells.street_m(cell, lon=point.lon, lat=point.lat) for cell in (A, B))

    always = MeetingPoint.objects.filter(always_open=True)
    best = sorted((point for point in MeetingPoint.objects.all() if point in always), key=longer_m)[:3]
    MeetingPoint.objects.filter(always_open=False).update(active=False)
    assert chosen(at) == best


def test_equal_places_are_ordered_by_their_ids(point_at, at):
    same = [point_at(**north(100)) for _ in range(4)]
    assert chosen(at, limit=4) == sorted(same, key=lambda point: point.id)


def test_walks_are_told_from_the_middle_of_each_cell_in_minutes_rounded_up(point_at, at):
    point = point_at(**cells.centre(A)._asdict())
    [choice] = points.choices_for(A, B, at=at("10:00"))
    assert (choice.walk_a_min, choice.walk_b_min) == (1, cells.walk_min(B, lon=point.lon, lat=point.lat))


def test_swapping_the_two_swaps_the_walks_and_nothing_else(point_at, at):
    for metres in (-300, 40, 200, 350):
        point_at(**north(metres))
    there, back = points.choices_for(A, B, at=at("10:00")), points.choices_for(B, A, at=at("10:00"))
    assert [(c.point, c.walk_a_min, c.walk_b_min) for c in there] == [
        (c.point, c.walk_b_min, c.walk_a_min) for c in back
    ]


@pytest.mark.parametrize(
    ("utc", "proposed"), [("06:40", False), ("07:00", True), ("14:20", True), ("14:35", False)]
)
def test_a_place_must_be_open_from_the_first_arrival_to_the_end(point_at, at, utc, proposed):
    # Nine to five there; each walks some five minutes, then three to settle and twenty to talk.
    point_at(**north(50), opening_hours="Mo-Fr 09:00-17:00")
    assert bool(points.choices_for(A, B, at=at(utc))) is proposed


def test_a_longer_meeting_needs_a_place_open_longer(point_at, at):
    point_at(**north(50), opening_hours="Mo-Fr 09:00-13:00")
    assert [len(points.choices_for(A, B, at=at("10:20"), length_min=length)) for length in (20, 45)] == [1, 0]


def test_nobody_is_sent_further_than_twenty_minutes(point_at, at):
    point_at(**north(1_190))  # within reach of the middle, too far from either cell
    assert chosen(at) == []


def test_closed_places_do_not_hide_an_open_one_behind_them(point_at, at):
    for _ in range(30):
        point_at(**north(10), opening_hours="Sa-Su 09:00-17:00")
    open_one = point_at(**north(150))
    assert chosen(at) == [open_one]


def test_what_was_taken_out_or_has_vanished_is_not_proposed(point_at, at):
    point_at(**north(10), active=False)
    point_at(**north(10), barred=True)
    assert chosen(at) == []


@pytest.mark.parametrize("places", [3, 30])
def test_one_query_however_many_places_there_are(point_at, at, django_assert_num_queries, places):
    for _ in range(places):
        point_at(**north(50))
    with django_assert_num_queries(1):
        assert len(chosen(at)) == 3
