"""Each person's events are numbered 1..head without gap, whoever publishes at the same time."""

import itertools
import random
import threading
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from kernel import clock
from notifications.events import InvitationReceived, MeetingAgreed, MeetingLate, Notice
from notifications.models import Event, Stream
from notifications.publish import publish

RACERS = 40


@pytest.fixture
def crowd(transactional_db):
    users = get_user_model().objects
    return [users.create_user(email=f"{number}@example.test").pk for number in range(6)]


def numbers_of(person):
    return list(Event.objects.filter(stream=person).values_list("seq", flat=True))


def race(*stages):
    """Run every stage in a thread of its own, all at the same moment, and return what failed."""
    barrier = threading.Barrier(len(stages))
    failures = []

    def run(stage):
        try:
            barrier.wait()
            stage()
        except Exception as error:  # noqa: BLE001 -- counted by the test
            failures.append(error)
        finally:
            connection.close()

    racers = [threading.Thread(target=run, args=[stage]) for stage in stages]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return failures


def test_forty_at_once_leave_no_gap_and_no_deadlock(crowd, monkeypatch):
    monkeypatch.setattr("notifications.carriers.socket.ring", lambda people: None)
    sent = [random.Random(number).choices(crowd, k=4) for number in range(RACERS)]

    def stage(people):
        with transaction.atomic():
            publish([Notice(person, MeetingAgreed(uuid.uuid4())) for person in people], now=clock.now())

    assert race(*[lambda people=people: stage(people) for people in sent]) == []
    told = list(itertools.chain.from_iterable(sent))
    for person in crowd:
        head = Stream.objects.get(pk=person).head
        assert numbers_of(person) == list(range(1, head + 1))
        assert head == told.count(person)


def test_control_counting_in_two_orders_deadlocks(crowd):
    Stream.objects.bulk_create(Stream(person_id=person) for person in crowd)
    barrier = threading.Barrier(2)

    def count_up(people):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '10ms'")
            for person in people:
                Stream.objects.filter(pk=person).update(head=1)
                if person == people[0]:
                    barrier.wait()

    [failure] = race(lambda: count_up(crowd[:2]), lambda: count_up(crowd[1::-1]))
    assert isinstance(failure, OperationalError)
    assert isinstance(failure.__cause__, DeadlockDetected)


def test_a_rolled_back_change_leaves_no_gap(crowd):
    anna = crowd[0]

    def change(*, fails):
        with transaction.atomic():
            publish([Notice(anna, MeetingAgreed(uuid.uuid4()))] * 3, now=clock.now())
            if fails:
                raise RuntimeError

    change(fails=False)
    with pytest.raises(RuntimeError):
        change(fails=True)
    change(fails=False)
    assert numbers_of(anna) == [1, 2, 3, 4, 5, 6]
    assert Stream.objects.get(pk=anna).head == 6


def test_events_of_one_change_keep_their_order_and_their_payload(crowd, django_assert_num_queries):
    anna, bo, *_ = crowd
    invitation, meeting = uuid.uuid4(), uuid.uuid4()
    now = clock.now()
    notices = [
        Notice(bo, InvitationReceived(invitation, expires_at=now)),
        Notice(anna, MeetingAgreed(meeting)),
        Notice(bo, MeetingLate(meeting, "other", 5)),
    ]
    with django_assert_num_queries(3), transaction.atomic():  # BEGIN, streams and events, COMMIT
        publish(iter(notices), now=now)
    assert list(Event.objects.filter(stream=bo).values_list("seq", "name", "payload", "at")) == [
        (
            1,
            "invitation-received",
            {"invitation": str(invitation), "expires_at": now.isoformat().replace("+00:00", "Z")},
            now,
        ),
        (2, "meeting-late", {"meeting": str(meeting), "who": "other", "minutes": 5}, now),
    ]
    assert numbers_of(anna) == [1]


def test_nothing_to_say_touches_nothing(transactional_db, django_assert_num_queries):
    with django_assert_num_queries(0):
        publish([], now=None)


def test_publishing_outside_a_transaction_is_a_mistake(crowd):
    with pytest.raises(transaction.TransactionManagementError):
        publish([Notice(crowd[0], MeetingAgreed(uuid.uuid4()))], now=clock.now())
    assert not Event.objects.exists()


def test_the_database_refuses_a_number_twice_and_number_nought(crowd):
    stream = Stream.objects.create(person_id=crowd[0])
    row = {"stream": stream, "name": "x", "payload": {}, "at": clock.now()}
    Event.objects.create(seq=1, **row)
    with pytest.raises(IntegrityError, match="event_number_once"):
        Event.objects.create(seq=1, **row)
    with pytest.raises(IntegrityError, match="event_numbers_start_at_one"):
        Event.objects.create(seq=0, **row)
