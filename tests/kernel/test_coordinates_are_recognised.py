"""What the guard takes for a position, and what it lets through. Pure."""

import pytest

from kernel.coordinates import find_coordinates, is_position_name

POSITIONS = [
    # by name, at any depth and in any spelling
    {"lat": 60},
    {"lng": "x"},
    {"long": 24},
    {"userLat": 1},
    {"where": {"start_lon": 1}},
    {"where[lat]": 1},
    {"coords": {}},
    {"list": [{"deep": [{"Latitude": None}]}]},
    {"geo_point": "x"},
    {"geoHash": "ud9wr"},
    {"GPS": "x"},
    {"accuracy": 12},
    {"position": "x"},
    {"60.1699,24.9384": True},
    # GeoJSON, WKT, WKB, geo:
    {"a": {"type": "Point", "coordinates": [24, 60]}},
    {"a": {"type": "Feature", "geometry": None}},
    {"topic": "POINT(24 60)"},
    {"topic": "see SRID=4326;point z (24.9 60.1 3)"},
    {"topic": "MultiPolygon (((1 2, 3 4)))"},
    {"topic": "0101000020E61000005C8FC2F5288F38400000000000004E40"},
    {"topic": "geo:60.1,24.9;u=35"},
    # pairs of decimals in a text
    {"topic": "60.1699, 24.9384"},
    {"topic": "meet me at 60.170 by 24.938."},
    {"topic": "-33.8688 151.2093"},
    {"topic": "https://maps.example/@60.1699,24.9384,15z"},
    {"topic": "60,1699 24,9384"},
    {"topic": "６０.１６９９ ２４.９３８４"},
    {"topic": "60°10'15\"N 24°56'15\"E"},
    {"topic": "9GG65W9Q+XQ"},
    # pairs of numbers, and of texts with one decimal each
    {"a": [60.1699, 24.9384]},
    {"a": 60.1699, "b": 24.9384},
    {"a": "60.1699", "b": "24.9384"},
    {"a": ["60.1699", ["x", "24.9384", "2.0001"]]},
    [60.123, 24.123],
    # JSON inside a text
    {"topic": '{"lat": 60}'},
    {"topic": " [[60.1699, 24.9384]]"},
    {"a": '{"b": "{\\"lng\\": 1}"}'},
]

OTHERWISE = [
    {},
    None,
    [],
    "",
    {"cell": "12022130112032"},
    {"minutes": 30, "topic": "pricing of flat roofs", "reach_min": 10},
    {"topic": "platform strategy, latency, lonely founders, geology"},
    {
        "platform": "x",
        "latest": "x",
        "belong": 1,
        "how_long": 20,
        "longest": 1,
        "translate": 1,
        "explanation": 2,
    },
    {"topic": "raising 1.5 to 2.5 million"},
    {"topic": "raising 100,000 to 250,000 euros"},
    {"topic": "between 250.000 and 350.000 euros"},
    {"topic": "pi is 3.14159"},
    {"topic": "version 1.250.000 of 10.20.30.40"},
    {"topic": "at 17:25, room 4.2, 3rd floor"},
    {"topic": "{curly but no JSON"},
    {"score": 0.875},
    {"id": "0b6c1a44-8b7e-4f0e-9f6e-2f6c1a448b7e"},
    {"topic": "20-30 degrees"},
    {"role": "point of contact"},
    {"topic": "we POINT (finger) at polygons (many)"},
]


@pytest.mark.parametrize("payload", POSITIONS, ids=str)
def test_a_position_is_recognised(payload):
    assert find_coordinates(payload) is not None


@pytest.mark.parametrize("payload", OTHERWISE, ids=str)
def test_what_people_really_write_passes(payload):
    assert find_coordinates(payload) is None


def test_the_answer_names_where_it_stands():
    assert find_coordinates({"to": [{"user": {"lat": 1}}]}) == "to.0.user.lat"


def test_depth_is_no_hiding_place():
    payload: object = {"lat": 1}
    for _ in range(5_000):
        payload = [payload]
    assert find_coordinates(payload) is not None


def test_a_name_is_judged_by_its_words():
    assert is_position_name("homeLatLng")
    assert not is_position_name("flatLatte")
