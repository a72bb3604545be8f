"""Two transactions that wait for each other: one is ended by Postgres, and its door simply tries again."""

import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from psycopg.errors import DeadlockDetected

from kernel.refusals.pages import DEADLOCK_RETRIES, _is_deadlock
from tests.kernel.doors import Deadlocks
from tests.kernel.things import Thing

pytestmark = pytest.mark.usefixtures("doors")


@pytest.fixture(autouse=True)
def _no_deadlocks_left():
    yield
    Deadlocks.left = Deadlocks.calls = 0


@pytest.mark.parametrize("times", range(1, DEADLOCK_RETRIES + 1))
def test_nobody_sees_a_deadlock_that_passes(times):
    Deadlocks.left = times
    answer = Client().post("/deadlocking/", {"said": "still here"})
    assert (answer.status_code, answer.content, Deadlocks.calls) == (200, b"still here", times + 1)


def test_the_api_tries_again_with_the_same_body(api):
    Deadlocks.left = 2
    answer = api.post("/api/v1/deadlocking", {"said": "still here"})
    assert (answer.status_code, answer.json()) == (200, {"said": "still here"})


def test_a_deadlock_that_stays_is_our_mistake(api):
    api.raise_request_exception = False
    Deadlocks.left = 99
    assert api.post("/api/v1/deadlocking", {}).status_code == 500
    assert Deadlocks.calls == DEADLOCK_RETRIES + 1


def test_a_real_deadlock_is_recognised(committed):
    first, second = Thing.objects.create(), Thing.objects.create()
    barrier = threading.Barrier(2)
    failures = []

    def lock(one, other):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '10ms'")
                Thing.objects.select_for_update().get(pk=one.pk)
                barrier.wait()
                Thing.objects.select_for_update().get(pk=other.pk)
        except OperationalError as error:
            failures.append(error)
        finally:
            connection.close()

    racers = [threading.Thread(target=lock, args=pair) for pair in [(first, second), (second, first)]]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert [type(failure.__cause__) for failure in failures] == [DeadlockDetected]
    assert _is_deadlock(failures[0])
