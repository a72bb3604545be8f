"""Every way out of a meeting: called off, set free, goodbye, the clock. Of three one may leave, two go on."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from kernel.moves import move
from matching import availability
from matching.models import Availability
from meetups import policy, states
from meetups.meetings.held import held, told, unproven
from meetups.meetings.refused import MeetingRefused
from meetups.models import Meeting, Party
from notifications import events
from notifications.events import Event, Notice
from notifications.publish import publish

COUPLE = 2  # where so many are left, one who goes ends it


def cancel(*, meeting_id: UUID, by: User, now: datetime, reason: str) -> Meeting:
    """Call it off before having met, with a reason. A meeting that is over stays as it ended.

    Refuses: met-already, unknown-reason.
    """
    if reason not in policy.CANCEL_REASONS:
        raise MeetingRefused("unknown-reason")
    with transaction.atomic():
        meeting, sessions = held_settled(meeting_id, by, now=now)
        if not runs_for(meeting, by):
            return meeting
        if not unproven(meeting, meeting.party_of(by)):
            raise MeetingRefused("met-already")
        event = lambda who: events.MeetingCancelled(meeting.pk, who)  # noqa: E731 -- as `told` takes it
        publish(out(meeting, states.CANCELLED, sessions, event, by=by, now=now, reason=reason), now=now)
    return meeting


def release(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """Go free when nobody else has set off three minutes after the yes.

    Refuses: not-yet, on-their-way, met-already.
    """
    with transaction.atomic():
        meeting, sessions = held_settled(meeting_id, by, now=now)
        if not runs_for(meeting, by):
            return meeting
        if not meeting.unproven:
            raise MeetingRefused("met-already")
        if any(party.on_my_way_at is not None for party in meeting.present if party.person_id != by.pk):
            raise MeetingRefused("on-their-way")
        if now < meeting.agreed_at + policy.RELEASE_AFTER:
            raise MeetingRefused("not-yet")
        event = lambda who: events.MeetingReleased(meeting.pk, who)  # noqa: E731 -- as `told` takes it
        publish(out(meeting, states.RELEASED, sessions, event, by=by, now=now), now=now)
    return meeting


def end(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """Say goodbye after having met; both are free again. Of three, one goes and two talk on.

    Refuses: not-met.
    """
    with transaction.atomic():
        meeting, sessions = held_settled(meeting_id, by, now=now)
        if not runs_for(meeting, by):
            return meeting
        if unproven(meeting, meeting.party_of(by)):
            raise MeetingRefused("not-met")
        if len(meeting.present) > COUPLE:
            publish(leave(meeting, sessions, states.CLOSED, by=by.pk, now=now), now=now)
        else:
            publish(close(meeting, sessions, by=by.pk, now=now), now=now)
    return meeting


def close_due(*, now: datetime, limit: int = 200) -> int:
    """Close what has run its time, one by one, so that nobody is ever locked in; the count."""
    begun = Meeting.objects.running().filter(Q(meet_at__lte=now) | Q(met_at__isnull=False))
    due = [meeting.pk for meeting in begun.prefetch_related("parties") if meeting.overdue(now)]
    return sum(close_one(meeting_id, now=now) for meeting_id in due[:limit])


def close_one(meeting_id: UUID, *, now: datetime) -> bool:
    """Close one meeting if it is due once its rows are locked; another worker may have got there first."""
    with transaction.atomic():
        meeting, sessions = held(meeting_id)
        if not meeting.overdue(now):
            return False
        publish(close(meeting, sessions, by=None, now=now), now=now)
    return True


# Inner stages: the caller holds the transaction and publishes.


def break_off(meeting_id: UUID, *, by: UUID, now: datetime) -> list[Notice]:
    """Take `by` out of whatever runs, met or not, because of a block or a frozen account; of two it ends."""
    meeting, sessions = held(meeting_id)
    there = meeting.present
    if not meeting.running or by not in {party.person_id for party in there}:
        return []
    if len(there) > COUPLE:
        return leave(meeting, sessions, states.CANCELLED, by=by, now=now, reason="other")
    notices = finish(meeting, states.CANCELLED, sessions, by=by, role="system", now=now, reason="other")
    told_all = [
        Notice(
            party.person_id, events.MeetingCancelled(meeting.pk, "you" if party.person_id == by else "other")
        )
        for party in there
    ]
    return [*told_all, *notices]


def out(
    meeting: Meeting,
    to: str,
    sessions: list[Availability],
    event: Callable[[events.Who], Event],
    *,
    by: User,
    now: datetime,
    reason: str = "",
) -> list[Notice]:
    """Of two, the meeting ends for both; of three, one leaves."""
    if len(meeting.present) > COUPLE:
        return leave(meeting, sessions, to, by=by.pk, now=now, reason=reason)
    notices = finish(meeting, to, sessions, by=by.pk, role="party", now=now, reason=reason)
    return [*told(meeting, by, event), *notices]


def leave(
    meeting: Meeting, sessions: list[Availability], left_as: str, *, by: UUID, now: datetime, reason: str = ""
) -> list[Notice]:
    """Let one of three go; the two others go on, and everybody hears it."""
    there = [party.person_id for party in meeting.present]
    meeting.parties.filter(person=by).update(running=False, left_at=now, left_as=left_as, reason=reason)
    freed = availability.disengage([row for row in sessions if row.person_id == by], now=now)
    left = [
        Notice(person, events.MeetingLeft(meeting.pk, "you" if person == by else "other")) for person in there
    ]
    return [*left, *freed]


def close(meeting: Meeting, sessions: list[Availability], *, by: UUID | None, now: datetime) -> list[Notice]:
    """Close a held meeting, by a goodbye or by the clock."""
    role = "party" if by else "system"
    notices = finish(meeting, states.CLOSED, sessions, by=by, role=role, now=now)
    return [Notice(party.person_id, events.MeetingEnded(meeting.pk)) for party in meeting.present] + notices


def finish(
    meeting: Meeting,
    to: str,
    sessions: list[Availability],
    *,
    by: UUID | None,
    role: str,
    now: datetime,
    reason: str = "",
) -> list[Notice]:
    """The one way out of a running meeting: both parties freed, both back to live if time is left."""
    over = {"over_at": now, "over_by_id": by, "reason": reason}
    move(meeting, to, by=by, now=now, allowed=states.MEETING_MOVES, role=role, fields=over)
    meeting.parties.update(running=False)
    return availability.disengage(sessions, now=now)


def held_settled(meeting_id: UUID, by: User, *, now: datetime) -> tuple[Meeting, list[Availability]]:
    """The meeting in hand; where it has run its time unswept it is closed here, and told. Refuses: over."""
    meeting, sessions = held(meeting_id, by)
    if meeting.overdue(now):
        publish(close(meeting, sessions, by=None, now=now), now=now)
    return meeting, sessions


def runs_for(meeting: Meeting, by: User) -> bool:
    """Whether the meeting runs and the person is still part of it."""
    return meeting.running and Party.objects.filter(meeting=meeting, person=by, running=True).exists()
