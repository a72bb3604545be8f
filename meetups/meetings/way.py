"""On the way: set off, late, here, and the sentences one says."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from kernel.moves import move
from meetups import policy, states
from meetups.meetings.held import held_running, held_unproven, told
from meetups.meetings.refused import MeetingRefused
from meetups.models import Meeting, Message
from notifications import events
from notifications.publish import publish


def depart(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """On my way.

    Effects: the first departure puts the meeting under way; `meeting-departed`.
    Refuses: over, met-already.
    """
    with transaction.atomic():
        meeting, party = held_unproven(meeting_id, by, now=now)
        if party.on_my_way_at is None:
            party.on_my_way_at = now
            party.save(update_fields=["on_my_way_at"])
            if meeting.state == states.AGREED:
                move(meeting, states.UNDER_WAY, by=by.pk, now=now, allowed=states.MEETING_MOVES, role="party")
            publish(told(meeting, by, lambda who: events.MeetingDeparted(meeting.pk, who)), now=now)
    return meeting


def late(*, meeting_id: UUID, by: User, now: datetime, minutes: int) -> Meeting:
    """Announce a delay of five or ten minutes; fifteen in all. Refuses: too-late, over, met-already."""
    with transaction.atomic():
        meeting, party = held_unproven(meeting_id, by, now=now)
        if minutes not in policy.LATENESS_MIN or party.late_min + minutes > policy.LATENESS_MOST_MIN:
            raise MeetingRefused("too-late")
        party.late_min += minutes
        party.save(update_fields=["late_min"])
        publish(told(meeting, by, lambda who: events.MeetingLate(meeting.pk, who, party.late_min)), now=now)
    return meeting


def arrive(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """I am here: a tap, never a position. Refuses: over, met-already."""
    with transaction.atomic():
        meeting, party = held_unproven(meeting_id, by, now=now)
        if party.here_at is None:
            party.here_at = now
            party.on_my_way_at = party.on_my_way_at or now
            party.save(update_fields=["here_at", "on_my_way_at"])
            if meeting.state == states.AGREED:
                move(meeting, states.UNDER_WAY, by=by.pk, now=now, allowed=states.MEETING_MOVES, role="party")
            publish(told(meeting, by, lambda who: events.MeetingArrived(meeting.pk, who)), now=now)
    return meeting


def say(*, meeting_id: UUID, by: User, now: datetime, preset: str) -> Message:
    """Say one of eight sentences; each reads it in their own language.

    Refuses: unknown-preset, over, too-many-words.
    """
    if preset not in policy.PRESETS:
        raise MeetingRefused("unknown-preset")
    with transaction.atomic():
        meeting, _party = held_running(meeting_id, by, now=now)  # locked, so that nobody says two at once
        just_said = meeting.messages.filter(sender=by, at__gt=now - timedelta(minutes=1))
        if just_said.count() >= policy.PRESETS_A_MINUTE:
            raise MeetingRefused("too-many-words")
        message = Message.objects.create(meeting=meeting, sender=by, preset=preset, at=now)
        publish(told(meeting, by, lambda who: events.MeetingMessaged(meeting.pk, who, preset)), now=now)
    return message
