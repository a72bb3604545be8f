"""Meet now: whom one may ring, how often, where, for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db import transaction

from accounts.models import User
from kernel.statements import answer
from matching import availability, candidates, exposure
from matching import policy as matching_policy
from matching.candidates import Pair
from matching.models import Availability
from meetups import policy
from meetups.invitations.answering import agree
from meetups.invitations.refused import InvitationRefused
from meetups.locks import Held, hold, lock_pair
from meetups.models import Invitation, Meeting
from meetups.telling import told_of
from notifications import events
from notifications.events import Notice
from notifications.publish import publish
from places import points
from places.points import PointChoice

SENT = """
SELECT count(*) FILTER (WHERE sender_session_id = %(session)s), count(*)
FROM meetups_invitation WHERE sender_id = %(sender)s AND sent_at > %(since)s AND state <> 'superseded'
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to: the invitation, and the meeting where the two invitations crossed."""

    invitation: Invitation
    meeting: Meeting | None = None


def invite(
    *,
    by: User,
    to: UUID,
    now: datetime,
    length_min: int = policy.LENGTH_DEFAULT_MIN,
    point: UUID | None = None,
) -> Asked:
    """Ring at the person behind the live session `to`; where they ring here already, this is the yes.

    Units: `length_min` minutes of talk.
    Effects: the invitation; `invitation-sent`, `invitation-received`; or those of `accept`.
    Refuses: not-available, in-a-meeting, not-reachable, no-place, unknown-point, too-long, and the quotas.
    """
    other = availability.person_of(to)
    if other is None or other == by.pk:
        raise InvitationRefused("not-reachable")
    check_shown(by, other, to, now=now)
    with transaction.atomic():
        lock_pair(by.pk, other)
        held = hold([by.pk, other], now=now)
        mine = own_session(held, by)
        if open_one := pending_between(held, by.pk, other):
            if open_one.sender_id == by.pk:
                publish(held.notices, now=now)
                return Asked(open_one)
            return Asked(open_one, agree(open_one, held, now=now))
        theirs = held.sessions.get(other)
        pair = candidates.pair_of(mine, to, now=now)
        if theirs is None or theirs.pk != to or pair is None:
            raise InvitationRefused("not-reachable")
        check_allowances(held, mine, other, now=now)
        choice = chosen_point(mine, theirs, point, now=now)
        if length_min not in lengths_that_fit(mine, theirs, pair.card.about_min, now=now):
            raise InvitationRefused("too-long")
        invitation = ring(mine, theirs, pair, choice, length_min, now=now)
        received = events.InvitationReceived(invitation.pk, invitation.expires_at)
        sent = Notice(by.pk, events.InvitationSent(invitation.pk))
        publish([*held.notices, sent, Notice(other, received)], now=now)
    return Asked(invitation)


def check_shown(by: User, other: UUID, to: UUID, *, now: datetime) -> None:
    """A card comes from one's own list. An id from elsewhere counts among the day's sixty, or opens nothing.

    Before the transaction, so that asking and being refused for another reason counts too. Who rings here
    is shown already. Refuses: not-reachable.
    """
    if exposure.was_shown(by.pk, other, now=now):
        return
    mine = availability.current(by, now=now)
    low, high = sorted((by.pk, other))
    rings = Invitation.objects.pending().filter(low=low, high=high, expires_at__gt=now)
    if mine is None or not mine.live or rings.exists():
        return
    if exposure.open_pair(mine, to, now=now) is None:
        raise InvitationRefused("not-reachable")


def lengths_that_fit(mine: Availability, theirs: Availability, walk_min: int, *, now: datetime) -> list[int]:
    """The lengths of talk, in minutes, that the time of both allows after the ring at `theirs`."""
    ring = theirs.rings_for(now)
    most = min(
        matching_policy.longest_talk_min(
            now=now,
            ends_at=session.ends_at,
            hard_stop_at=session.hard_stop_at,
            walk_min=walk_min,
            ring=ring,
        )
        for session in (mine, theirs)
    )
    return [length for length in policy.LENGTHS_MIN if length <= most]


def ring(
    mine: Availability,
    theirs: Availability,
    pair: Pair,
    choice: PointChoice,
    length_min: int,
    *,
    now: datetime,
) -> Invitation:
    """Write the invitation with all that the other needs to decide at one look."""
    low, high = sorted((mine.person_id, theirs.person_id))
    rings_for = theirs.rings_for(now)
    return Invitation.objects.create(
        sender_id=mine.person_id, invitee_id=theirs.person_id, sender_session=mine, invitee_session=theirs,
        low=low, high=high, point=choice.point, topic=mine.topic, length_min=length_min, near=pair.card.near,
        about_min=pair.card.about_min, sender_walk_min=choice.walk_a_min, invitee_walk_min=choice.walk_b_min,
        reasons=[(reason.code, reason.term) for reason in pair.reasons_back],
        sender_told=told_of(mine, now=now), invitee_told=told_of(theirs, now=now),
        sent_at=now, rings_for=rings_for, expires_at=now + rings_for,
    )  # fmt: skip


def own_session(held: Held, by: User) -> Availability:
    """The live session of the one who asks. Refuses: not-available, in-a-meeting."""
    session = held.sessions.get(by.pk)
    if session is None:
        raise InvitationRefused("not-available")
    if not session.live:
        raise InvitationRefused("in-a-meeting")
    session.person = by  # with the profile that the door has read already
    return session


def pending_between(held: Held, one: UUID, other: UUID) -> Invitation | None:
    """The pending invitation of the pair, whoever sent it."""
    pair = {one, other}
    return next((row for row in held.invitations.values() if {row.sender_id, row.invitee_id} == pair), None)


def check_allowances(held: Held, mine: Availability, other: UUID, *, now: datetime) -> None:
    """Three out, three in, ten a session, fifteen a day, six for a newcomer; superseded ones are given back.

    Refuses: too-many-open, not-reachable, session-quota, day-quota.
    """
    out = [row for row in held.invitations.values() if row.sender_id == mine.person_id]
    if len(out) >= policy.PARALLEL_MOST:
        first_over_in = min(row.expires_at for row in out) - now
        raise InvitationRefused("too-many-open", retry_after_s=ceil(first_over_in.total_seconds()))
    if sum(row.invitee_id == other for row in held.invitations.values()) >= policy.RINGING_MOST:
        raise InvitationRefused("not-reachable")
    facts = {"sender": mine.person_id, "session": mine.pk, "since": now - timedelta(days=1)}
    [(in_session, in_a_day)] = answer(SENT, facts)
    if in_session >= policy.SESSION_QUOTA:
        raise InvitationRefused("session-quota", most=policy.SESSION_QUOTA)
    newcomer = mine.person.profile.met_once_at is None
    most = policy.NEWCOMER_QUOTA if newcomer else policy.DAY_QUOTA
    if in_a_day >= most:
        raise InvitationRefused("day-quota", retry_after_s=3600, most=most)


def chosen_point(
    mine: Availability, theirs: Availability, point: UUID | None, *, now: datetime
) -> PointChoice:
    """The proposed point, or the best one. Refuses: no-place, unknown-point."""
    choices = points.choices_for(mine.cell, theirs.cell, at=now, limit=1 if point is None else 3)
    if not choices:
        raise InvitationRefused("no-place")
    if point is None:
        return choices[0]
    found = next((choice for choice in choices if choice.point.pk == point), None)
    if found is None:
        raise InvitationRefused("unknown-point")
    return found
