"""Sixteen threads guess at once: five guesses are looked at. The control counts as allauth does, and is fooled."""

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
    """How many of all the guesses were looked at."""
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
    user = User.objects.create_user("anna@nordlys.fi")
    handle = SignInCode(user=user).id
    return handle, wrong_code(codes.issue(handle=handle, to=user, now=clock.now()))


def test_of_480_guesses_by_16_threads_exactly_5_are_looked_at(code: tuple[UUID, str]) -> None:
    handle, digits = code

    def guess() -> bool:
        before = looked.count
        try:
            codes.redeem(handle=handle, digits=digits, now=clock.now())
        except SignInRefused:
            return looked.count > before
        return True

    looked = Looks()
    codes_compare, codes.constant_time_compare = codes.constant_time_compare, looked.compare
    try:
        race(guess)
    finally:
        codes.constant_time_compare = codes_compare
    assert looked.count == policy.TRIES_A_CODE
    assert SignInCode.objects.get().tries == policy.TRIES_A_CODE


def test_the_control_a_counter_read_before_it_is_written_lets_more_through(code: tuple[UUID, str]) -> None:
    handle, _digits = code

    def naive_guess() -> bool:
        row = SignInCode.objects.get(pk=handle)
        if row.tries >= policy.TRIES_A_CODE:
            return False
        SignInCode.objects.filter(pk=handle).update(tries=min(row.tries + 1, policy.TRIES_A_CODE))
        return True

    assert race(naive_guess, rounds=10) > policy.TRIES_A_CODE


def test_sixteen_browsers_with_one_session_get_five_guesses_through_the_page() -> None:
    first = Client()
    ask(first)
    digits = wrong_code(mailed_code())

    def guess() -> bool:
        copy = Client()
        copy.cookies["sessionid"] = first.cookies["sessionid"].value
        return "This is not the code" in type_in(copy, digits).content.decode()

    # The fifth wrong guess is answered with "no longer works": four are told that they were merely wrong.
    assert race(guess, rounds=2) == policy.TRIES_A_CODE - 1


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


class Looks:
    """Counts the comparisons that really happened; `append` is atomic, `+=` is not."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    @property
    def count(self) -> int:
        return len(self._seen)

    def compare(self, one: str, other: str) -> bool:
        self._seen.append(other)
        return one == other
