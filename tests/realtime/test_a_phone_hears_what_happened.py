"""A socket hears every event of its person: once, in order, soon, and nobody else's."""

import time

from django.db import transaction

from kernel import clock
from notifications.events import MeetingAgreed, Notice
from notifications.models import Event, Stream
from notifications.publish import publish
from tests.realtime.conftest import tell
from tests.realtime.phone import SOON_S


def test_an_event_arrives_soon_after_the_commit_and_not_before(phone, anna):
    mine = phone(anna)
    mine.join()
    with transaction.atomic():
        publish([Notice(anna.pk, MeetingAgreed(anna.pk))], now=clock.now())
        mine.hear_nothing(for_s=0.3)
    committed = time.monotonic()
    frame = mine.hear()
    assert time.monotonic() - committed < SOON_S
    at = frame.pop("at")
    assert at.endswith("Z")
    assert frame == {"type": "event", "seq": 1, "name": "meeting-agreed", "meeting": str(anna.pk)}


def test_what_is_rolled_back_is_never_heard(phone, anna):
    mine = phone(anna)
    mine.join()
    try:
        with transaction.atomic():
            publish([Notice(anna.pk, MeetingAgreed(anna.pk))], now=clock.now())
            raise RuntimeError
    except RuntimeError:
        tell(anna, said="after")
    assert [(frame["seq"], frame["preset"]) for frame in [mine.hear()]] == [(1, "after")]


def test_both_devices_of_a_person_hear_it_and_the_other_person_hears_only_theirs(phone, anna, bo):
    one, other, foreign = phone(anna), phone(anna), phone(bo)
    for each in (one, other, foreign):
        each.join()
    tell(anna, said="for anna")
    tell(bo, said="for bo")
    assert one.hear()["preset"] == other.hear()["preset"] == "for anna"
    assert foreign.hear()["preset"] == "for bo"


def test_a_hundred_events_arrive_in_order_without_gap(phone, anna):
    mine = phone(anna)
    mine.join()
    for number in range(100):
        tell(anna, said=str(number))
    frames = [mine.hear() for _ in range(100)]
    assert [(frame["seq"], frame["preset"]) for frame in frames] == [(n + 1, str(n)) for n in range(100)]
    mine.hear_nothing(for_s=1.2)  # a sweep and nothing doubled


def test_who_comes_back_hears_what_they_missed(phone, anna):
    first = phone(anna)
    start = first.join()
    tell(anna, said="one")
    assert first.hear()["seq"] == 1
    first.close()
    tell(anna, said="two")
    tell(anna, said="three")
    answer = phone(anna).hello(epoch=start["epoch"], since=1)
    assert (answer["type"], answer["head"]) == ("sync", 3)
    assert [(event["seq"], event["preset"]) for event in answer["events"]] == [(2, "two"), (3, "three")]


def test_who_finds_a_gap_asks_again_on_the_same_socket(phone, anna):
    mine = phone(anna)
    start = mine.join()
    tell(anna)
    mine.hear()
    assert [event["seq"] for event in mine.hello(epoch=start["epoch"])["events"]] == [1]
    tell(anna)
    assert mine.hear()["seq"] == 2


def test_who_knows_another_counting_is_told_to_start_anew(phone, anna):
    tell(anna)
    start = phone(anna).hello()
    assert start == {"type": "reset", "epoch": start["epoch"], "head": 1}
    assert phone(anna).hello(epoch=str(anna.pk), since=1) == start
    assert phone(anna).hello(epoch=start["epoch"], since=2) == start  # ahead of us: our numbers were lost


def test_who_missed_what_is_forgotten_is_told_to_start_anew(phone, anna):
    mine = phone(anna)
    start = mine.join()
    for _ in range(3):
        tell(anna)
    Event.objects.filter(seq=2).delete()
    assert phone(anna).hello(epoch=start["epoch"], since=1)["type"] == "reset"
    assert phone(anna).hello(epoch=start["epoch"], since=2)["type"] == "sync"


def test_the_head_is_told_now_and_then(phone, anna):
    mine = phone(anna)
    mine.join()
    assert mine.hear(heads=True) == {"type": "heads", "head": 0}
    tell(anna)
    frames = [mine.hear(heads=True) for _ in range(2)]
    assert [frame["type"] for frame in frames] == ["event", "heads"]
    assert frames[1]["head"] == 1


def test_a_counting_that_is_renewed_is_told_to_who_is_there(phone, anna):
    """After a backup was restored the next sweep says so; what comes then is counted anew from there."""
    mine = phone(anna)
    start = mine.join()
    tell(anna)
    assert mine.hear()["seq"] == 1
    Stream.objects.renew_epochs()
    told = mine.hear(within_s=5)
    assert (told["type"], told["head"], told["epoch"] != start["epoch"]) == ("reset", 1, True)
    tell(anna)
    assert mine.hear()["seq"] == 2
