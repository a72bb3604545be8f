"""From yes to goodbye: on my way, late, here, messages, and every way out.

Stages for doors and tasks; each is one transaction and one `publish`. `begin` and `break_off` are inner
stages for invitations and partings: they return notices.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from itertools import product
from typing import ClassVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.moves import move
from kernel.refusals import Refusal
from matching import availability, standing
from matching.models import Availability
from meetups import policy, states
from meetups.models import Invitation, Meeting, Message, Party
from notifications import events
from notifications.events import Event, Notice
from notifications.publish import publish
from places.models import MeetingPoint


class MeetingRefused(Refusal):
    """Why something cannot be done in a meeting as it stands."""

    title = _("This cannot be done in the meeting now")
    sentences: ClassVar = {
        "over": _("This meeting is over."),
        "met-already": _("You have met already."),
        "not-met": _("You have not met yet. Enter the other’s code, or cancel."),
        "too-late": _("You have announced as much delay as fits."),
        "not-yet": _("Give them three minutes to set off first."),
        "on-their-way": _("They are on their way. Cancel if you cannot come."),
        "unknown-preset": _("This message is not one of those offered."),
        "unknown-reason": _("Please choose one of the reasons."),
        "wrong-code": _("That is not their code. %(left)s tries left."),
        "no-tries-left": _("Too many wrong codes. Both tap “We met” instead."),
    }
    statuses: ClassVar = {
        "unknown-preset": 422, "unknown-reason": 422, "wrong-code": 422, "no-tries-left": 429,
    }  # fmt: skip


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
    """Say one of eight sentences; each reads it in their own language. Refuses: unknown-preset, over."""
    if preset not in policy.PRESETS:
        raise MeetingRefused("unknown-preset")
    with transaction.atomic():
        meeting, _party = held_running(meeting_id, by, now=now)
        message = Message.objects.create(meeting=meeting, sender=by, preset=preset, at=now)
        publish(told(meeting, by, lambda who: events.MeetingMessaged(meeting.pk, who, preset)), now=now)
    return message


def cancel(*, meeting_id: UUID, by: User, now: datetime, reason: str) -> Meeting:
    """Call it off before having met, with a reason. A meeting that is over stays as it ended.

    Refuses: met-already, unknown-reason.
    """
    if reason not in policy.CANCEL_REASONS:
        raise MeetingRefused("unknown-reason")
    with transaction.atomic():
        meeting, sessions = held_settled(meeting_id, by, now=now)
        if not meeting.running:
            return meeting
        if not meeting.unproven:
            raise MeetingRefused("met-already")
        notices = finish(meeting, states.CANCELLED, sessions, by=by.pk, role="party", now=now, reason=reason)
        publish([*told(meeting, by, lambda who: events.MeetingCancelled(meeting.pk, who)), *notices], now=now)
    return meeting


def release(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """Go free when the other has not set off three minutes after the yes.

    Refuses: not-yet, on-their-way, met-already.
    """
    with transaction.atomic():
        meeting, sessions = held_settled(meeting_id, by, now=now)
        if not meeting.running:
            return meeting
        if not meeting.unproven:
            raise MeetingRefused("met-already")
        if meeting.other_than(by).on_my_way_at is not None:
            raise MeetingRefused("on-their-way")
        if now < meeting.agreed_at + policy.RELEASE_AFTER:
            raise MeetingRefused("not-yet")
        notices = finish(meeting, states.RELEASED, sessions, by=by.pk, role="party", now=now)
        publish([*told(meeting, by, lambda who: events.MeetingReleased(meeting.pk, who)), *notices], now=now)
    return meeting


def end(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """Say goodbye after having met; both are free again. Refuses: not-met."""
    with transaction.atomic():
        meeting, sessions = held_settled(meeting_id, by, now=now)
        if not meeting.running:
            return meeting
        if meeting.unproven:
            raise MeetingRefused("not-met")
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


def begin(
    invitation: Invitation, sender: Availability, invitee: Availability, *, now: datetime
) -> tuple[Meeting, list[Notice]]:
    """Open the meeting of an accepted invitation and take both people out of every list."""
    walks_min = (invitation.sender_walk_min, invitation.invitee_walk_min)
    colour, shape, word = free_beacon(invitation.point)
    meeting = Meeting.objects.create(
        invitation=invitation, point=invitation.point, length_min=invitation.length_min, agreed_at=now,
        meet_at=policy.meeting_time(now, walks_min), colour=colour, shape=shape, word=word,
    )  # fmt: skip
    Party.objects.bulk_create(
        Party(
            meeting=meeting, person_id=session.person_id, session=session, code=new_code(), walk_min=walk_min
        )
        for session, walk_min in zip((sender, invitee), walks_min, strict=True)
    )
    people = (sender.person_id, invitee.person_id)
    standing.committed(people)
    agreed = [Notice(person, events.MeetingAgreed(meeting.pk)) for person in people]
    return meeting, [*agreed, *availability.engage((sender, invitee), now=now)]


def break_off(meeting_id: UUID, *, by: UUID, now: datetime) -> list[Notice]:
    """Cancel whatever runs, met or not, because one blocks the other or an account is frozen."""
    meeting, sessions = held(meeting_id)
    if not meeting.running:
        return []
    notices = finish(meeting, states.CANCELLED, sessions, by=by, role="system", now=now, reason="other")
    told_all = [
        Notice(
            party.person_id, events.MeetingCancelled(meeting.pk, "you" if party.person_id == by else "other")
        )
        for party in meeting.parties.all()
    ]
    return [*told_all, *notices]


def close(meeting: Meeting, sessions: list[Availability], *, by: UUID | None, now: datetime) -> list[Notice]:
    """Close a held meeting, by a goodbye or by the clock."""
    role = "party" if by else "system"
    notices = finish(meeting, states.CLOSED, sessions, by=by, role=role, now=now)
    return [
        Notice(party.person_id, events.MeetingEnded(meeting.pk)) for party in meeting.parties.all()
    ] + notices


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


def held(meeting_id: UUID, by: User | None = None) -> tuple[Meeting, list[Availability]]:
    """The meeting with its sessions, locked in the one order: sessions first, then the meeting.

    Refuses: over, where `by` has no part in it.
    """
    session_of = dict(Party.objects.filter(meeting=meeting_id).values_list("person_id", "session_id"))
    if by is not None and by.pk not in session_of:
        raise MeetingRefused("over")
    sessions = availability.lock(session_of.values())
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    return meeting, list(sessions.values())


def held_settled(meeting_id: UUID, by: User, *, now: datetime) -> tuple[Meeting, list[Availability]]:
    """The same; where it has run its time unswept it is closed here, and told. Refuses: over."""
    meeting, sessions = held(meeting_id, by)
    if meeting.overdue(now):
        publish(close(meeting, sessions, by=None, now=now), now=now)
    return meeting, sessions


def held_running(meeting_id: UUID, by: User, *, now: datetime) -> tuple[Meeting, Party]:
    """A running meeting and one's own side of it, locked. Refuses: over."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    party = meeting.parties.filter(person=by).first()
    if party is None or not meeting.running or meeting.overdue(now):
        raise MeetingRefused("over")
    return meeting, party


def held_unproven(meeting_id: UUID, by: User, *, now: datetime) -> tuple[Meeting, Party]:
    """A running meeting in which nobody has proven anything yet. Refuses: over, met-already."""
    meeting, party = held_running(meeting_id, by, now=now)
    if not meeting.unproven:
        raise MeetingRefused("met-already")
    return meeting, party


def told(meeting: Meeting, by: User, event: Callable[[events.Who], Event]) -> list[Notice]:
    """The event for both, each hearing who did it from their own side."""
    return [
        Notice(party.person_id, event("you" if party.person_id == by.pk else "other"))
        for party in meeting.parties.all()
    ]


def free_beacon(point: MeetingPoint) -> tuple[str, str, str]:
    """Colour, symbol and word that no other running meeting within 500 m shows."""
    # Two meetings that begin at once near each other would choose alike: the area waits its turn.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"beacon {point.cell[:10]}"])
    nearby = MeetingPoint.objects.filter(location__dwithin=(point.location, policy.BEACON_RADIUS_M))
    taken = set(Meeting.objects.running().filter(Q(point__in=nearby)).values_list("colour", "shape", "word"))
    every = list(product(policy.COLOURS, policy.SHAPES, policy.WORDS))
    # More meetings than beacons within 500 m: then two share one rather than nobody meets.
    return secrets.choice([beacon for beacon in every if beacon not in taken] or every)


def new_code() -> str:
    """Four digits, said aloud or typed."""
    return f"{secrets.randbelow(10_000):04d}"
