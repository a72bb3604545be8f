"""F1: identity providers, by configuration; the provider itself is a stub at the network's edge."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import Profile, User
from accounts.sign_in.adapter import ProviderAdapter
from kernel import clock
from tests.accounts.steps import Make, SignedIn, change, freeze, is_in

pytestmark = pytest.mark.django_db

SITE = "https://id.example"
START = "/sign-in/with/linkedin/"
APP = {
    "provider_id": "linkedin",
    "name": "LinkedIn",
    "client_id": "kairos",
    "secret": "secret",
    "settings": {"server_url": SITE},
}


class Answer:
    """What the stub says."""

    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body

    def json(self) -> dict[str, Any]:
        return self._body

    def raise_for_status(self) -> None:
        pass


class Provider:
    """An OpenID provider that knows one person."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "1", "email": "anna@acme.com", "email_verified": True}

    def __enter__(self) -> "Provider":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def get(self, url: str, **_more: Any) -> Answer:
        if url.endswith("openid-configuration"):
            names = ("authorization", "token", "userinfo")
            return Answer({f"{name}_endpoint": f"{SITE}/{name}" for name in names} | {"issuer": SITE})
        return Answer(self.person)

    def request(self, _method: str, _url: str, **_more: Any) -> Answer:
        return Answer({"access_token": "token", "token_type": "bearer"})


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Provider:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}
    stub = Provider()
    monkeypatch.setattr(ProviderAdapter, "get_requests_session", lambda _adapter: stub)
    return stub


def go_through(client: Client, **more: str) -> Any:
    """Press the button, agree at the provider, come back."""
    away = client.post(START, more)
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client.get(f"{START}back/", {"code": "code", "state": state})


def test_a_button_is_there_when_a_provider_is_configured(client: Client, provider: Provider) -> None:
    page = client.get("/sign-in/?next=/me/").content.decode()
    assert f'action="{START}"' in page
    assert ">LinkedIn</button>" in page
    assert page.count('name="next" value="/me/"') == 2


def test_there_is_no_button_without_one(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    page = client.get("/sign-in/").content.decode()
    assert "Or sign in with" not in page
    assert client.post(START).status_code == 404


def test_a_link_alone_starts_nothing(client: Client, provider: Provider) -> None:
    assert client.get(START).status_code == 405


def test_a_newcomer_enters_and_is_verified_by_the_provider(client: Client, provider: Provider) -> None:
    assert go_through(client)["Location"] == "/now/"
    assert is_in(client)
    client.post("/profile/", {"first_name": "Anna", "role": "Founder", "is_adult": "on"})
    profile = Profile.objects.get()
    assert profile.user.email == "anna@acme.com"
    assert profile.oidc_at is not None
    assert (profile.work_mail_at, profile.works_at(clock.now())) == (None, "")
    assert profile.verified


def test_a_member_enters_by_the_same_verified_address(
    client: Client, provider: Provider, member: Make
) -> None:
    anna = member("anna@acme.com")
    assert go_through(client, next="/me/")["Location"] == "/me/"
    assert client.session["_auth_user_id"] == str(anna.pk)
    assert Profile.objects.get().oidc_at is not None
    assert User.objects.count() == 1


@pytest.mark.parametrize("known", [True, False])
def test_an_address_the_provider_has_not_verified_opens_nothing(
    client: Client, provider: Provider, member: Make, known: bool
) -> None:
    provider.person["email_verified"] = False
    if known:
        member("anna@acme.com")
    assert go_through(client)["Location"] == "/sign-in/"
    assert not is_in(client)
    assert SocialAccount.objects.count() == 0
    assert User.objects.count() == int(known)
    assert "A code by mail always does." in client.get("/sign-in/").content.decode()


def test_an_administrator_is_not_entered_by_an_address(client: Client, provider: Provider) -> None:
    User.objects.create_superuser("anna@acme.com")
    assert go_through(client)["Location"] == "/sign-in/"
    assert not is_in(client)


def test_a_frozen_account_stays_outside_here_too(client: Client, provider: Provider, member: Make) -> None:
    freeze(member("anna@acme.com"), clock.now())
    assert go_through(client)["Location"] == "/frozen/"
    assert not is_in(client)


def test_a_member_can_link_a_provider_and_is_verified(
    provider: Provider, member: Make, signed_in: SignedIn
) -> None:
    anna = member("anna@gmail.com")
    browser = signed_in(anna)
    assert 'name="process" value="connect"' in browser.get("/me/").content.decode()
    assert go_through(browser, process="connect")["Location"] == "/me/"
    assert SocialAccount.objects.get().user == anna
    assert 'name="process"' not in browser.get("/me/").content.decode()
    assert Profile.objects.get().oidc_at is not None


def test_the_first_link_is_the_one_that_counts(client: Client, provider: Provider, member: Make) -> None:
    anna, long_ago = member("anna@acme.com"), clock.now().replace(year=2020)
    change(anna, oidc_at=long_ago)
    go_through(client)
    assert Profile.objects.get().oidc_at == long_ago


def test_changing_ones_mind_leads_back_to_the_code(client: Client, provider: Provider) -> None:
    away = client.post(START)
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    back = client.get(f"{START}back/", {"error": "access_denied", "state": state}, follow=True)
    assert back.redirect_chain[-1][0] == "/sign-in/"


def test_a_provider_that_fails_leads_back_to_the_code(client: Client, provider: Provider) -> None:
    assert client.get(f"{START}back/", {"error": "server_error", "state": "none"})["Location"] == "/sign-in/"
