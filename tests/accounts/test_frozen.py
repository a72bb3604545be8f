"""A frozen account stays outside, and its owner, nobody else, reads why."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from kernel import clock
from tests.accounts.steps import Make, SignedIn, ask, freeze, is_in, mailed_code, type_in

pytestmark = pytest.mark.django_db


def test_a_frozen_account_cannot_sign_in_and_reads_the_statement(client: Client, member: Make) -> None:
    freeze(member(), clock.now())
    ask(client)
    answer = type_in(client, mailed_code(), follow=True)
    assert not is_in(client)
    assert answer["Location"] == "/frozen/"
    page = client.get("/frozen/")
    assert page.status_code == 403
    for reason in ("Three reports.", "3.2", "Write back.", "This was decided by a person."):
        assert reason in page.content.decode()


def test_a_frozen_account_that_is_inside_is_led_to_the_statement(member: Make, signed_in: SignedIn) -> None:
    anna = member()
    browser = signed_in(anna)
    assert browser.get("/me/").status_code == 200
    freeze(anna, clock.now())
    assert browser.get("/me/")["Location"] == "/frozen/"
    assert "Three reports." in browser.get("/frozen/").content.decode()


def test_a_wrong_code_shows_no_statement(client: Client, member: Make) -> None:
    freeze(member(), clock.now())
    ask(client)
    assert client.get("/frozen/")["Location"] == "/"


def test_a_freeze_that_is_over_or_lifted_holds_nobody(member: Make, signed_in: SignedIn) -> None:
    now = clock.now()
    over, lifted = member("over@acme.com"), member("lifted@acme.com")
    freeze(over, now - timedelta(days=2), until=now - timedelta(days=1))
    freeze(lifted, now - timedelta(days=2), lifted_at=now)
    assert signed_in(over).get("/me/").status_code == 200
    assert signed_in(lifted).get("/me/").status_code == 200
    assert signed_in(over).get("/frozen/")["Location"] == "/"


def test_an_inactive_account_cannot_sign_in(client: Client, member: Make) -> None:
    User.objects.filter(pk=member().pk).update(is_active=False)
    ask(client)
    assert type_in(client, mailed_code())["Location"] == "/frozen/"
    assert not is_in(client)
    assert client.get("/frozen/")["Location"] == "/"
