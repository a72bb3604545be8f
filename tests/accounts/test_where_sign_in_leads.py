"""After the code: on to where one was going, through the first profile, never to a foreign site."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.models import User
from tests.accounts.steps import Make, SignedIn, ask, change, is_in, mailed_code, type_in

pytestmark = pytest.mark.django_db


def test_the_page_one_wanted_is_kept_through_both_steps(client: Client, member: Make) -> None:
    member()
    asked = client.get("/me/privacy/")
    assert asked["Location"] == "/sign-in/?next=/me/privacy/"
    assert 'name="next" value="/me/privacy/"' in client.get(asked["Location"]).content.decode()

    sent = ask(client, next="/me/privacy/")
    assert sent["Location"] == "/sign-in/code/?next=%2Fme%2Fprivacy%2F"
    assert 'name="next" value="/me/privacy/"' in client.get(sent["Location"]).content.decode()
    assert type_in(client, mailed_code(), next="/me/privacy/")["Location"] == "/me/privacy/"


def test_a_part_of_a_page_leads_back_to_the_page(client: Client) -> None:
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/now/?a=1"}
    assert client.get("/candidates/", headers=part)["Location"] == "/sign-in/?next=/now/%3Fa%3D1"
    foreign = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/now/"}
    assert client.get("/candidates/", headers=foreign)["Location"] == "/sign-in/?next="


@pytest.mark.parametrize(
    "foreign",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", "/\t/evil"],
)
def test_a_foreign_address_is_forgotten(client: Client, member: Make, foreign: str) -> None:
    member()
    ask(client, next=foreign)
    assert type_in(client, mailed_code(), next=foreign)["Location"] == "/now/"


def test_whoever_is_new_tells_four_things_first(client: Client) -> None:
    ask(client, next="/me/privacy/")
    type_in(client, mailed_code(), next="/me/privacy/")
    led = client.get("/me/privacy/")
    assert led["Location"] == "/profile/?next=/me/privacy/"
    said = {"first_name": "Anna", "role": "Founder", "is_adult": "on", "next": "/me/privacy/"}
    assert client.post("/profile/", said)["Location"] == "/me/privacy/"


def test_a_signed_in_person_does_not_sign_in_again(signed_in: SignedIn) -> None:
    browser = signed_in()
    assert browser.get("/sign-in/")["Location"] == "/now/"
    assert browser.get("/sign-in/code/")["Location"] == "/now/"


def test_there_is_no_code_page_without_a_request_for_a_code(client: Client) -> None:
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"
    assert type_in(client, "123456")["Location"] == "/sign-in/"


def test_signing_out_ends_the_session_and_wipes_the_browser(signed_in: SignedIn) -> None:
    browser = signed_in()
    assert browser.get("/sign-out/").status_code == 405
    answer = browser.post("/sign-out/")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/", '"storage"')
    assert not is_in(browser)


def test_administrators_sign_in_by_code_too(client: Client) -> None:
    admin = User.objects.create_superuser("nina@kairos.test", "a password that is dropped")
    assert not admin.has_usable_password()
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2F"
    ask(client, "nina@kairos.test", next="/admin/")
    assert type_in(client, mailed_code(), next="/admin/")["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_member_is_not_an_administrator(signed_in: SignedIn) -> None:
    assert signed_in().get("/admin/", follow=True).status_code == 403


def test_no_address_has_to_do_with_passwords() -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert [name for name in names if "password" in name or "signup" in name] == []
    for name in ("account_signup", "account_reset_password", "account_email", "account_logout"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_the_first_browser_speaks_the_language_of_the_profile(client: Client, member: Make) -> None:
    change(member(), interface_language="fr")
    ask(client)
    assert type_in(client, mailed_code()).cookies["django_language"].value == "fr"
