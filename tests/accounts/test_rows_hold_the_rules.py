"""What the database itself refuses, whoever writes to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction

from accounts.models import Allowance, Block, Profile, Restriction, SignInCode, Statement, User
from kernel import clock
from tests.accounts.steps import Make, change, freeze

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "state",
    [
        {"offers": ["a", "b", "c", "d"]},
        {"seeks": ["a", "b", "c", "d"]},
        {"free_offers": ["a", "b", "c", "d"]},
        {"free_seeks": ["a", "b", "c", "d"]},
        {"topics": ["a", "b", "c", "d"]},
        {"hidden_companies": [str(number) for number in range(21)]},
        {"languages": []},
        {"first_name": ""},
        {"role": ""},
        {"interface_language": "sv"},
        {"open_to": "nobody"},
        {"work_mail_at": "2026-01-01T00:00Z", "mail_domain": ""},
        {"is_adult_at": None},
        {"first_name": "x" * 41},
    ],
)
def test_a_profile_cannot_be(member: Make, state: dict[str, Any]) -> None:
    anna = member()
    with pytest.raises((IntegrityError, DataError)):
        change(anna, **state)


def test_no_topic_and_no_tag_is_kept_longer_than_its_line(member: Make) -> None:
    change(member(), topics=["x" * 81], free_offers=["x" * 31])
    profile = Profile.objects.get()
    assert (len(profile.topics[0]), len(profile.free_offers[0])) == (80, 30)


def test_one_address_is_one_account_whatever_its_capitals() -> None:
    User.objects.create_user("Anna@Acme.com")
    assert User.objects.get_by_natural_key("ANNA@acme.com").email == "anna@acme.com"
    for address in ("anna@acme.com", "Anna@acme.com"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(email=address)


@pytest.mark.parametrize(
    "state", [{"is_staff": True}, {"is_superuser": True}, {"mail_proved_at": "2026-01-01T00:00Z"}]
)
def test_a_provisional_account_has_nothing(state: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create(email="anna@acme.com", is_provisional=True, **state)


def test_nobody_blocks_themselves_nor_anybody_twice(member: Make) -> None:
    anna, bo, now = member(), member("bo@acme.com"), clock.now()
    Block.objects.create(blocker=anna, blocked=bo, created_at=now)
    for blocked in (anna, bo):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.create(blocker=anna, blocked=blocked, created_at=now)
    Block.objects.create(blocker=bo, blocked=anna, created_at=now)
    assert Block.objects.between(anna.pk, bo.pk).count() == 2


def test_a_block_counts_both_ways_and_is_listed_one_way(member: Make) -> None:
    anna, bo, chen, now = member(), member("bo@acme.com"), member("chen@acme.com"), clock.now()
    Block.objects.create(blocker=anna, blocked=bo, created_at=now)
    Block.objects.create(blocker=chen, blocked=anna, created_at=now)
    assert [block.blocked for block in Block.objects.for_person(anna)] == [bo]
    assert Block.objects.between(anna.pk, chen.pk).get() == Block.objects.between(chen.pk, anna.pk).get()
    assert not Block.objects.between(bo.pk, chen.pk).exists()


def test_a_restriction_needs_its_statement_and_a_sensible_end(member: Make) -> None:
    anna, now = member(), clock.now()
    standing = freeze(anna, now)
    hour = timedelta(hours=1)
    for state in ({"statement": None}, {"kind": "ban"}, {"until": now}, {"lifted_at": now - hour}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Restriction.objects.filter(pk=standing.pk).update(**state)
    with pytest.raises(IntegrityError), transaction.atomic():
        standing.statement.delete()


def test_erasing_a_person_takes_the_measures_and_their_reasons(member: Make) -> None:
    anna = member()
    freeze(anna, clock.now())
    anna.delete()
    assert (Restriction.objects.count(), Statement.objects.count(), Profile.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("state", [{"facts": ""}, {"clause": ""}, {"redress": ""}, {"language": "sv"}])
def test_a_statement_is_whole(member: Make, state: dict[str, str]) -> None:
    statement = freeze(member(), clock.now()).statement
    with pytest.raises(IntegrityError):
        Statement.objects.filter(pk=statement.pk).update(**state)


def test_a_code_has_five_tries_and_an_end_and_a_count_is_kept_once() -> None:
    user, now = User.objects.create_user("anna@acme.com"), clock.now()
    row = {"user": user, "code_hash": "0" * 64, "created_at": now}
    for state in ({"tries": 6, "expires_at": now + timedelta(minutes=1)}, {"expires_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignInCode.objects.create(**row, **state)
    Allowance.objects.create(purpose="guess", subject="0" * 64, resets_at=now)
    with pytest.raises(IntegrityError):
        Allowance.objects.create(purpose="guess", subject="0" * 64, resets_at=now)
