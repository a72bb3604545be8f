"""Redis only rings the bell: without it nothing is lost, nothing waits, phones are one sweep late at most."""

import signal
import subprocess
import sys
import time

import pytest
from django.db import connection, transaction

from kernel import clock
from notifications.events import MeetingAgreed, Notice
from notifications.publish import publish
from tests.realtime.conftest import session_of, tell
from tests.realtime.phone import Phone
from tests.realtime.services import ROOT, Sockets, free_port

AT_ONCE_S = 0.7  # less than a sweep (1 s here): only a bell is that quick
SWEEP_S = 2.5


def hear_at_once(phone, person):
    """Assert that a bell is heard: right after a sweep, long before the next one."""
    while phone.hear(heads=True)["type"] != "heads":
        pass
    tell(person)
    return phone.hear(within_s=AT_ONCE_S)


@pytest.fixture
def revived(redis):
    """Whatever a test does to Redis, the next one finds it well."""
    yield redis
    redis.thaw()
    if redis.process.poll() is not None:
        redis.start()


def test_with_redis_a_phone_hears_at_once(phone, anna):
    mine = phone(anna)
    mine.join()
    assert hear_at_once(mine, anna)["seq"] == 1


@pytest.mark.parametrize("how", ["stop", "freeze"])
def test_without_redis_a_change_is_as_quick_and_phones_hear_it_by_the_sweep(phone, anna, revived, how):
    mine = phone(anna)
    mine.join()
    getattr(revived, how)()
    began = time.monotonic()
    for _ in range(20):
        with transaction.atomic():
            publish([Notice(anna.pk, MeetingAgreed(anna.pk))], now=clock.now())
    assert time.monotonic() - began < 1.0
    assert [mine.hear(within_s=SWEEP_S)["seq"] for _ in range(20)] == list(range(1, 21))


def test_a_phone_comes_in_while_redis_is_dead(phone, anna, revived):
    revived.stop()
    mine = phone(anna)
    mine.join()
    tell(anna)
    assert mine.hear(within_s=SWEEP_S)["seq"] == 1


def test_after_redis_is_back_phones_hear_at_once_again(phone, anna, bo, revived):
    before = phone(anna)
    before.join()
    revived.stop()
    during = phone(bo)
    during.join()
    revived.start()
    time.sleep(3)  # the layer looks for Redis once a second, the sweep tunes in again
    assert hear_at_once(before, anna)["seq"] == 1
    assert hear_at_once(during, bo)["seq"] == 1


@pytest.fixture
def proxy(redis):
    """What stands between a socket process and Redis, and may forget every line without a word."""
    port = free_port()
    command = [sys.executable, "-m", "tests.faults.proxy", str(port), str(redis.path)]
    process = subprocess.Popen(command, cwd=ROOT)
    yield port, process
    process.kill()
    process.wait()


@pytest.fixture
def far_phone(proxy, anna):
    """A phone of anna's on a socket process that reaches Redis through the proxy."""
    sockets = Sockets(connection.settings_dict["NAME"], f"redis://127.0.0.1:{proxy[0]}/0")
    sockets.start()
    mine = Phone(sockets.port, cookie=session_of(anna))
    mine.join()
    yield mine
    mine.close()
    sockets.stop()


def test_a_line_to_redis_that_died_without_a_word_is_noticed_and_bells_are_heard_again(
    far_phone, proxy, anna
):
    assert hear_at_once(far_phone, anna)["seq"] == 1
    _port, process = proxy
    process.send_signal(signal.SIGUSR1)
    tell(anna)
    assert far_phone.hear(within_s=SWEEP_S)["seq"] == 2
    process.send_signal(signal.SIGUSR2)
    time.sleep(8)  # two sweeps, one of which finds out, and the time it gives an answer
    assert hear_at_once(far_phone, anna)["seq"] == 3
