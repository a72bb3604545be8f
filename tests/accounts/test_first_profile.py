"""F3: at most four fields and an age; languages are the browser's until changed."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Profile, User
from kernel import clock
from tests.accounts.steps import SignedIn, ask, mailed_code, type_in

pytestmark = pytest.mark.django_db

SAID = {
    "first_name": "Anna",
    "role": "Founder",
    "company": "Nordlys",
    "topic": "Seed money",
    "is_adult": "on",
}


@pytest.fixture
def browser(client: Client) -> Client:
    ask(client, "anna@nordlys-group.fi")
    type_in(client, mailed_code())
    return client


def visible_fields(page: str) -> list[str]:
    return [
        name for name in ("first_name", "role", "company", "topic", "is_adult") if f'id="id_{name}"' in page
    ]


def test_there_are_four_fields_and_a_box_with_the_company_suggested(browser: Client) -> None:
    page = browser.get("/profile/").content.decode()
    assert visible_fields(page) == ["first_name", "role", "company", "topic", "is_adult"]
    assert page.count("<input") - page.count('type="hidden"') == 5
    assert 'value="Nordlys Group"' in page


def test_saying_them_makes_a_verified_member(browser: Client) -> None:
    answer = browser.post("/profile/", SAID, headers={"accept-language": "fr-FR,sv;q=0.8,en;q=0.5"})
    assert (answer.status_code, answer["Location"]) == (302, "/now/")
    profile = Profile.objects.get()
    assert (profile.first_name, profile.role, profile.company) == ("Anna", "Founder", "Nordlys")
    assert profile.topics == ["Seed money"]
    assert (profile.languages, profile.interface_language) == (["fr", "sv", "en"], "fr")
    assert (profile.hide_company, profile.open_to) == (True, "verified")
    assert profile.works_at(clock.now()) == "nordlys-group.fi"
    assert profile.verified


def test_free_mail_gives_no_badge_and_no_suggestion(client: Client) -> None:
    ask(client, "anna@gmail.com")
    type_in(client, mailed_code())
    assert 'value="Gmail"' not in client.get("/profile/").content.decode()
    client.post("/profile/", SAID)
    profile = Profile.objects.get()
    assert (profile.mail_domain, profile.work_mail_at, profile.verified) == ("", None, False)


@pytest.mark.parametrize("missing", ["first_name", "role", "is_adult"])
def test_what_is_missing_is_said_beside_its_field(browser: Client, missing: str) -> None:
    answer = browser.post("/profile/", SAID | {missing: ""})
    assert answer.status_code == 422
    assert f'id="id_{missing}_error"' in answer.content.decode()
    assert not Profile.objects.exists()


def test_company_and_topic_may_wait(browser: Client) -> None:
    browser.post("/profile/", SAID | {"company": "", "topic": ""})
    profile = Profile.objects.get()
    assert (profile.company, profile.company_key, profile.topics) == ("", "", [])


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("first_name", "@anna"),
        ("role", "Call 040 123 4567"),
        ("topic", "see nordlys.fi"),
        ("company", "https://a.fi"),
    ],
)
def test_ways_to_be_reached_elsewhere_are_refused(browser: Client, field: str, text: str) -> None:
    answer = browser.post("/profile/", SAID | {field: text})
    assert answer.status_code == 422
    assert "Please leave out links, handles, mail addresses" in answer.content.decode()
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_the_first_profile_is_written_once(browser: Client) -> None:
    browser.post("/profile/", SAID)
    assert browser.get("/profile/?next=/me/")["Location"] == "/me/"
    assert browser.post("/profile/", SAID | {"first_name": "Other"})["Location"] == "/now/"
    assert Profile.objects.get().first_name == "Anna"


def test_nobody_in_particular_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/profile/")["Location"] == "/sign-in/?next=/profile/"


def test_an_account_is_needed_by_every_page_of_me(signed_in: SignedIn, client: Client) -> None:
    without: Any = signed_in(User.objects.create_user("new@acme.com"))
    for page in ("/me/", "/me/profile/", "/me/privacy/"):
        assert client.get(page)["Location"] == f"/sign-in/?next={page}"
        assert without.get(page)["Location"] == f"/profile/?next={page}"
