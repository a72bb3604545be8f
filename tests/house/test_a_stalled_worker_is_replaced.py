"""A worker that lives and consumes nothing is noticed from outside and replaced; who cannot work is not."""

import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from config import work
from config.work import Patience, watch
from kernel import canary
from kernel.models import Canary
from tests.clock import NOON

READY_WITHIN_S = 120  # Celery on a machine that is busy with other things
SILENT_MOST_S = 4.0


def patience():
    return Patience(start_most_s=READY_WITHIN_S, silent_most_s=SILENT_MOST_S)


@pytest.fixture
def waited():
    """A worker that has sung once, and was asked again at the tenth second."""
    waited = patience()
    waited.heard(None)
    waited.asked(0)
    waited.heard(NOON)
    waited.asked(10)
    return waited


def test_who_was_asked_in_vain_for_too_long_is_silent(waited):
    waited.asked(13)
    waited.heard(NOON)
    assert [waited.is_over(now_s) for now_s in (10, 14, 14.1)] == [False, False, True]


def test_a_song_ends_the_waiting(waited):
    waited.heard(NOON + timedelta(seconds=1))
    assert not waited.is_over(99)
    waited.asked(99)
    assert [waited.is_over(now_s) for now_s in (103, 103.1)] == [False, True]


def test_with_the_broker_away_nobody_is_blamed(waited):
    waited.cannot_ask()
    assert not waited.is_over(99)


def test_a_new_worker_has_time_to_start_and_the_last_ones_song_is_not_its_own(waited):
    waited.begin()
    waited.heard(NOON)
    waited.asked(20)
    waited.heard(NOON)
    assert [waited.is_over(now_s) for now_s in (25, 20 + READY_WITHIN_S, 21 + READY_WITHIN_S)] == [
        False, False, True,
    ]  # fmt: skip


def until(is_so):
    deadline = time.monotonic() + READY_WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def watched(transactional_db, monkeypatch):
    """A real worker on the tests' database and Redis, watched by a thread."""
    monkeypatch.setattr(work, "STOP_MOST_S", 1)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.realtime.settings")
    monkeypatch.setenv("TEST_DATABASE", connection.settings_dict["NAME"])
    name = f"watched-{os.getpid()}@tests"
    watched = watch(name, patience=patience(), every_s=0.3)
    thread = threading.Thread(target=watched.keep)
    thread.start()
    yield name, watched
    os.kill(watched.worker, signal.SIGCONT)
    watched.end()
    thread.join(30)
    Canary.objects.all().delete()
    assert not thread.is_alive()


def test_a_worker_that_stands_still_is_replaced_by_one_that_works(watched):
    name, watched = watched
    until(lambda: canary.heard(name))
    first, sung_at = watched.worker, canary.heard(name)
    os.kill(first, signal.SIGSTOP)
    until(lambda: watched.worker != first)
    stood_still_at = canary.heard(name)
    assert stood_still_at - sung_at < timedelta(seconds=SILENT_MOST_S)
    until(lambda: canary.heard(name) > stood_still_at)


@pytest.mark.parametrize(("silent_s", "status"), [(0, 200), (30, 200), (31, 503), (None, 503)])
def test_the_page_of_health_tells_whether_the_timetable_goes_on(client, db, clock, silent_s, status):
    if silent_s is not None:
        canary.sing(name=canary.TIMETABLE, now=clock.now - timedelta(seconds=silent_s))
    assert client.get("/health/tasks/").status_code == status


def test_workers_that_are_gone_are_forgotten_after_a_day(db, clock):
    canary.sing(name="gone", now=clock.now - timedelta(days=1))
    canary.sing(name="here", now=clock.now)
    assert canary.forget_due(now=clock.now) == 1
    assert Canary.objects.get().name == "here"
