"""Workers that come by at once: each push goes out once, and the budget holds."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import models, transaction

from kernel import clock
from notifications import ladder
from notifications.carriers import web_push
from notifications.carriers.web_push import Answer
from notifications.events import InvitationReceived, Notice, PlanDue
from notifications.models import Notification
from notifications.publish import publish
from tests import builders
from tests.races.racing import FEW, LONG_S, RACERS, TRIES, race, surfaced

PEOPLE = 6


@pytest.fixture
def sent(monkeypatch):
    """What goes out, by the row of the browser and the event it is for."""
    out, lock = [], threading.Lock()

    def send(pushes, *, now):
        with lock:
            out.extend((push.browser.pk, push.about) for push in pushes)
        return [Answer(201) for _ in pushes]

    monkeypatch.setattr(web_push, "send", send)
    return out


def rounds(make, *, count, each=1):
    """In each round six others have so many pushes waiting, and twelve workers come by."""
    starts = []
    for number in range(count):
        at = clock.now() + timedelta(seconds=10 * number)
        members = [builders.person(f"Racer{number}-{one}") for one in range(PEOPLE)]
        for member in members:
            builders.push_subscription(member, now=at)
        with transaction.atomic():
            publish([Notice(member.pk, make(at)) for member in members for _ in range(each)], now=at)
        starts.append([lambda at=at: ladder.climb_due(clock=lambda: at + timedelta(seconds=3))] * RACERS)
    return starts


def invited(at):
    return InvitationReceived(uuid.uuid4(), expires_at=at + timedelta(hours=1))


def a_plan(_at):
    return PlanDue(uuid.uuid4())


def test_two_workers_never_send_the_same(places, sent, slowly):
    outcomes = race(rounds(invited, count=FEW))
    assert surfaced(outcomes) == []
    assert len(sent) == len(set(sent)) == PEOPLE * len(outcomes)
    assert Notification.objects.filter(state="sent").count() == len(sent)


def test_control_without_the_lock_they_do(places, sent, slowly, monkeypatch):
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_how: rows)
    race(rounds(invited, count=TRIES), within_s=LONG_S, until=lambda _outcomes: len(sent) > len(set(sent)))
    assert len(sent) > len(set(sent))


def test_the_budget_of_an_hour_is_one_whoever_counts(places, sent, slowly):
    """Two of each person's wait, and twelve workers come by: one of each goes out."""
    outcomes = race(rounds(a_plan, count=FEW, each=2))
    assert surfaced(outcomes) == []
    assert len(sent) == PEOPLE * len(outcomes)


def test_control_counting_at_once_breaks_it(places, sent, slowly, monkeypatch):
    monkeypatch.setattr(ladder, "_is_alone", lambda: True)
    monkeypatch.setattr("notifications.policy.MOST_AT_ONCE", 1)  # each worker takes one
    race(rounds(a_plan, count=1, each=2), within_s=LONG_S)
    assert len(sent) > PEOPLE
