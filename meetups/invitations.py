"""Meet now: asking, answering, taking back, running out. The first yes wins.

Stages for doors and tasks; each is one transaction and one `publish`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.moves import move
from kernel.refusals import Refusal
from matching import candidates, standing
from matching import policy as matching_policy
from matching.candidates import Card
from matching.models import Availability
from meetups import meetings, policy, states
from meetups.locks import Held, expire, hold, lock_pair, tell_both
from meetups.models import Invitation, Meeting
from notifications import events
from notifications.events import Notice
from notifications.publish import publish
from places import points
from places.points import PointChoice


class InvitationRefused(Refusal):
    title = _("This invitation cannot be sent or answered")
    sentences: ClassVar = {
        "not-available": _("You are not live. Go live first."),
        "in-a-meeting": _("You are in a meeting. End it first."),
        "not-reachable": _("This person cannot be reached right now. Others can."),
        "no-place": _("No public place between you is open now."),
        "unknown-point": _("This meeting point is not one of those proposed."),
        "too-long": _("So long a talk does not fit into the time you both have."),
        "too-many-open": _("Three invitations are out already. Wait for an answer or take one back."),
        "session-quota": _("You have sent %(most)s invitations in this session; that is the limit."),
        "day-quota": _("You have sent %(most)s invitations in 24 hours; that is the limit."),
        "expired": _("The moment passed."),
        "superseded": _("They have just been taken. Others match."),
        "withdrawn": _("The invitation was taken back."),
        "already-answered": _("This invitation was answered already."),
        "already-extended": _("A minute was added already."),
        "not-yours": _("Only the person invited can answer."),
    }
    statuses: ClassVar = {
        "unknown-point": 422, "too-long": 422, "too-many-open": 429, "session-quota": 429, "day-quota": 429,
    }  # fmt: skip


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
    """Ring at the person behind the live session `to`. Where that person's invitation rings here already, this is the yes.

    Units: `length_min` minutes of talk.
    Effects: the invitation; `invitation-sent`, `invitation-received`; or those of `accept`.
    Refuses: not-available, in-a-meeting, not-reachable, no-place, unknown-point, too-long, and the quotas.
    """
    other = Availability.objects.filter(pk=to).exclude(person=by).values_list("person_id", flat=True).first()
    if other is None:
        raise InvitationRefused("not-reachable")
    with transaction.atomic():
        lock_pair(by.pk, other)
        held = hold([by.pk, other], now=now)
        mine = own_session(held, by)
        if open_one := pending_between(held, by.pk, other):
            if open_one.sender_id == by.pk:
                return Asked(open_one)
            return Asked(open_one, agree(open_one, held, now=now))
        theirs = held.sessions.get(other)
        card = candidates.card_of(mine, to, now=now)
        if theirs is None or theirs.pk != to or card is None:
            raise InvitationRefused("not-reachable")
        check_allowances(held, mine, other, now=now)
        choice = chosen_point(mine, theirs, point, now=now)
        if length_min not in lengths_that_fit(mine, theirs, card.about_min, now=now):
            raise InvitationRefused("too-long")
        invitation = ring(mine, theirs, card, choice, length_min, now=now)
        received = events.InvitationReceived(invitation.pk, invitation.expires_at)
        sent = Notice(by.pk, events.InvitationSent(invitation.pk))
        publish([*held.notices, sent, Notice(other, received)], now=now)
    return Asked(invitation)


def accept(*, invitation_id: UUID, by: User, now: datetime) -> Meeting:
    """Say yes: the meeting begins, both leave every list, all their other invitations are superseded.

    Effects: in one transaction the invitation, the meeting, both sessions; `invitation-accepted`,
    `invitation-superseded`, `availability-changed`, `meeting-agreed`. A repeated yes returns the same meeting.
    Refuses: expired, withdrawn, superseded, not-yours, not-available.
    """
    people = Invitation.objects.values_list("sender_id", "invitee_id").get(pk=invitation_id)
    with transaction.atomic():
        lock_pair(*people)
        held = hold(people, now=now)
        invitation = held.invitations.get(invitation_id)
        if invitation is None:
            return answered(invitation_id, by)
        if invitation.invitee_id != by.pk:
            raise InvitationRefused("not-yours")
        return agree(invitation, held, now=now)


def refuse(*, invitation_id: UUID, by: User, now: datetime) -> Invitation:
    """Not now: a private mark. To the sender it stays an invitation that runs out, in words and in time.

    Effects: `invitation-refused` to the invitee's own screens. Refuses: not-yours, and what it became.
    """
    with transaction.atomic():
        invitation = own_pending(invitation_id, by, now=now)
        if invitation.refused_at is None:
            invitation.refused_at = now
            invitation.save(update_fields=["refused_at"])
            publish([Notice(by.pk, events.InvitationRefused(invitation.pk))], now=now)
    return invitation


def extend(*, invitation_id: UUID, by: User, now: datetime) -> Invitation:
    """Let it ring a minute longer, once, by the invitee. Refuses: already-extended, not-yours, and what it became."""
    with transaction.atomic():
        invitation = own_pending(invitation_id, by, now=now)
        if invitation.extended_at is not None or invitation.refused_at is not None:
            raise InvitationRefused("already-extended")
        invitation.extended_at = now
        invitation.expires_at += policy.RING_EXTENSION
        invitation.save(update_fields=["extended_at", "expires_at"])
        publish(
            tell_both(invitation, events.InvitationExtended(invitation.pk, invitation.expires_at)), now=now
        )
    return invitation


def withdraw(*, invitation_id: UUID, by: User, now: datetime) -> Invitation:
    """Take an own invitation back; the pair rests as after any invitation without a yes.

    Refuses: not-yours, expired, superseded, already-answered. Repeating it changes nothing.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
        if invitation.sender_id != by.pk:
            raise InvitationRefused("not-yours")
        if invitation.state == states.WITHDRAWN:
            return invitation
        if not invitation.ringing(now):
            raise refusal_for(invitation.state_at(now))
        publish(take_back(invitation, by=by.pk, now=now), now=now)
    return invitation


def expire_due(*, now: datetime, limit: int = 500) -> int:
    """Tell people of what ran out; the count. The clock decided long before: this only tells."""
    with transaction.atomic():
        due = (
            Invitation.objects.pending()
            .filter(expires_at__lte=now)
            .select_for_update(of=("self",), skip_locked=True)
        )
        ran_out = list(due.order_by("pk")[:limit])
        publish([notice for invitation in ran_out for notice in expire(invitation, now=now)], now=now)
    return len(ran_out)


def lengths_that_fit(mine: Availability, theirs: Availability, walk_min: int, *, now: datetime) -> list[int]:
    """The lengths of talk, in minutes, that the time of both allows."""
    most = min(
        matching_policy.longest_talk_min(
            now=now, ends_at=session.ends_at, hard_stop_at=session.hard_stop_at, walk_min=walk_min
        )
        for session in (mine, theirs)
    )
    return [length for length in policy.LENGTHS_MIN if length <= most]


# Inner stages: the caller holds the transaction and the locks.


def agree(invitation: Invitation, held: Held, *, now: datetime) -> Meeting:
    """The one place where a yes becomes a meeting; publishes, last."""
    sessions = [held.sessions.get(person) for person in (invitation.sender_id, invitation.invitee_id)]
    sender, invitee = sessions
    if invitee is None or not invitee.live:
        raise InvitationRefused("in-a-meeting" if invitee else "not-available")
    if sender is None or not sender.live:
        raise InvitationRefused("superseded" if sender else "withdrawn")
    move(
        invitation, states.ACCEPTED, by=invitation.invitee_id, now=now, allowed=states.INVITATION_MOVES,
        role="invitee", fields={"settled_at": now},
    )  # fmt: skip
    notices = [*held.notices, *supersede_others(invitation, held, now=now)]
    meeting, begun = meetings.begin(invitation, sender, invitee, now=now)
    accepted = tell_both(invitation, events.InvitationAccepted(invitation.pk, meeting.pk))
    publish([*notices, *accepted, *begun], now=now)
    return meeting


def supersede_others(accepted: Invitation, held: Held, *, now: datetime) -> list[Notice]:
    """Resolve every other pending invitation of the two; the quota is given back, nobody rests."""
    notices: list[Notice] = []
    for invitation in held.invitations.values():
        if invitation.pk == accepted.pk:
            continue
        move(
            invitation, states.SUPERSEDED, by=None, now=now, allowed=states.INVITATION_MOVES, role="system",
            fields={"settled_at": now},
        )  # fmt: skip
        notices += tell_both(invitation, events.InvitationSuperseded(invitation.pk))
    return notices


def take_back(invitation: Invitation, *, by: UUID, now: datetime) -> list[Notice]:
    """Withdraw a locked, pending invitation."""
    move(
        invitation, states.WITHDRAWN, by=by, now=now, allowed=states.INVITATION_MOVES, role="sender",
        fields={"settled_at": now},
    )  # fmt: skip
    standing.cool_down(sender_id=invitation.sender_id, invitee_id=invitation.invitee_id, now=now)
    return tell_both(invitation, events.InvitationWithdrawn(invitation.pk))


def ring(
    mine: Availability,
    theirs: Availability,
    card: Card,
    choice: PointChoice,
    length_min: int,
    *,
    now: datetime,
) -> Invitation:
    """Write the invitation with all that the other needs to decide at one look."""
    low, high = sorted((mine.person_id, theirs.person_id))
    return Invitation.objects.create(
        sender_id=mine.person_id, invitee_id=theirs.person_id, sender_session=mine, invitee_session=theirs,
        low=low, high=high, point=choice.point, topic=mine.topic, length_min=length_min, near=card.near,
        about_min=card.about_min, sender_walk_min=choice.walk_a_min, invitee_walk_min=choice.walk_b_min,
        reasons=[(reason.code, reason.term) for reason in candidates.reasons_back(mine, theirs.pk, now=now)],
        sent_at=now, expires_at=now + policy.RING_FOR,
    )  # fmt: skip


def own_session(held: Held, by: User) -> Availability:
    """The live session of the one who asks. Refuses: not-available, in-a-meeting."""
    session = held.sessions.get(by.pk)
    if session is None:
        raise InvitationRefused("not-available")
    if not session.live:
        raise InvitationRefused("in-a-meeting")
    return session


def pending_between(held: Held, one: UUID, other: UUID) -> Invitation | None:
    """The pending invitation of the pair, whoever sent it."""
    pair = {one, other}
    return next((row for row in held.invitations.values() if {row.sender_id, row.invitee_id} == pair), None)


def check_allowances(held: Held, mine: Availability, other: UUID, *, now: datetime) -> None:
    """Three out, three in, ten a session, fifteen a day, six for a newcomer; what was superseded is given back.

    Refuses: too-many-open, not-reachable, session-quota, day-quota.
    """
    out = sum(row.sender_id == mine.person_id for row in held.invitations.values())
    if out >= policy.PARALLEL_MOST:
        raise InvitationRefused("too-many-open", retry_after_s=int(policy.RING_FOR.total_seconds()))
    if sum(row.invitee_id == other for row in held.invitations.values()) >= policy.RINGING_MOST:
        raise InvitationRefused("not-reachable")
    sent = Invitation.objects.filter(sender=mine.person_id, sent_at__gt=now - timedelta(days=1))
    counted = sent.exclude(state=states.SUPERSEDED)
    if counted.filter(sender_session=mine).count() >= policy.SESSION_QUOTA:
        raise InvitationRefused("session-quota", most=policy.SESSION_QUOTA)
    newcomer = mine.person.profile.met_once_at is None
    most = policy.NEWCOMER_QUOTA if newcomer else policy.DAY_QUOTA
    if counted.count() >= most:
        raise InvitationRefused("day-quota", retry_after_s=3600, most=most)


def chosen_point(
    mine: Availability, theirs: Availability, point: UUID | None, *, now: datetime
) -> PointChoice:
    """The proposed point, or the best one. Refuses: no-place, unknown-point."""
    choices = points.choices_for(mine.cell, theirs.cell, at=now)
    if not choices:
        raise InvitationRefused("no-place")
    if point is None:
        return choices[0]
    found = next((choice for choice in choices if choice.point.pk == point), None)
    if found is None:
        raise InvitationRefused("unknown-point")
    return found


def own_pending(invitation_id: UUID, by: User, *, now: datetime) -> Invitation:
    """A ringing invitation of the invitee, locked. Refuses: not-yours, and what it became."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    if invitation.invitee_id != by.pk:
        raise InvitationRefused("not-yours")
    if not invitation.ringing(now):
        raise refusal_for(invitation.state_at(now))
    return invitation


def answered(invitation_id: UUID, by: User) -> Meeting:
    """The meeting of an invitation that this person accepted already. Refuses: what else it became."""
    invitation = Invitation.objects.select_related("meeting").get(pk=invitation_id)
    if invitation.state == states.ACCEPTED and invitation.invitee_id == by.pk:
        return invitation.meeting
    raise refusal_for(invitation.state)


def refusal_for(state: str) -> InvitationRefused:
    """What to say of an invitation that is no longer open."""
    return InvitationRefused("already-answered" if state == states.ACCEPTED else state)
