"""What somebody looks at needs no ringing: a page says up to which number it shows what happened."""

import time
import uuid

import pytest
from django.db import transaction

from kernel import clock
from notifications.events import EnoughPeopleFree, Notice
from notifications.models import Notification
from notifications.publish import publish
from tests import builders
from tests.realtime.phone import SOON_S


@pytest.fixture
def rings(people):
    """Both have a phone in the pocket, too."""
    for one in people:
        builders.push_subscription(one, now=clock.now())


def tell(*people):
    with transaction.atomic():
        publish([Notice(one.pk, EnoughPeopleFree(uuid.uuid4())) for one in people], now=clock.now())


def states(person):
    rows = Notification.objects.filter(stream=person.pk).order_by("seq")
    return list(rows.values_list("seq", "state"))


def soon(person, expected):
    until = time.monotonic() + SOON_S + 3
    while states(person) != expected and time.monotonic() < until:
        time.sleep(0.05)
    assert states(person) == expected


def test_what_a_page_shows_waits_for_no_phone(phone, anna, bo, rings):
    mine = phone(anna)
    mine.join()
    tell(anna, bo)
    frame = mine.hear()
    mine.say({"type": "seen", "seq": frame["seq"]})
    soon(anna, [(1, "seen")])
    assert states(bo) == [(1, "waiting")]


def test_a_page_that_nobody_looks_at_says_nothing_and_the_phone_is_rung(phone, anna, rings):
    mine = phone(anna)
    mine.join()
    tell(anna)
    mine.hear()
    time.sleep(0.5)
    assert states(anna) == [(1, "waiting")]


def test_nobody_has_seen_what_nobody_was_told(phone, anna, rings):
    mine = phone(anna)
    mine.join()
    mine.say({"type": "seen", "seq": 900})
    time.sleep(0.5)
    tell(anna)
    mine.hear()
    time.sleep(0.5)
    assert states(anna) == [(1, "waiting")]


def test_a_page_that_is_looked_at_again_says_so_and_goes_on_listening(phone, anna, rings):
    mine = phone(anna)
    mine.join()
    for _ in range(2):
        tell(anna)
        last = mine.hear()["seq"]
    mine.say({"type": "seen", "seq": last})
    soon(anna, [(1, "seen"), (2, "seen")])
    tell(anna)
    assert mine.hear()["seq"] == last + 1


@pytest.mark.parametrize(
    "said",
    [
        {"type": "seen"}, {"type": "seen", "seq": -1}, {"type": "seen", "seq": True},
        {"type": "seen", "seq": "1"}, {"type": "seen", "seq": 1, "cell": "1202"},
        {"type": "seen", "seq": 2**60},
    ],
)  # fmt: skip
def test_half_a_word_ends_the_conversation(phone, anna, said):
    mine = phone(anna)
    mine.join()
    mine.say(said)
    assert mine.code() == 4400


def test_hello_comes_first(phone, anna):
    mine = phone(anna)
    mine.say({"type": "seen", "seq": 1})
    assert mine.code() == 4400
