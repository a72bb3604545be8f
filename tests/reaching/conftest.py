"""A push service, people with phones that it serves, and the ladder climbed at a moment."""

import socket
from datetime import timedelta

import pytest
from django.db import transaction

from kernel import clock as database_clock
from notifications import ladder
from notifications.events import Notice
from notifications.models import Notification
from notifications.publish import publish
from tests import builders
from tests.reaching.push_service import PushService


@pytest.fixture
def service(settings):
    running = PushService()
    settings.PUSH_TRIED_AT = running.origin
    yield running
    running.close()


@pytest.fixture
def now(db):
    """The database's time: a VAPID token is judged by the clock of the world."""
    return database_clock.now()


@pytest.fixture
def phone_of(service, now):
    """A phone of somebody's, subscribed."""

    def subscribed(member, **columns):
        phone = service.phone()
        builders.push_subscription(member, now=now, **phone.columns, **columns)
        return phone

    return subscribed


@pytest.fixture
def tell(now):
    """Publish one event to one person, as a stage would."""

    def told(member, event, at=None):
        with transaction.atomic():
            publish([Notice(member.pk, event)], now=at or now)

    return told


@pytest.fixture
def climb(now):
    """The worker comes by, some seconds after `now`."""

    def climbed(after_s=3.0):
        return ladder.climb_due(now=now + timedelta(seconds=after_s))

    return climbed


@pytest.fixture
def states():
    """Where everything stands that was to be told: (event, state), in order."""
    return lambda: list(Notification.objects.order_by("pk").values_list("name", "state"))


@pytest.fixture
def names(monkeypatch):
    """Let names stand for addresses: `names(one, other)` answers the first time so, then so."""
    usual = socket.getaddrinfo

    def answers(*addresses):
        left = list(addresses)

        def lookup(host, port, *rest, **more):
            address = left.pop(0) if len(left) > 1 else left[0]
            return usual(address[0], address[1], *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", lookup)

    return answers
