"""Sixteen threads guess at once: five guesses are looked at.

The control reads its counter before it writes it, as allauth does in the session, and is fooled.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from accounts import policy
from accounts.models import SignInCode, User
from accounts.sign_in import codes
from accounts.sign_in.refusals import SignInRefused
from kernel import clock
from tests.accounts.steps import ask, mailed_code, type_in, wrong_code

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, ROUNDS = 16, 30


def race(guess: Callable[[], bool], rounds: int = ROUNDS) -> int:
    """In how many of all the rounds of all the threads the guess says yes."""
    start = Barrier(THREADS)

    def run(_thread: int) -> int:
        start.wait()
        try:
            return sum(guess() for _round in range(rounds))
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(run, range(THREADS)))


@pytest.fixture
def code() -> tuple[UUID, str]:
    """The handle of a living code, and six wrong digits."""
    user = User.objects.create_user("anna@nordlys.fi")
    handle = SignInCode(user=user).id
    return handle, wrong_code(codes.issue(handle=handle, to=user, now=clock.now()))


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The comparisons that really happen."""
    seen: list[str] = []

    def compare(kept: str, typed: str) -> bool:
        seen.append(typed)
        return kept == typed

    monkeypatch.setattr(codes, "constant_time_compare", compare)
    return seen


def test_of_480_guesses_by_16_threads_exactly_5_are_looked_at(
    code: tuple[UUID, str], looks: list[str]
) -> None:
    handle, digits = code

    def guess() -> bool:
        with pytest.raises(SignInRefused):
            codes.redeem(handle=handle, digits=digits, now=clock.now())
        return True

    assert race(guess) == THREADS * ROUNDS
    assert len(looks) == SignInCode.objects.get().tries == policy.TRIES_A_CODE


def test_the_control_a_counter_read_before_it_is_written_lets_more_through(code: tuple[UUID, str]) -> None:
    handle, _digits = code

    def naive_guess() -> bool:
        row = SignInCode.objects.get(pk=handle)
        if row.tries >= policy.TRIES_A_CODE:
            return False
        SignInCode.objects.filter(pk=handle).update(tries=row.tries + 1)
        return True

    assert race(naive_guess, rounds=10) > policy.TRIES_A_CODE


def test_sixteen_browsers_with_one_session_get_five_guesses_through_the_page(looks: list[str]) -> None:
    first = Client()
    ask(first)
    digits = wrong_code(mailed_code())

    def guess() -> bool:
        copy = Client()
        copy.cookies["sessionid"] = first.cookies["sessionid"].value
        return type_in(copy, digits).status_code == 422

    assert race(guess, rounds=1) == THREADS
    assert len(looks) == policy.TRIES_A_CODE


def test_of_sixteen_right_answers_one_gets_in() -> None:
    user = User.objects.create_user("anna@nordlys.fi")
    handle = SignInCode(user=user).id
    digits = codes.issue(handle=handle, to=user, now=clock.now())

    def enter() -> bool:
        try:
            return codes.redeem(handle=handle, digits=digits, now=clock.now()) == user
        except SignInRefused:
            return False

    assert race(enter, rounds=1) == 1
