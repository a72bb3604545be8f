"""Ruling 11: an address that never typed its code is forgotten after a day; so are old codes and counts."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Allowance, SignInCode, User
from accounts.sign_in.sweeping import sweep_due
from accounts.tasks import sweep_due as task
from kernel import clock
from tests.accounts.steps import Make, ask, mailed_code, type_in

pytestmark = pytest.mark.django_db


def test_only_addresses_that_never_typed_a_code_are_forgotten(member: Make) -> None:
    member("member@acme.com")
    User.objects.create_user("made-by-hand@acme.com")
    ask(Client(), "never@acme.com")
    typed = Client()
    ask(typed, "typed@acme.com")
    type_in(typed, mailed_code())

    asked_at = User.objects.get(email="never@acme.com").date_joined
    sweep_due(asked_at + timedelta(hours=24) - timedelta(seconds=1))
    assert User.objects.count() == 4
    sweep_due(asked_at + timedelta(hours=24))
    assert set(User.objects.values_list("email", flat=True)) == {
        "member@acme.com",
        "made-by-hand@acme.com",
        "typed@acme.com",
    }


def test_codes_and_counts_go_when_they_are_over(client: Client) -> None:
    ask(client)
    now = clock.now()
    sweep_due(now)
    assert (SignInCode.objects.count(), Allowance.objects.count()) == (1, 4)
    sweep_due(now + timedelta(minutes=10))
    assert (SignInCode.objects.count(), Allowance.objects.count()) == (0, 3)
    sweep_due(now + timedelta(days=2))
    assert Allowance.objects.count() == 0


def test_the_task_may_run_twice(client: Client) -> None:
    ask(client)
    task()
    task()
    assert SignInCode.objects.count() == 1
