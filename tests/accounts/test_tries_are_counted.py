"""Ruling 11: five tries a code and twenty an address a day, whatever browsers and new codes are used."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts import policy
from accounts.models import Allowance, SignInCode, User
from accounts.sign_in import codes
from accounts.sign_in.refusals import SignInRefused
from kernel import clock
from tests.accounts.steps import ask, is_in, mailed_code, type_in, wrong_code

pytestmark = pytest.mark.django_db


def test_the_fifth_wrong_try_spends_the_code(client: Client) -> None:
    ask(client)
    right = mailed_code()
    said = [type_in(client, wrong_code(right)).content.decode() for _try in range(5)]
    assert ["This is not the code" in page for page in said] == [True] * 4 + [False]
    assert "This code no longer works." in said[4]
    type_in(client, right)
    assert not is_in(client)


def test_a_copied_session_has_no_tries_of_its_own(client: Client) -> None:
    ask(client)
    right = mailed_code()
    for _try in range(5):
        copy = Client()
        copy.cookies["sessionid"] = client.cookies["sessionid"].value
        type_in(copy, wrong_code(right))
    type_in(client, right)
    assert not is_in(client)


def test_new_codes_do_not_buy_more_than_twenty_tries_a_day() -> None:
    user, now = User.objects.create_user("anna@nordlys.fi"), clock.now()
    said = []
    for _code in range(5):
        row = SignInCode(user=user)
        digits = codes.issue(handle=row.id, to=user, now=now)
        for _try in range(5):
            with pytest.raises(SignInRefused) as refused:
                codes.redeem(handle=row.id, digits=wrong_code(digits), now=now)
            said.append(refused.value.code)
    assert said == ["wrong-code", *["wrong-code"] * 3, "spent-code"] * 4 + ["too-many-guesses"] * 5

    digits = codes.issue(handle=(handle := SignInCode(user=user).id), to=user, now=now)
    with pytest.raises(SignInRefused, match="too-many-guesses"):
        codes.redeem(handle=handle, digits=digits, now=now)


def test_tomorrow_the_address_may_try_again() -> None:
    user, now = User.objects.create_user("anna@nordlys.fi"), clock.now()
    Allowance.objects.all().delete()
    for _code in range(4):
        digits = codes.issue(handle=(handle := SignInCode(user=user).id), to=user, now=now)
        for _try in range(5):
            with pytest.raises(SignInRefused):
                codes.redeem(handle=handle, digits=wrong_code(digits), now=now)
    tomorrow = now + timedelta(days=1)
    digits = codes.issue(handle=(handle := SignInCode(user=user).id), to=user, now=tomorrow)
    assert codes.redeem(handle=handle, digits=digits, now=tomorrow) == user


def test_signing_in_rightly_is_not_counted() -> None:
    user, now = User.objects.create_user("anna@nordlys.fi"), clock.now()
    for _time in range(policy.TRIES_AN_ADDRESS_A_DAY + 1):
        digits = codes.issue(handle=(handle := SignInCode(user=user).id), to=user, now=now)
        assert codes.redeem(handle=handle, digits=digits, now=now) == user


def test_another_code_must_wait_half_a_minute(client: Client) -> None:
    ask(client)
    again = client.post("/sign-in/code/", {"action": "resend"})
    assert (again.status_code, again["Retry-After"]) == (429, "30")
    assert "in half a minute" in again.content.decode()
    assert ask(Client()).status_code == 429
    assert len(mail.outbox) == 1


def test_an_address_is_sent_eight_codes_an_hour(later: None) -> None:
    answers = [ask(Client()).status_code for _mail in range(10)]
    assert answers == [302] * 8 + [429] * 2
    assert len(mail.outbox) == 8


def test_one_network_causes_sixty_mails_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "CODES_AN_IP_AN_HOUR", 3)
    answers = [ask(Client(), f"somebody{number}@acme.com").status_code for number in range(5)]
    assert answers == [302] * 3 + [429] * 2


def test_a_refused_request_takes_nothing_and_makes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "CODES_AN_IP_AN_HOUR", 0)
    assert ask(Client()).status_code == 429
    assert (Allowance.objects.count(), User.objects.count()) == (0, 0)


def test_no_address_and_no_network_is_kept_in_clear(client: Client) -> None:
    ask(client)
    subjects = list(Allowance.objects.values_list("subject", flat=True))
    assert len(subjects) == 4
    assert [len(subject) for subject in subjects] == [64] * 4
