"""Invitations that end without a yes: taken back, or run out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from kernel.moves import move
from matching import standing
from meetups import states
from meetups.invitations.refused import InvitationRefused, refusal_for
from meetups.locks import expire, tell_both
from meetups.models import Invitation
from notifications import events
from notifications.events import Notice
from notifications.publish import publish


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


def take_back(invitation: Invitation, *, by: UUID, now: datetime) -> list[Notice]:
    """Withdraw a locked, pending invitation."""
    move(
        invitation, states.WITHDRAWN, by=by, now=now, allowed=states.INVITATION_MOVES, role="sender",
        fields={"settled_at": now},
    )  # fmt: skip
    standing.cool_down(sender_id=invitation.sender_id, invitee_id=invitation.invitee_id, now=now)
    return tell_both(invitation, events.InvitationWithdrawn(invitation.pk))
