"""A topic that is a lure, a trick or an attack: refused, or shown as the plain words it is."""

import pytest

from matching.models import Availability
from tests import builders
from tests.api.conftest import assert_refused

WISHES = {"cell": builders.HERE, "minutes": 45, "intention": "swap-ideas", "reach_min": 10}
LURES = [
    "https://acme.com",
    "acme\u200b.com",  # a sign of no width
    "a\u202eten.emca\u202c.com",  # turned around
    "@anna_b",
    "anna@acme.com",
    "call +33 6 12 34 56 78",
    "zero six one two three four five six",
    "t.me/anna",
    "ｗｗｗ．ａｃｍｅ．ｃｏｍ",
]
# What is sent, and what others read.
HARMLESS = [
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("'; DROP TABLE accounts_user; --", "'; DROP TABLE accounts_user; --"),
    ("{{ 7 * 7 }} {% now 'Y' %}", "{{ 7 * 7 }} {% now 'Y' %}"),
    ("Small\u202e boats", "Small boats"),
    ("Small\u200b \ufeffboats", "Small boats"),
    ("Small\n\r\tboats", "Small boats"),
    ("🛥" * 80, "🛥" * 80),
    ("o" + "\u0335" * 40 + "k", "o" + "\u0335" * 4 + "k"),
    ("\u202e\u200b", ""),
]


@pytest.mark.parametrize("topic", LURES)
def test_what_names_a_way_to_be_reached_is_refused(eves, annas, anna, topic):
    assert_refused(eves.post("availability", {**WISHES, "topic": topic}), 422, "contact-in-text")
    assert_refused(annas.patch("availability", {"topic": topic}), 422, "contact-in-text")
    assert list(Availability.objects.values_list("topic", flat=True)) == ["Opening a Nordic office"]


@pytest.mark.parametrize("topic", ["\x00", "Small\x00boats", "x" * 81, "🛥" * 81, "x" * 10_000])
def test_what_is_no_topic_is_named(eves, annas, anna, topic):
    for answer in (
        eves.post("availability", {**WISHES, "topic": topic}),
        annas.patch("availability", {"topic": topic}),
    ):
        assert_refused(answer, 422, "invalid")
        assert list(answer.json()["errors"]) == ["topic"]
    assert list(Availability.objects.values_list("topic", flat=True)) == ["Opening a Nordic office"]


@pytest.mark.parametrize(("topic", "read"), HARMLESS)
def test_anything_else_is_shown_as_plain_words(eves, bos, anna, topic, read):
    assert eves.post("availability", {**WISHES, "topic": topic}).json()["topic"] == read
    shown = {card["first_name"]: card["topic"] for card in bos.get("candidates").json()["candidates"]}
    assert shown == {"Anna": "Opening a Nordic office", "Eve": read}


def test_on_a_page_it_is_text_and_never_markup(client, eves, bo, anna):
    eves.post("availability", {**WISHES, "topic": "<img src=x onerror=alert(1)>"})
    client.force_login(bo)
    html = client.get("/candidates/").content.decode()
    assert ("<img" in html, "&lt;img src=x onerror=alert(1)&gt;" in html) == (False, True)


def test_the_refusal_is_french_for_the_french(eves, places):
    answer = eves.post("availability", {**WISHES, "topic": "@anna_b"}, **{"Accept-Language": "fr"})
    assert answer.json()["detail"].startswith("Laissez de côté liens")


@pytest.mark.parametrize(
    "body", [rb'{"topic": "\ud800"}', rb'{"topic": "a\udfffb"}', b'{"topic": "\xff\xfe"}']
)
def test_half_a_sign_is_no_word(annas, anna, body):
    """Half of a surrogate pair, which no database takes, and bytes that are no UTF-8."""
    answer = annas.send("patch", "availability", body)
    assert (answer.status_code, answer.headers["Content-Type"]) in {
        (422, "application/problem+json"), (400, "application/problem+json"),
    }  # fmt: skip
    assert builders.session_of(anna).topic == "Opening a Nordic office"
