"""Who has a browser that rings while no page is open."""

from datetime import time, timedelta

import pytest
from django.contrib.auth import logout
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import User
from kernel import tokens
from notifications.models import Preference, PushSubscription
from tests import builders


def test_who_has_a_browser_is_reached_and_nobody_else(anna, bo, chen, clock, django_assert_num_queries):
    builders.push_subscription(anna)
    builders.push_subscription(bo)
    builders.push_subscription(bo)
    with django_assert_num_queries(1):
        assert builders.reachable_by_push([anna.pk, bo.pk, chen.pk], now=clock.now) == {anna.pk, bo.pk}
    assert builders.reachable_by_push([chen.pk], now=clock.now) == set()


def test_a_browser_that_signs_out_rings_no_more(anna, clock):
    ring = builders.push_subscription(anna)
    request = HttpRequest()
    request.session = SessionStore(ring.session_id)
    logout(request)
    assert not PushSubscription.objects.exists()


def test_a_session_that_is_over_rings_no_more(anna, clock):
    ring = builders.push_subscription(anna)
    Session.objects.filter(pk=ring.session_id).update(expire_date=clock.now)
    assert builders.reachable_by_push([anna.pk], now=clock.now) == set()


def test_a_token_that_is_revoked_rings_no_more(anna, clock):
    token, _secret = tokens.issue(user=anna, scopes=["meet"], now=clock.now)
    builders.push_subscription(anna, session=None, token=token)
    assert builders.reachable_by_push([anna.pk], now=clock.now) == {anna.pk}
    tokens.revoke(user=anna, now=clock.now)
    assert builders.reachable_by_push([anna.pk], now=clock.now) == set()


def test_a_browser_that_its_push_service_refuses_does_not_count(anna, clock):
    builders.push_subscription(anna, refused_at=clock.now - timedelta(hours=1))
    assert builders.reachable_by_push([anna.pk], now=clock.now) == set()


def test_who_is_banned_is_not_reached(anna, clock):
    builders.push_subscription(anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert builders.reachable_by_push([anna.pk], now=clock.now) == set()


@pytest.mark.parametrize(
    "columns",
    [
        {"session": None},
        {"p256dh": "short"},
        {"auth": "=" * 22},
        {"endpoint": "ftp://fcm.googleapis.com/x"},
        {"language": "de"},
    ],
)
def test_no_row_stands_that_could_not_ring(anna, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.push_subscription(anna, **columns)


def test_one_browser_is_one_row(anna, bo):
    ring = builders.push_subscription(anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.push_subscription(bo, endpoint=ring.endpoint)


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until"), [(time(22), None), (None, time(7)), (time(7), time(7))]
)
def test_quiet_hours_have_two_ends(anna, quiet_from, quiet_until):
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(person=anna, quiet_from=quiet_from, quiet_until=quiet_until)
