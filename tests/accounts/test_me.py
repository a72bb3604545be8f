"""My page, my words, my privacy, my language."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Block, Profile, User
from kernel import clock
from tests.accounts.steps import Make, SignedIn, change

pytestmark = pytest.mark.django_db

WORDS = {"first_name": "Anna", "role": "Founder", "languages": ["en", "fi"]}
PRIVACY = {"open_to": "verified", "hide_company": "on", "hidden_companies": ""}


def test_me_shows_what_others_see(member: Make, signed_in: SignedIn) -> None:
    anna = member(company="Nordlys")
    change(anna, offers=["seed-funding"], free_seeks=["polar data"], languages=["en", "fi"], last_name="Berg")
    change(anna, work_mail_at=clock.now(), mail_domain="nordlys.fi")
    page = signed_in(anna).get("/me/").content.decode()
    for words in ("Anna Berg", "Founder, Nordlys", "works at nordlys.fi", "Seed funding", "polar data"):
        assert words in page
    assert "English, Suomi" in page


def test_all_words_can_be_changed(signed_in: SignedIn) -> None:
    browser = signed_in()
    answer = browser.post(
        "/me/profile/",
        WORDS
        | {
            "last_name": "Berg",
            "company": "Nordlys Group Oy",
            "headline": "Building with timber",
            "offers_0": "solar",
            "offers_2": "wind",
            "seeks_1": "seed-funding",
            "free_offers": "polar data, sea ice;  Polar data",
        },
    )
    assert answer["Location"] == "/me/"
    profile = Profile.objects.get()
    assert (profile.first_name, profile.last_name, profile.headline) == (
        "Anna",
        "Berg",
        "Building with timber",
    )
    assert (profile.offers, profile.seeks) == (["solar", "wind"], ["seed-funding"])
    assert (profile.free_offers, profile.free_seeks) == (["Polar data", "sea ice"], [])
    assert (profile.languages, profile.company_key) == (["en", "fi"], "nordlys group")


def test_the_form_shows_what_is_kept(member: Make, signed_in: SignedIn) -> None:
    anna = member()
    change(anna, offers=["solar"], free_offers=["sea ice", "snow"], languages=["en", "sv"])
    page = signed_in(anna).get("/me/profile/").content.decode()
    assert page.count('<option value="solar" selected>') == 1
    assert 'value="sea ice, snow"' in page
    assert page.count(" checked") == 2
    assert page.count("<select") == 6


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"languages": []}, "languages"),
        ({"offers_0": "no-such-term"}, "offers"),
        ({"free_offers": "a, b, c, d"}, "free_offers"),
        ({"free_seeks": "write to anna@nordlys.fi"}, "free_seeks"),
        ({"free_seeks": "x" * 31}, "free_seeks"),
        ({"headline": "www.nordlys.fi"}, "headline"),
        ({"role": ""}, "role"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    signed_in: SignedIn, said: dict[str, str], field: str
) -> None:
    answer = signed_in().post("/me/profile/", WORDS | said)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Profile.objects.get().languages == ["en"]


def test_a_tag_chosen_twice_counts_once(signed_in: SignedIn) -> None:
    signed_in().post("/me/profile/", WORDS | {"offers_0": "solar", "offers_1": "solar"})
    assert Profile.objects.get().offers == ["solar"]


def test_who_may_see_me_can_be_changed(signed_in: SignedIn) -> None:
    browser = signed_in()
    browser.post(
        "/me/privacy/", {"open_to": "all", "hidden_companies": "Crédit Agricole S.A.\n\n Volvo AB\nvolvo"}
    )
    profile = Profile.objects.get()
    assert (profile.open_to, profile.hide_company) == ("all", False)
    assert profile.hidden_companies == ["credit agricole", "volvo"]
    assert "credit agricole\nvolvo</textarea>" in browser.get("/me/privacy/").content.decode()


def test_twenty_one_companies_are_too_many(signed_in: SignedIn) -> None:
    names = "\n".join(f"Company {number}" for number in range(21))
    answer = signed_in().post("/me/privacy/", PRIVACY | {"hidden_companies": names})
    assert answer.status_code == 422
    assert "Twenty companies at most." in answer.content.decode()


def test_three_people_i_block_are_listed_in_as_many_questions_as_one(
    member: Make, signed_in: SignedIn
) -> None:
    anna = member()
    browser = signed_in(anna)
    browser.get("/me/privacy/")  # the first page of a session opens the person's stream of events
    listed: list[int] = []
    asked: list[int] = []
    for number in range(3):
        other = member(f"other{number}@acme.com", first_name=f"Other{number}")
        Block.objects.create(blocker=anna, blocked=other, created_at=clock.now())
        with CaptureQueriesContext(connection) as questions:
            listed.append(browser.get("/me/privacy/").content.decode().count("Unblock Other"))
        asked.append(len(questions))
    assert listed == [1, 2, 3]
    assert asked[2] == asked[0]


def test_who_blocks_me_is_not_shown(member: Make, signed_in: SignedIn) -> None:
    anna, dora = member(), member("dora@acme.com", first_name="Dora")
    Block.objects.create(blocker=dora, blocked=anna, created_at=clock.now())
    assert "Dora" not in signed_in(anna).get("/me/privacy/").content.decode()


def test_the_language_is_kept_here_and_in_the_profile(signed_in: SignedIn) -> None:
    browser = signed_in()
    answer = browser.post("/language/", {"language": "fr", "next": "/me/"})
    assert answer["Location"] == "/me/"
    assert answer.cookies["django_language"].value == "fr"
    assert Profile.objects.get().interface_language == "fr"
    assert '<html lang="fr">' in browser.get("/me/").content.decode()


def test_a_visitor_can_change_the_language_too(client: Client) -> None:
    client.post("/language/", {"language": "fr", "next": "/sign-in/"})
    assert '<html lang="fr">' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "said", [{"language": "tlh"}, {"language": "fr", "next": "https://evil.example/"}, {}]
)
def test_the_language_leads_nowhere_else(client: Client, said: dict[str, str]) -> None:
    assert client.post("/language/", said)["Location"] == "/"


def test_a_language_that_kairos_does_not_speak_is_refused_in_words(client: Client) -> None:
    answer = client.post("/language/", {"language": "tlh"}, headers={"Accept-Language": "fr"}, follow=True)
    assert "Choisissez dans la liste." in answer.content.decode()
    assert '<html lang="fr">' in answer.content.decode()


def test_get_changes_nothing(signed_in: SignedIn) -> None:
    browser = signed_in()
    assert browser.get("/language/?language=fr").status_code == 405
    assert User.objects.get().profile.interface_language == "en"


def test_time_to_answer_is_one_tap(signed_in: SignedIn) -> None:
    browser = signed_in()
    assert browser.post("/me/answer-time/", {"answer_s": "180"})["Location"] == "/me/"
    assert Profile.objects.get().answer_s == 180
    page = browser.get("/me/").content.decode()
    assert pressed(page) == ["180"]


def pressed(page: str) -> list[str]:
    """What is chosen of the times to answer."""
    form = page.partition('id="answer-time"')[2].partition("</form>")[0]
    return re.findall(r'value="(\d+)"\s+aria-pressed="true"', form)


@pytest.mark.parametrize("said", [{}, {"answer_s": ""}, {"answer_s": "91"}, {"answer_s": "long"}])
def test_no_other_time_to_answer_is_kept(signed_in: SignedIn, said: dict[str, str]) -> None:
    browser = signed_in()
    answer = browser.post("/me/answer-time/", said, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert Profile.objects.get().answer_s == 90
