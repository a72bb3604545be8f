"""A batch of mails: one connection, and nobody waits for who cannot be written to."""

import time
import uuid
from datetime import timedelta

import pytest

from notifications import ladder, policy
from notifications.events import PlanDue
from notifications.models import Notification
from tests import builders


@pytest.fixture
def readers(reaching, mail_server):
    """Some who have no phone and allow mail, each with one waiting."""
    members = [builders.person(f"Reader{number}") for number in range(4)]
    for member in members:
        reaching.wishes(member, may_mail=True)
        reaching.tell(member, PlanDue(uuid.uuid4()))
    return [member.email for member in members]


def states():
    return [state for (state,) in Notification.objects.order_by("pk").values_list("state")]


def test_they_go_over_one_connection_each_once(readers, reaching, mail_server):
    for after_s in (3, 300):
        reaching.climb(after_s)
    assert (mail_server.took, mail_server.connections) == (readers, 1)
    assert states() == ["sent"] * 4


def test_an_address_that_is_none_keeps_nobody_elses_back(readers, reaching, mail_server):
    mail_server.unknown.add(readers[0])
    reaching.climb()
    assert (mail_server.took, mail_server.connections) == (readers[1:], 1)
    assert states() == ["waiting", "sent", "sent", "sent"]


def test_a_server_that_says_nothing_is_waited_for_once(readers, reaching, mail_server):
    mail_server.is_silent = True
    began = time.monotonic()
    reaching.climb(3)
    assert time.monotonic() - began < 3  # one second for the first; four would take four
    assert (mail_server.connections, states()) == (1, ["waiting"] * 4)
    mail_server.is_silent = False
    reaching.climb(6)
    assert mail_server.took == readers


def test_what_is_seen_or_over_while_others_are_written_to_is_not_sent(readers, reaching, mail_server):
    rows = list(Notification.objects.order_by("pk"))

    def clock():
        if len(mail_server.took) == 2:
            Notification.objects.filter(pk=rows[2].pk).update(state="seen")
            Notification.objects.filter(pk=rows[3].pk).update(until=reaching.now)
        return reaching.now + timedelta(seconds=3)

    ladder.climb_due(clock=clock)
    assert (mail_server.took, states()) == (readers[:2], ["sent", "sent", "seen", "waiting"])


def test_more_than_fit_on_one_line_go_with_the_next_run(readers, reaching, mail_server, monkeypatch):
    monkeypatch.setattr(policy, "MAILS_AT_ONCE", 3)
    reaching.climb(3)
    assert mail_server.took == readers[:3]
    reaching.climb(4)
    assert mail_server.took == readers
