"""Of one matter a phone's last word is the newest; what was taken back or is said again does not ring."""

import uuid
from datetime import timedelta

import pytest

from notifications import events, policy
from notifications.alarms import ALARMS, Kind
from notifications.carriers import seen
from notifications.events import (
    InvitationReceived,
    MeetingAgreed,
    MeetingArrived,
    MeetingLate,
    MeetingMessaged,
)
from notifications.models import Stream

MEETING = uuid.UUID(int=1)
AGREED, LATE, ARRIVED = (
    MeetingAgreed(MEETING),
    MeetingLate(MEETING, "other", 5),
    MeetingArrived(MEETING, "other"),
)
WORD = MeetingMessaged(MEETING, "other", "outside")


def invited(reaching, invitation=MEETING):
    return InvitationReceived(invitation, expires_at=reaching.now + timedelta(seconds=90))


def names(reaching):
    return [name for name, _state in reaching.states]


def sees_all(member):
    seen.mark({member.pk: Stream.objects.get(person=member).head})


# A newer word.


def test_of_two_words_that_wait_the_newer_goes(reaching, eve):
    reaching.phone(eve)
    for event in (AGREED, ARRIVED):
        reaching.tell(eve, event)
    reaching.climb()
    assert reaching.states == [("meeting-agreed", "late"), ("meeting-arrived", "sent")]
    [push] = reaching.received
    assert push.notification["title"] == "The person you are meeting is there."


def test_an_older_one_that_was_put_off_does_not_come_after_a_newer(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, AGREED)
    reaching.service.answer, reaching.service.answer_headers = 503, {"Retry-After": "10"}
    reaching.climb(3)
    reaching.service.answer = 201
    reaching.tell(eve, ARRIVED, after_s=4)
    reaching.climb(7)
    reaching.climb(30)
    assert reaching.states == [("meeting-agreed", "late"), ("meeting-arrived", "sent")]
    assert len(reaching.received) == 2


def test_what_is_about_another_matter_or_for_another_person_goes_too(reaching, eve, max):
    for member in (eve, max):
        reaching.phone(member)
    reaching.tell(eve, AGREED)
    reaching.tell(max, ARRIVED)
    reaching.tell(eve, MeetingArrived(uuid.uuid4(), "other"))
    reaching.climb()
    assert reaching.states == [(name, "sent") for name in names(reaching)]
    assert len(reaching.received) == 3


def test_each_phone_gets_the_newest(reaching, eve):
    for _ in range(2):
        reaching.phone(eve)
    for event in (AGREED, LATE, ARRIVED):
        reaching.tell(eve, event)
    reaching.climb()
    assert len({push.path for push in reaching.received}) == len(reaching.received) == 2


# A ring that was taken back.


@pytest.mark.parametrize(
    "ending",
    [
        events.InvitationWithdrawn(MEETING), events.InvitationSuperseded(MEETING),
        events.InvitationExpired(MEETING), events.InvitationRefused(MEETING),
        events.InvitationAccepted(MEETING, uuid.uuid4()),
    ],
    ids=lambda event: event.name,
)  # fmt: skip
def test_an_invitation_that_stands_no_more_does_not_ring(reaching, eve, ending):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    reaching.tell(eve, ending, after_s=1)
    reaching.climb()
    assert (reaching.received, reaching.states) == ([], [("invitation-received", "late")])


@pytest.mark.parametrize("ending", [events.TablePassed, events.TableRefused, events.TableAccepted])
def test_a_table_that_is_offered_no_more_does_not_ring(reaching, eve, ending):
    reaching.phone(eve)
    for table in (MEETING, uuid.uuid4()):
        reaching.tell(eve, events.TableOffered(table, expires_at=reaching.now + timedelta(seconds=90)))
    reaching.tell(eve, ending(MEETING), after_s=1)
    reaching.climb()
    assert reaching.states == [("table-offered", "late"), ("table-offered", "sent")]


def test_another_invitation_or_another_persons_rings(reaching, eve, max):
    for member in (eve, max):
        reaching.phone(member)
    reaching.tell(eve, invited(reaching))
    reaching.tell(eve, events.InvitationWithdrawn(uuid.uuid4()))
    reaching.tell(max, events.InvitationWithdrawn(MEETING))
    reaching.climb()
    assert reaching.states == [("invitation-received", "sent")]


def test_one_that_was_put_off_does_not_ring_once_it_is_taken_back(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, invited(reaching))
    reaching.service.answer = 503
    reaching.climb(3)
    reaching.tell(eve, events.InvitationWithdrawn(MEETING), after_s=4)
    reaching.climb(20)
    assert (len(reaching.received), reaching.states) == (1, [("invitation-received", "late")])


def test_whatever_rings_can_be_taken_back():
    """A ring without an end to look for would ring on for whoever is no longer asked."""
    endings = {
        event for event in events.ALL
        if event.name.split("-")[0] in {"invitation", "table"} and event.name.split("-")[1] in
        {"accepted", "refused", "expired", "withdrawn", "superseded", "passed"}
    }  # fmt: skip
    rings = [alarm for alarm in ALARMS.values() if alarm.kind is Kind.RING]
    assert {event for alarm in rings for event in alarm.ended_by} == endings


# A word said again and again.


def test_fifty_words_ring_once(reaching, eve):
    reaching.phone(eve)
    for after_s in range(0, 150, 3):
        reaching.tell(eve, WORD, after_s=after_s)
        reaching.climb(after_s + 2.5)
    assert len(reaching.received) == 1


def test_who_has_seen_one_is_rung_for_the_next(reaching, eve):
    reaching.phone(eve)
    reaching.tell(eve, WORD)
    sees_all(eve)  # before it was sent
    reaching.tell(eve, WORD)
    reaching.climb(3)
    reaching.tell(eve, WORD, after_s=4)
    reaching.climb(7)
    assert reaching.states == [("meeting-messaged", "seen"), ("meeting-messaged", "sent")]
    sees_all(eve)  # after it
    reaching.tell(eve, WORD, after_s=8)
    reaching.climb(11)
    assert (len(reaching.received), names(reaching)) == (2, ["meeting-messaged"] * 3)


def test_a_word_after_another_event_rings_again(reaching, eve):
    reaching.phone(eve)
    for after_s, event in enumerate((WORD, LATE, WORD, WORD)):
        reaching.tell(eve, event, after_s=10 * after_s)
        reaching.climb(10 * after_s + 3)
    assert names(reaching) == ["meeting-messaged", "meeting-late", "meeting-messaged"]
    assert len(reaching.received) == 3


def test_a_word_that_waits_with_another_event_is_not_lost(reaching, eve):
    """What is not written down replaces nothing: whatever is ended for a newer word, the newer is told."""
    reaching.phone(eve)
    reaching.tell(eve, WORD)
    reaching.climb(3)
    for event in (LATE, WORD, WORD):
        reaching.tell(eve, event, after_s=4)
    reaching.climb(7)
    assert reaching.states[1:] == [("meeting-late", "late"), ("meeting-messaged", "sent")]


def test_a_word_that_nobody_can_see_any_more_holds_none_back(reaching, eve):
    reaching.phone(eve)
    later_s = policy.ABOUT_A_MEETING_FOR.total_seconds()
    for after_s in (0, later_s - 1, later_s):
        reaching.tell(eve, WORD, after_s=after_s)
        reaching.climb(after_s + 3)
    assert len(reaching.received) == 2


def test_a_word_in_another_meeting_rings_and_so_does_every_phone(reaching, eve):
    for _ in range(2):
        reaching.phone(eve)
    for event in (WORD, WORD, MeetingMessaged(uuid.uuid4(), "other", "outside")):
        reaching.tell(eve, event)
    reaching.climb()
    assert len(reaching.received) == 4
