"""A push service, people with phones that it serves, and the ladder climbed at a moment."""

import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from kernel import clock as database_clock
from notifications import ladder, policy
from notifications.events import Notice
from notifications.models import Notification, Preference
from notifications.publish import publish
from tests import builders
from tests.reaching.mail_server import MailServer
from tests.reaching.push_service import Message, Phone, PushService


@dataclass
class Reaching:
    """Everything between a stage and a phone, at one moment of the world: its time judges VAPID tokens."""

    service: PushService
    now: datetime

    def phone(self, member: Any, **columns: Any) -> Phone:
        """A phone of somebody's, subscribed."""
        phone = self.service.phone()
        builders.push_subscription(member, now=self.now, **phone.columns, **columns)
        return phone

    def tell(self, member: Any, event: Any, *, after_s: float = 0) -> None:
        """Publish one event to one person, as a stage would."""
        with transaction.atomic():
            publish([Notice(member.pk, event)], now=self.now + timedelta(seconds=after_s))

    def climb(self, after_s: float = 3.0) -> int:
        """The worker comes by, some seconds after `now`."""
        self.service.ahead_s = after_s
        return ladder.climb_due(clock=lambda: self.now + timedelta(seconds=after_s))

    def wishes(self, member: Any, **wishes: Any) -> None:
        Preference.objects.update_or_create(person=member, defaults=wishes)

    @property
    def received(self) -> list[Message]:
        return self.service.received

    @property
    def states(self) -> list[tuple[str, str]]:
        """Where everything stands that was to be told: (event, state), in order."""
        return list(Notification.objects.order_by("pk").values_list("name", "state"))


@pytest.fixture
def service(settings):
    running = PushService()
    settings.PUSH_TRIED_AT = running.origin
    yield running
    running.close()


@pytest.fixture
def mail_server(settings):
    running = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 1
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield running
    running.close()


@pytest.fixture
def now(db):
    return database_clock.now()


@pytest.fixture
def reaching(service, now):
    return Reaching(service, now)


@pytest.fixture
def impatient(monkeypatch):
    """A second and a half instead of five, so that nobody waits for what is the same."""
    assert policy.REQUEST_WITHIN_S == 5
    monkeypatch.setattr(policy, "REQUEST_WITHIN_S", 1.5)


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
