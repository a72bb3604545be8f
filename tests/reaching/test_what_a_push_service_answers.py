"""Taken, gone, later, never, elsewhere, slowly, without end: what comes of each."""

import time
import uuid
from datetime import timedelta

import pytest

from notifications import ladder, policy
from notifications.events import InvitationReceived, MeetingAgreed
from notifications.models import Notification, PushSubscription
from tests import builders
from tests.reaching import push_service

WITHIN_S = 5  # 1.5, and something for a busy machine


@pytest.fixture
def ring(reaching, eve):
    """Eve's phone, and an invitation of 90 s that waits for it."""
    reaching.phone(eve)
    reaching.tell(eve, InvitationReceived(uuid.uuid4(), expires_at=reaching.now + timedelta(seconds=90)))


def only():
    return Notification.objects.get()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(ring, reaching, status):
    reaching.service.answer = status
    reaching.climb()
    assert (reaching.states, PushSubscription.objects.count()) == ([("invitation-received", "gone")], 0)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_is_only_for_now_is_tried_again_and_each_time_later(ring, reaching, status):
    reaching.service.answer = status
    waits = []
    at_s = 3.0
    for _ in range(4):
        reaching.climb(at_s)
        row = only()
        wait = (row.due_at - row.created_at).total_seconds() - at_s
        waits.append(wait)
        at_s += wait
    assert (waits, len(reaching.received)) == ([2, 4, 8, 16], 4)
    reaching.service.answer = 201
    reaching.climb(at_s)
    assert reaching.states == [("invitation-received", "sent")]


def test_its_time_over_it_is_tried_no_more(ring, reaching):
    reaching.service.answer = 503
    for at_s in (3, 10, 20, 40, 80):
        reaching.climb(at_s)
    reaching.climb(95)
    assert (reaching.states, len(reaching.received)) == ([("invitation-received", "late")], 5)


def test_a_push_service_may_say_when_to_come_back(ring, reaching):
    reaching.service.answer, reaching.service.answer_headers = 429, {"Retry-After": "30"}
    reaching.climb(3)
    row = only()
    assert (row.due_at - row.created_at).total_seconds() == 33


@pytest.mark.parametrize("said", ["Wed, 17 Jun 2026 09:00:00 GMT", "-5", "9" * 20, "²"])
def test_nonsense_about_when_to_come_back_is_overlooked(ring, reaching, said):
    reaching.service.answer, reaching.service.answer_headers = (
        429,
        {"Retry-After": said.encode().decode("latin-1")},
    )
    reaching.climb(3)
    row = only()
    assert (row.due_at - row.created_at).total_seconds() == 5


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_a_browser_that_is_refused_does_not_count_as_one_that_rings(ring, reaching, eve, status):
    reaching.service.answer = status
    assert builders.reachable_by_push([eve.pk], now=reaching.now) == {eve.pk}
    reaching.climb()
    assert reaching.states == [("invitation-received", "failed")]
    assert builders.reachable_by_push([eve.pk], now=reaching.now) == set()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_leads_nowhere(ring, reaching, status):
    elsewhere = push_service.PushService()
    reaching.service.answer, reaching.service.answer_headers = (
        status,
        {"Location": f"{elsewhere.origin}/push/x"},
    )
    reaching.climb()
    elsewhere.close()
    assert (elsewhere.received, elsewhere.refused) == ([], [])
    assert (reaching.states, len(reaching.received)) == ([("invitation-received", "failed")], 1)


@pytest.mark.parametrize("answer", [push_service.drip, push_service.silence])
def test_a_slow_host_is_given_its_time_and_no_more(ring, reaching, impatient, answer):
    reaching.service.answer = answer
    began = time.monotonic()
    reaching.climb()
    assert time.monotonic() - began < WITHIN_S
    assert (only().state, only().tries) == ("waiting", 1)


def test_headers_without_end_are_not_read(ring, reaching):
    reaching.service.answer = push_service.flood_of_headers
    began = time.monotonic()
    reaching.climb()
    assert time.monotonic() - began < WITHIN_S
    assert only().state == "waiting"


def test_a_body_without_end_is_not_read(ring, reaching):
    reaching.service.answer = push_service.flood_of_body
    began = time.monotonic()
    reaching.climb()
    assert time.monotonic() - began < WITHIN_S
    assert reaching.states == [("invitation-received", "sent")]


def test_a_host_that_is_not_there_is_tried_again(ring, reaching):
    reaching.service.close()
    reaching.climb()
    assert (only().state, only().tries) == ("waiting", 1)


def test_a_slow_host_holds_nobody_else_up(reaching, impatient, eve, max):
    """Both go out together: who is quick is told at once."""
    slow = reaching.phone(eve)
    quick = reaching.phone(max)
    took = {}

    def answer(request):
        if request.path in slow.endpoint:
            return push_service.silence(request)
        took["quick"] = time.monotonic()
        return reaching.service.reply(request, 201)

    reaching.service.answer = answer
    for member in (eve, max):
        reaching.tell(member, MeetingAgreed(uuid.uuid4()))
    began = time.monotonic()
    ladder.climb_due(clock=lambda: reaching.now + timedelta(seconds=3))
    assert took["quick"] - began < policy.REQUEST_WITHIN_S / 2
    assert PushSubscription.objects.get(endpoint=quick.endpoint).succeeded_at
