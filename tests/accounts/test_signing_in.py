"""F1: an address, a code by mail, in."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import SignInCode, User
from tests.accounts.steps import Make, ask, is_in, mailed_code, type_in, wrong_code

pytestmark = pytest.mark.django_db


def test_a_new_address_becomes_an_account_by_typing_its_code(client: Client) -> None:
    assert ask(client, "New@Acme.com").status_code == 302
    assert User.objects.get(email="new@acme.com").is_provisional

    answer = type_in(client, mailed_code())

    assert answer["Location"] == "/now/"
    assert is_in(client)
    user = User.objects.get(email="new@acme.com")
    assert (user.is_provisional, user.mail_proved_at is not None) == (False, True)


def test_a_member_comes_back_in(client: Client, member: Make) -> None:
    anna = member("anna@nordlys.fi")
    ask(client, "anna@nordlys.fi")
    type_in(client, mailed_code())
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_the_code_comes_first_in_the_subject_and_once_in_the_body(client: Client) -> None:
    ask(client)
    (letter,) = mail.outbox
    spaced = f"{mailed_code()[:3]} {mailed_code()[3:]}"
    assert letter.subject == f"{spaced} is your Kairos code"
    assert letter.body.startswith(f"Your code is {spaced}\n")
    assert letter.to == ["anna@nordlys.fi"]


def test_a_code_may_be_pasted_with_its_blank(client: Client) -> None:
    ask(client)
    code = mailed_code()
    type_in(client, f" {code[:3]} {code[3:]} ")
    assert is_in(client)


def test_a_wrong_code_is_said_beside_the_field(client: Client) -> None:
    ask(client)
    answer = type_in(client, wrong_code(mailed_code()))
    assert answer.status_code == 422
    assert "This is not the code of the last mail." in answer.content.decode()
    assert 'aria-describedby="id_code_error"' in answer.content.decode()


def test_what_is_no_code_costs_no_try(client: Client) -> None:
    ask(client)
    for text in ("", "12345", "1234567", "abcdef", "१२३४५६"):
        assert type_in(client, text).status_code == 422
    assert SignInCode.objects.get().tries == 0


def test_a_code_works_once(client: Client) -> None:
    ask(client)
    code = mailed_code()
    earlier = client.cookies["sessionid"].value
    type_in(client, code)
    again = Client()
    again.cookies["sessionid"] = earlier
    type_in(again, code)
    assert not is_in(again)


def test_a_code_opens_only_the_browser_that_asked(client: Client) -> None:
    ask(client)
    code = mailed_code()
    other = Client()
    ask(other, "bo@nordlys.fi")
    assert type_in(other, code).status_code == 422


def test_a_code_works_for_ten_minutes(client: Client) -> None:
    ask(client)
    row = SignInCode.objects.get()
    assert row.expires_at - row.created_at == timedelta(minutes=10)
    SignInCode.objects.update(created_at=row.created_at - timedelta(minutes=11), expires_at=row.created_at)
    assert "This code no longer works." in type_in(client, mailed_code()).content.decode()


def test_another_code_replaces_the_one_before(client: Client, later: None) -> None:
    ask(client)
    first = mailed_code()
    client.post("/sign-in/code/", {"action": "resend"})
    assert len(mail.outbox) == 2
    second = mailed_code()
    if first != second:
        assert type_in(client, first).status_code == 422
    type_in(client, second)
    assert is_in(client)


def test_whoever_mistyped_the_address_can_go_back(client: Client) -> None:
    ask(client, "anna@nordlis.fi")
    assert client.get("/sign-in/").status_code == 200
    ask(client, "anna@nordlys.fi")
    type_in(client, mailed_code())
    assert User.objects.get(pk=client.session["_auth_user_id"]).email == "anna@nordlys.fi"


def test_the_code_is_nowhere_in_clear(client: Client) -> None:
    ask(client)
    code, row = mailed_code(), SignInCode.objects.get()
    kept = f"{dict(client.session)} {row.id} {row.code_hash}"
    assert code not in kept
    assert len(row.code_hash) == 64


def test_a_mail_server_that_fails_is_said_and_not_a_crash(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.broken_mail.Backend"
    answer = ask(client)
    assert answer.status_code == 503
    assert "The mail could not be sent just now." in answer.content.decode()


@pytest.mark.parametrize("address", ["", "anna", "anna@", "anna@nordlys", "a" * 250 + "@nordlys.fi"])
def test_what_is_no_address_is_said_beside_the_field(client: Client, address: str) -> None:
    answer = ask(client, address)
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()
    assert mail.outbox == []
