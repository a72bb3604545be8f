"""Socket, then push, then mail: who is told by which rung, how often, and when not at all."""

import uuid
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import policy
from notifications.carriers import seen
from notifications.events import (
    EnoughPeopleFree,
    InvitationExpired,
    InvitationReceived,
    MeetingArrived,
    MeetingCancelled,
    PlanDue,
)
from notifications.models import Stream
from tests import builders

HOUR_S, DAY_S = 3600, 24 * 3600


def invited(reaching, *, seconds=90):
    return InvitationReceived(uuid.uuid4(), expires_at=reaching.now + timedelta(seconds=seconds))


def plan():
    return PlanDue(uuid.uuid4())


# The first rung.


def test_nothing_goes_out_before_an_open_page_had_its_chance(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    reaching.climb(policy.SOCKET_FIRST_FOR.total_seconds() - 0.001)
    assert reaching.received == []
    reaching.climb(policy.SOCKET_FIRST_FOR.total_seconds())
    assert len(reaching.received) == 1


def test_what_somebody_has_seen_is_not_rung_for_and_what_comes_after_is(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    seen.mark({eve.pk: Stream.objects.get(person=eve).head})
    reaching.tell(eve, invited(reaching))
    reaching.climb()
    assert reaching.states == [("invitation-received", "seen"), ("invitation-received", "sent")]


def test_what_another_has_seen_does_not_keep_my_phone_silent(reaching, eve, max):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    seen.mark({max.pk: 99})
    reaching.climb()
    assert reaching.states == [("invitation-received", "sent")]


# What is worth a push.


def test_what_is_over_or_ones_own_doing_rings_nowhere(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, InvitationExpired(uuid.uuid4()))
    reaching.tell(eve, MeetingArrived(uuid.uuid4(), "you"))
    assert reaching.states == []
    reaching.tell(eve, MeetingArrived(uuid.uuid4(), "other"))
    assert reaching.states == [("meeting-arrived", "waiting")]


def test_who_has_no_phone_and_allows_no_mail_costs_no_statement_more(reaching, eve, max, anna):
    reaching.phone(max)
    costs = []
    for member in (eve, max):
        reaching.tell(member, invited(reaching))  # a first event makes the stream
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reaching.tell(member, invited(reaching))
        costs.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    assert costs == [1, 2]


# The budget.


def test_one_an_hour_and_three_a_day_of_what_is_neither_ring_nor_meeting(reaching, eve):
    reaching.phone(eve)
    went = []
    for at_s in (0, 1800, 3601, 7300, 11000, 20000, DAY_S + 5, DAY_S + 4000):
        before = len(reaching.received)
        reaching.tell(eve, plan(), after_s=at_s)
        reaching.climb(at_s + 3)
        if len(reaching.received) > before:
            went.append(at_s)
    assert went == [0, 3601, 7300, DAY_S + 5, DAY_S + 4000]


def test_the_budget_counts_events_and_not_browsers(reaching, eve):
    for _ in range(2):
        reaching.phone(eve)
    reaching.tell(eve, plan())
    reaching.tell(eve, plan())
    reaching.climb()
    assert len(reaching.received) == 2
    assert sorted(state for _name, state in reaching.states) == ["over-budget", "over-budget", "sent", "sent"]


def test_a_ring_and_a_word_about_a_meeting_are_beyond_the_budget(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, plan())
    for _ in range(5):
        reaching.tell(eve, invited(reaching))
    reaching.tell(eve, MeetingCancelled(uuid.uuid4(), "other"))
    reaching.climb()
    assert len(reaching.received) == 7
    assert [push.headers["urgency"] for push in reaching.received].count("high") == 5


def test_what_somebody_saw_takes_nothing_from_the_budget(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, plan())
    seen.mark({eve.pk: 1})
    reaching.tell(eve, plan())
    reaching.climb()
    assert reaching.states == [("plan-due", "seen"), ("plan-due", "sent")]


# Quiet hours.


@pytest.mark.parametrize(
    ("at", "start", "end", "is_quiet"),
    [
        (time(22), time(22), time(7), True),
        (time(6, 59), time(22), time(7), True),
        (time(0), time(22), time(7), True),
        (time(7), time(22), time(7), False),
        (time(21, 59), time(22), time(7), False),
        (time(13), time(12), time(14), True),
        (time(14), time(12), time(14), False),
        (time(3), None, None, False),
    ],
)
def test_quiet_hours_may_run_over_midnight_and_their_end_is_loud_again(at, start, end, is_quiet):
    assert policy.is_quiet(at, start=start, end=end) is is_quiet


def test_in_quiet_hours_only_who_is_live_is_rung(reaching, eve):
    reaching.phone(eve)
    here = reaching.now.astimezone(ZoneInfo("Asia/Tokyo"))
    around = [(here + timedelta(hours=hours)).time() for hours in (-1, 1)]
    reaching.wishes(eve, quiet_from=around[0], quiet_until=around[1], time_zone="Asia/Tokyo")
    reaching.tell(eve, invited(reaching))
    reaching.tell(eve, plan())
    reaching.climb()
    assert reaching.states == [("invitation-received", "sent"), ("plan-due", "quiet")]


def test_quiet_hours_are_those_of_the_persons_own_clock(reaching, eve):
    reaching.phone(eve)
    here = reaching.now.astimezone(ZoneInfo("Asia/Tokyo"))
    around = [(here + timedelta(hours=hours)).time() for hours in (-1, 1)]
    reaching.wishes(eve, quiet_from=around[0], quiet_until=around[1], time_zone="America/New_York")
    reaching.tell(eve, plan())
    reaching.climb()
    assert reaching.states == [("plan-due", "sent")]


# The last rung.


def test_who_has_no_phone_and_allows_it_is_told_by_mail_in_their_language(reaching, eve, settings):
    reaching.wishes(eve, may_mail=True, language="fr")
    reaching.tell(eve, plan())
    reaching.climb()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (
        [eve.email],
        "Ce que vous aviez prévu commence bientôt. Êtes-vous libre\u202f?",
    )
    assert f"{settings.SITE_URL}/now/\n" in letter.body
    assert reaching.states == [("plan-due", "sent")]


def test_who_allows_none_gets_none(reaching, eve):
    reaching.wishes(eve, may_mail=False)
    reaching.tell(eve, plan())
    reaching.climb()
    assert (mail.outbox, reaching.states) == ([], [])


def test_an_invitation_is_never_mailed_and_who_has_a_phone_gets_no_mail(reaching, eve, max):
    for member in (eve, max):
        reaching.wishes(member, may_mail=True)
    reaching.phone(max)
    reaching.tell(eve, invited(reaching))
    reaching.tell(max, plan())
    reaching.climb()
    assert (mail.outbox, len(reaching.received)) == ([], 1)


def test_when_the_last_phone_turns_out_to_be_gone_a_mail_goes_instead(reaching, eve):
    reaching.phone(eve)
    reaching.wishes(eve, may_mail=True)
    reaching.service.answer = 410
    reaching.tell(eve, EnoughPeopleFree(uuid.uuid4()))
    reaching.climb(3)
    reaching.climb(4)
    assert [letter.to for letter in mail.outbox] == [[eve.email]]
    assert reaching.states == [("enough-people-free", "gone"), ("enough-people-free", "sent")]


# All of it.


def test_the_whole_of_a_stage_rings(reaching, anna, bo):
    """By the clock of the world, since a push service has that one."""
    now = reaching.now
    for member in (anna, bo):
        session = builders.session_of(member)
        session.started_at = session.heartbeat_at = now
        session.ends_at = now + timedelta(minutes=45)
        session.save(update_fields=["started_at", "heartbeat_at", "ends_at"])
    reaching.phone(bo)
    ring = builders.invitation(anna, bo, now=now)
    reaching.climb()
    [push] = reaching.received
    assert push.notification["navigate"].endswith(f"/invitations/{ring.pk}/")
    assert push.headers["ttl"] == str(int((ring.expires_at - now).total_seconds()) - 3)
