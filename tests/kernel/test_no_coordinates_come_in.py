"""The guard at the door: whatever way a position is sent, the answer is the same clear 400."""

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("doors")

POSITION = {"lat": "60.1699", "lng": "24.9384"}
REFUSED = {
    "type": "urn:kairos:problem:coordinates-not-accepted",
    "title": "Coordinates are not accepted.",
    "status": 400,
    "code": "coordinates-not-accepted",
    "detail": "Kairos never takes anybody's coordinates. Send the cell that your device computed.",
}


def in_query(client):
    return client.get("/api/v1/echo", POSITION)


def in_a_header_by_its_name(client):
    return client.get("/api/v1/echo", headers={"Geolocation": "here"})


def in_a_header_of_ones_own(client):
    return client.get("/api/v1/echo", headers={"X-Where": "60.1699,24.9384"})


def in_form(client):
    return client.post("/api/v1/echo", POSITION)


def in_urlencoded(client):
    return client.post(
        "/api/v1/echo", "a=60.1699&a=24.9384", content_type="application/x-www-form-urlencoded"
    )


def in_json(client):
    return client.post("/api/v1/echo", {"deep": [{"er": POSITION}]}, content_type="application/json")


def in_json_named_twice(client):
    body = '{"a": {"lat": 60}, "a": 1}'
    return client.post("/api/v1/echo", body, content_type="application/json")


def in_json_with_trailing_zeros(client):
    return client.post("/api/v1/echo", '{"a": [60.100, 24.900]}', content_type="application/json")


def in_broken_json(client):
    return client.post("/api/v1/echo", '{"a": "60.1699,24.9384"', content_type="application/json")


def in_plain_text(client):
    return client.post("/api/v1/echo", "60.1699 24.9384", content_type="text/plain")


def in_geojson(client):
    return client.patch(
        "/api/v1/echo", json.dumps([24.1, 60.2, "geo:1,2"]), content_type="application/geo+json"
    )


def in_a_body_of_get(client):
    return client.generic("GET", "/api/v1/echo", json.dumps(POSITION), content_type="application/json")


def in_the_address(client):
    return client.get("/api/v1/echo/60.1699,24.9384")


def in_two_steps_of_the_address(client):
    return client.get("/api/v1/echo/60.1699/24.9384/")


WAYS = [
    in_query,
    in_form,
    in_urlencoded,
    in_json,
    in_json_named_twice,
    in_json_with_trailing_zeros,
    in_broken_json,
    in_plain_text,
    in_geojson,
    in_a_body_of_get,
    in_the_address,
    in_two_steps_of_the_address,
]


@pytest.mark.parametrize("send", WAYS, ids=lambda way: way.__name__)
def test_a_position_is_refused(send):
    answer = send(Client())
    assert (answer.status_code, answer.json()) == (400, REFUSED)
    assert answer["Content-Type"] == "application/problem+json"


def test_the_same_doors_let_everything_else_in():
    client = Client()
    body = {"cell": "12022130112032", "minutes": 30, "topic": "pricing"}
    assert client.post("/api/v1/echo", body, content_type="application/json").content == b"let in"
    assert client.post("/api/v1/echo", body).content == b"let in"
    assert client.get("/api/v1/echo", body).content == b"let in"
    of_the_browser = {"User-Agent": "Gecko/126.0.6478", "X-Forwarded-For": "60.169, 24.938", "X-Kind": "test"}
    assert client.get("/api/v1/echo", headers=of_the_browser).content == b"let in"
    assert client.get("/static/app.3f2a1b.0123.js/1.0.1/").status_code == 404


def test_a_place_may_have_coordinates():
    assert Client().post("/admin/places/echo/", POSITION).content == b"let in"


@pytest.mark.parametrize(
    ("asked", "spoken"), [("fr", "fr"), ("en", "en"), ("de, fr;q=0.5", "fr"), ("", "en")]
)
def test_the_refusal_speaks_the_language_of_the_reader(asked, spoken):
    answer = Client().get("/api/v1/echo", POSITION, headers={"Accept-Language": asked})
    assert answer["Content-Language"] == spoken


def test_a_page_says_it_too():
    answer = Client().post("/echo/", POSITION)
    assert answer.status_code == 400
    assert REFUSED["title"] in answer.content.decode()


def test_a_body_nested_beyond_reason_is_refused_and_breaks_nothing():
    for depth in (501, 20_000):
        answer = Client().post("/api/v1/echo", "[" * depth + "]" * depth, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "too-nested")
