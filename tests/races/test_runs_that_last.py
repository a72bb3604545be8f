"""A run that lasts longer than its claims, and another that comes by meanwhile: everybody is told once."""

import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.db import connections, transaction

from kernel import clock
from notifications import ladder, policy
from notifications.events import InvitationReceived, Notice, PlanDue
from notifications.models import Notification, Preference
from notifications.publish import publish
from tests import builders
from tests.reaching.conftest import mail_server, service  # noqa: F401 -- the same servers as there

PEOPLE, EACH_S = 8, 0.35  # nearly three seconds in all


@pytest.fixture
def short_claims(monkeypatch):
    """They last a second, so that a run need not last half a minute to outlast them."""
    monkeypatch.setattr(policy, "CLAIMED_FOR", timedelta(seconds=1))
    monkeypatch.setattr(policy, "MAIL_CLAIMED_FOR", timedelta(seconds=1))


@pytest.fixture
def members(places):
    return [builders.person(f"Racer{number}") for number in range(PEOPLE)]


def tell(members, event):
    now = clock.now() - policy.SOCKET_FIRST_FOR
    with transaction.atomic():
        publish([Notice(member.pk, event(now)) for member in members], now=now)


def two_come_by():
    """One begins; the other looks again and again as long as anything waits, as beat lets it."""
    failed = []

    def run():
        try:
            while Notification.objects.waiting().exists():
                ladder.climb_due(clock=clock.now)
                time.sleep(0.1)
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            failed.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
        time.sleep(0.2)
    for worker in workers:
        worker.join(60)
    assert failed == []


def test_mails_to_a_slow_server_go_once(members, mail_server, short_claims):  # noqa: F811
    mail_server.answers_after_s = EACH_S
    Preference.objects.bulk_create(Preference(person=member, may_mail=True) for member in members)
    tell(members, lambda _now: PlanDue(uuid.uuid4()))
    two_come_by()
    assert sorted(mail_server.took) == sorted(member.email for member in members)
    assert Notification.objects.filter(state="sent").count() == PEOPLE


def test_pushes_to_a_slow_service_go_once(members, service, short_claims, monkeypatch):  # noqa: F811
    monkeypatch.setattr(policy, "MOST_AT_ONCE", 1)  # so that a run takes many claims

    def slowly(request):
        time.sleep(EACH_S)
        service.reply(request, 201)

    service.answer = slowly
    now = clock.now()
    phones = [service.phone() for _ in members]
    for member, phone in zip(members, phones, strict=True):
        builders.push_subscription(member, now=now, **phone.columns)
    tell(members, lambda at: InvitationReceived(uuid.uuid4(), expires_at=at + timedelta(hours=1)))
    two_come_by()
    assert sorted(push.path for push in service.received) == sorted(service.phones)
    assert Notification.objects.filter(state="sent").count() == PEOPLE
