"""Answers to an invitation: yes, not now, a minute more. The first yes wins."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Block, User
from kernel.moves import move
from meetups import meetings, policy, states
from meetups.invitations.refused import InvitationRefused, refusal_for
from meetups.locks import Held, hold, lock_pair, tell_both
from meetups.models import Invitation, Meeting
from meetups.superseding import supersede_others
from notifications import events
from notifications.events import Notice
from notifications.publish import publish


def accept(*, invitation_id: UUID, by: User, now: datetime) -> Meeting:
    """Say yes: the meeting begins, both leave every list, whatever else rings is superseded.

    Effects: in one transaction the invitation, the meeting, both sessions, their seats at tables;
    `invitation-accepted`, `invitation-superseded`, `availability-changed`, `meeting-agreed`.
    A repeated yes returns the same meeting.
    Refuses: expired, withdrawn, superseded, not-yours, not-available.
    """
    people = Invitation.objects.values_list("sender_id", "invitee_id").get(pk=invitation_id)
    with transaction.atomic():
        lock_pair(*people)
        held = hold(people, now=now)
        invitation = held.invitations.get(invitation_id)
        if invitation is None:
            meeting = answered(invitation_id, by)
            publish(held.notices, now=now)
            return meeting
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
    """Let it ring a minute longer, once, by the invitee.

    Refuses: already-extended, not-yours, and what it became.
    """
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


def agree(invitation: Invitation, held: Held, *, now: datetime) -> Meeting:
    """The one place where a yes becomes a meeting; publishes, last."""
    sessions = [held.sessions.get(person) for person in (invitation.sender_id, invitation.invitee_id)]
    sender, invitee = sessions
    if invitee is None or not invitee.live:
        raise InvitationRefused("in-a-meeting" if invitee else "not-available")
    if sender is None or not sender.live:
        raise InvitationRefused("superseded" if sender else "withdrawn")
    # A block may have come between the ring and the yes. What rings on for appearance cannot be answered.
    if Block.objects.between(invitation.sender_id, invitation.invitee_id).exists():
        raise InvitationRefused("expired")
    move(
        invitation, states.ACCEPTED, by=invitation.invitee_id, now=now, allowed=states.INVITATION_MOVES,
        role="invitee", fields={"settled_at": now},
    )  # fmt: skip
    people = (sender.person_id, invitee.person_id)
    notices = [*held.notices, *supersede_others(held, people, now=now)]
    sides = ((sender, invitation.sender_walk_min), (invitee, invitation.invitee_walk_min))
    meeting, begun = meetings.begin(sides, invitation=invitation, now=now)
    accepted = tell_both(invitation, events.InvitationAccepted(invitation.pk, meeting.pk))
    publish([*notices, *accepted, *begun], now=now)
    return meeting


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
