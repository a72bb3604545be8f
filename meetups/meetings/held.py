"""A meeting in hand: its rows locked in the one order, and who of it is told."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from matching import availability
from matching.models import Availability
from meetups.meetings.refused import MeetingRefused
from meetups.models import Meeting, Party
from notifications import events
from notifications.events import Event, Notice


def held(meeting_id: UUID, by: User | None = None) -> tuple[Meeting, list[Availability]]:
    """The meeting with the sessions of who is in it, locked in the one order: sessions, then the meeting.

    Refuses: over, where `by` has no part in it.
    """
    while True:
        before = transaction.savepoint()
        sessions = availability.lock(sessions_in(meeting_id, by).values())
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
        now_in = sessions_in(meeting_id, by)
        if sessions.keys() >= set(now_in.values()):
            return meeting, [sessions[session] for session in now_in.values()]
        # A third joined while the locks were waited for: give them back, so as to take all of them in order.
        transaction.savepoint_rollback(before)


def sessions_in(meeting_id: UUID, by: User | None = None) -> dict[UUID, UUID]:
    """The sessions of those who have not left, by person. Refuses: over, where `by` has no part in it."""
    parties = Party.objects.filter(meeting=meeting_id, session__isnull=False)
    if by is not None and not parties.filter(person=by).exists():
        raise MeetingRefused("over")
    return dict(parties.filter(left_at=None).order_by("pk").values_list("person_id", "session_id"))


def held_running(meeting_id: UUID, by: User, *, now: datetime) -> tuple[Meeting, Party]:
    """A running meeting and one's own side of it, locked. Refuses: over."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    party = meeting.parties.filter(person=by).first()
    if party is None or party.left_at is not None or not meeting.running or meeting.overdue(now):
        raise MeetingRefused("over")
    return meeting, party


def held_unproven(meeting_id: UUID, by: User, *, now: datetime) -> tuple[Meeting, Party]:
    """A running meeting in which one has proven nothing yet. Refuses: over, met-already."""
    meeting, party = held_running(meeting_id, by, now=now)
    if not unproven(meeting, party):
        raise MeetingRefused("met-already")
    return meeting, party


def unproven(meeting: Meeting, party: Party) -> bool:
    """Whether one has still to come: of three, two may have met while the third is on the way."""
    return meeting.unproven or party.proven_at is None


def told(meeting: Meeting, by: User, event: Callable[[events.Who], Event]) -> list[Notice]:
    """The event for everybody there, each hearing who did it from their own side."""
    return [
        Notice(party.person_id, event("you" if party.person_id == by.pk else "other"))
        for party in meeting.present
    ]
