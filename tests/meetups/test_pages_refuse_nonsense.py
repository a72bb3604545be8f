"""Forms filled in by hand, by an old page or by a program: a clear answer, never a crash, nothing changed."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session

from accounts.models import Profile
from matching.models import Availability
from tests import builders
from tests.builders import HERE

pytestmark = pytest.mark.usefixtures("clock", "places")
FORM = {
    "minutes": "45", "hard_stop": "", "intention": "swap-ideas", "topic": "Small boats", "reach_min": "10",
    "cell": HERE, "place_cell": "",
}  # fmt: skip
FRENCH = {"Accept-Language": "fr"}


@pytest.fixture
def page(client, eve):
    client.force_login(eve)
    client.raise_request_exception = False
    return client


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cell": "4" * 16},
        {"cell": HERE + "0"},
        {"cell": HERE[:-2]},
        {"cell": "0" * 10_000},
        {"cell": HERE + "\x00"},
        {"cell": "１" * 16},
        {"cell": "", "place_cell": "٣" * 16},
        {"cell": ""},
        {"minutes": "1e9"},
        {"minutes": "-45"},
        {"minutes": "\x00"},
        {"hard_stop": "25:00"},
        {"hard_stop": "12:60"},
        {"hard_stop": "2026-06-17T10:00Z"},
        {"hard_stop": "x" * 10_000},
        {"intention": "date"},
        {"intention": "<b>"},
        {"topic": ""},
        {"topic": "x" * 81},
        {"topic": "🛥" * 81},
        {"topic": "Small\x00boats"},
        {"topic": "\u200b\u202e"},
        {"reach_min": "7"},
    ],
    ids=lambda wrong: "-".join(wrong) + ascii(list(wrong.values())[-1][:12]),
)
@pytest.mark.parametrize("language", [{}, FRENCH], ids=["en", "fr"])
def test_going_live_says_beside_the_field_what_is_wrong(page, wrong, language):
    answer = page.post("/availability/", {**FORM, **wrong}, headers=language)
    assert (answer.status_code, Availability.objects.exists()) == (422, False)
    html = answer.content.decode()
    assert 'class="errorlist' in html or "field-error" in html


@pytest.mark.parametrize("topic", ["https://acme.com", "acme\u200b.com", "@anna_b", "+33 6 12 34 56 78"])
@pytest.mark.parametrize(
    ("language", "words"),
    [({}, "Please leave out links"), (FRENCH, "Laissez de côté liens")],
    ids=["en", "fr"],
)
def test_a_topic_that_names_a_way_to_be_reached_is_refused_in_words(page, topic, language, words):
    answer = page.post("/availability/", {**FORM, "topic": topic}, headers=language)
    assert Availability.objects.exists() is False
    told = answer.content.decode() if answer.status_code == 422 else "".join(said(answer))
    assert words in told


@pytest.mark.parametrize("cell", ["", "4" * 16, HERE + "0", "0" * 10_000, "\x00"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ({}, "This area is not known. Please reload the page."),
        (FRENCH, "Ce secteur est inconnu. Rechargez la page."),
    ],
    ids=["en", "fr"],
)
def test_moving_to_no_cell_is_refused_in_words(page, eve, cell, language, words):
    builders.live(eve)
    answer = page.post("/availability/cell/", {"cell": cell}, headers=language)
    assert (answer.status_code, said(answer)) == (303, [words])
    assert builders.session_of(eve).cell == HERE


@pytest.mark.parametrize(
    "wrong",
    [
        {"free_offers": ", ".join(f"tag {number}" for number in range(1000))},
        {"free_seeks": "x" * 100},
        {"offers_0": "no-such-term"},
        {"languages": ["tlh"]},
        {"first_name": "\u202e"},
        {"first_name": "Eve\x00"},
        {"role": "x" * 81},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_profile_keeps_what_it_was(page, eve, wrong):
    before = Profile.objects.values().get(pk=eve.pk)
    form = {"first_name": "Eve", "role": "Analyst", "languages": ["en"], **wrong}
    answer = page.post("/me/profile/", form)
    assert (answer.status_code, Profile.objects.values().get(pk=eve.pk)) == (422, before)


def test_a_thousand_and_one_fields_are_too_many(page, eve):
    answer = page.post("/me/profile/", {"languages": ["en"] * 1001})
    assert (answer.status_code, b"<html" in answer.content) == (400, True)


@pytest.mark.parametrize("path", ["/availability/extension/", "/availability/cell/"])
@pytest.mark.parametrize("words", ["You are not live.", "Vous n’êtes pas visible."])
def test_a_window_that_is_over_is_said_to_be_over(page, eve, clock, path, words):
    language = FRENCH if words.startswith("Vous") else {}
    builders.live(eve)
    clock.tick(minutes=46)
    answer = page.post(path, {"cell": builders.NEXT}, headers=language)
    assert answer.status_code == 303
    assert said(answer)[0].startswith(words)


def test_a_card_of_a_window_that_is_over_leads_back(page, eve, bo, clock):
    builders.live(eve)
    gone = builders.session_of(bo).pk
    clock.tick(minutes=5)
    page.get("/candidates/")
    answer = page.get(f"/people/{gone}/")
    assert (answer.status_code, answer["Location"]) == (303, "/now/")
    assert said(answer) == ["This person is no longer free. Others may be."]


@pytest.mark.parametrize("path", ["/now/", "/me/", "/me/privacy/", "/candidates/"])
def test_who_is_signed_out_meanwhile_is_led_to_sign_in(page, path):
    Session.objects.update(expire_date=builders.NOON - timedelta(days=3650))
    answer = page.get(path)
    assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True)


def test_a_form_of_who_is_signed_out_changes_nothing(page):
    Session.objects.all().delete()
    answer = page.post("/availability/", FORM)
    assert (answer.status_code, Availability.objects.exists()) == (302, False)


@pytest.mark.parametrize("languages", ["tlh", "xx;q=abc", "*", "é", "a" * 5_000, "fr-" + "x-" * 2_000])
def test_an_unknown_language_is_answered_in_english(page, languages):
    answer = page.get("/now/", headers={"Accept-Language": languages})
    assert (answer.status_code, b'lang="en"' in answer.content or b'lang="fr"' in answer.content) == (
        200,
        True,
    )


def test_an_unknown_language_in_a_cookie_is_no_language(page):
    page.cookies["django_language"] = "../../etc"
    assert page.get("/now/").status_code == 200
