"""After a week nobody asks for an event any more; its number stays used, unless the counting begins anew."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from kernel import clock
from notifications import inbox
from notifications.events import MeetingAgreed, Notice
from notifications.messages import Reset, Sync
from notifications.models import KEPT_FOR, Event
from notifications.publish import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return get_user_model().objects.create_user(email="anna@example.test").pk


@pytest.fixture
def bo():
    return get_user_model().objects.create_user(email="bo@example.test").pk


def test_the_sweep_takes_what_is_older_than_a_week_and_may_run_twice(anna):
    now = clock.now()
    for age in (KEPT_FOR + timedelta(seconds=1), KEPT_FOR, timedelta(0)):
        publish([Notice(anna, MeetingAgreed(anna))], now=now - age)
    assert Event.objects.forget_due(now=now) == 1
    assert Event.objects.forget_due(now=now) == 0
    assert list(Event.objects.values_list("seq", flat=True)) == [2, 3]


def test_numbers_go_on_after_the_sweep(anna):
    now = clock.now()
    publish([Notice(anna, MeetingAgreed(anna))], now=now - KEPT_FOR * 2)
    Event.objects.forget_due(now=now)
    publish([Notice(anna, MeetingAgreed(anna))], now=now)
    assert list(Event.objects.values_list("seq", flat=True)) == [2]


def test_who_was_away_longer_is_told_to_start_anew(anna):
    now = clock.now()
    publish([Notice(anna, MeetingAgreed(anna))] * 2, now=now - KEPT_FOR * 2)
    epoch = inbox.stream_of(anna).epoch
    assert isinstance(inbox.events_after(anna, epoch=epoch, since=1), Sync)
    Event.objects.forget_due(now=now)
    assert isinstance(inbox.events_after(anna, epoch=epoch, since=1), Reset)
    assert isinstance(inbox.events_after(anna, epoch=epoch, since=2), Sync)


def test_after_a_backup_every_client_starts_anew(anna, bo):
    publish([Notice(one, MeetingAgreed(one)) for one in (anna, bo)], now=clock.now())
    known = inbox.stream_of(anna).epoch
    call_command("renew_epochs", stdout=io.StringIO())
    assert isinstance(inbox.events_after(anna, epoch=known, since=1), Reset)
    assert inbox.stream_of(anna).epoch != inbox.stream_of(bo).epoch
