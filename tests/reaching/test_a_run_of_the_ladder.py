"""A run of the ladder, whatever happens to the worker, the phone and the time while it lasts."""

import uuid
from datetime import timedelta

import pytest

from notifications import ladder, policy
from notifications.events import InvitationReceived, PlanDue
from notifications.models import Notification, PushSubscription
from notifications.subscriptions import Browser, subscribe
from tests import builders


def invited(reaching, *, seconds=90):
    return InvitationReceived(uuid.uuid4(), expires_at=reaching.now + timedelta(seconds=seconds))


def test_run_twice_it_sends_once(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    assert (reaching.climb(), reaching.climb(), len(reaching.received)) == (1, 0, 1)


def test_what_a_worker_took_and_died_with_is_taken_again(reaching, eve, monkeypatch):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))

    def dies(*_given, **_how):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("notifications.carriers.web_push.send", dies)
        with pytest.raises(SystemExit):
            reaching.climb(3)
    reaching.climb(4)
    assert reaching.received == []
    reaching.climb(3 + policy.CLAIMED_FOR.total_seconds())
    assert len(reaching.received) == 1


def test_what_waits_for_a_phone_that_signed_out_is_dropped(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    eve.push_subscriptions.get().session.delete()
    reaching.climb()
    assert (reaching.received, reaching.states) == ([], [("invitation-received", "gone")])


def test_what_waits_for_who_used_the_browser_before_is_not_shown_to_who_uses_it_now(reaching, eve, max):
    phone = reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    row = PushSubscription.objects.get()
    session = builders.push_subscription(max, now=reaching.now).session_id
    browser = Browser(**phone.columns, language="en", label="x", session=session)
    assert subscribe(by=max.pk, browser=browser, now=reaching.now).pk == row.pk
    reaching.climb()
    assert (reaching.received, reaching.states) == ([], [("invitation-received", "gone")])
    reaching.tell(max, invited(reaching), after_s=4)
    PushSubscription.objects.exclude(pk=row.pk).delete()
    reaching.climb(7)
    assert len(reaching.received) == 1


def test_more_than_one_claim_takes_all_go_out(reaching, eve, monkeypatch):
    monkeypatch.setattr(policy, "MOST_AT_ONCE", 10)  # so that one small service answers them all in time
    reaching.phone(eve)
    for _ in range(policy.MOST_AT_ONCE + 5):
        reaching.tell(eve, invited(reaching))
    assert reaching.climb() == policy.MOST_AT_ONCE + 5
    assert len(reaching.received) == policy.MOST_AT_ONCE + 5


def test_each_claim_of_a_run_has_a_time_of_its_own(reaching, eve, monkeypatch):
    """How long something is still worth telling is counted from when it goes, not from when the run began."""
    monkeypatch.setattr(policy, "MOST_AT_ONCE", 1)
    reaching.phone(eve)
    for _ in range(3):
        reaching.tell(eve, invited(reaching))
    moments = iter(range(3, 1000, 15))  # the clock is asked before a claim, before sending and after it
    ladder.climb_due(clock=lambda: reaching.now + timedelta(seconds=next(moments)))
    assert [push.headers["ttl"] for push in reaching.received] == ["72", "27"]
    assert [state for _name, state in reaching.states] == ["sent", "sent", "late"]


def test_who_was_slow_to_say_later_is_given_time_from_then_on(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    reaching.service.answer = 503
    moments = iter((3, 3, *[8] * 9))
    ladder.climb_due(clock=lambda: reaching.now + timedelta(seconds=next(moments)))
    row = Notification.objects.get()
    assert row.due_at == reaching.now + timedelta(seconds=8) + policy.RETRY_FIRST


def test_after_a_day_nothing_is_kept(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, PlanDue(uuid.uuid4()))
    reaching.climb()
    assert Notification.objects.forget_due(now=reaching.now + timedelta(days=1)) == 0
    assert Notification.objects.forget_due(now=reaching.now + timedelta(days=1, seconds=1)) == 1
