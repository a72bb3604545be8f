"""The one order in which meetups takes its locks: the pair, sessions, invitations, the meeting, streams."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kernel.moves import move
from matching import availability, standing
from matching.models import Availability
from meetups import states
from meetups.models import Invitation
from notifications.events import Event, InvitationExpired, Notice


@dataclass
class Held:
    """What a stage has locked. Shape: open sessions by person, pending invitations by id, notices so far."""

    sessions: dict[UUID, Availability]
    invitations: dict[UUID, Invitation]
    notices: list[Notice] = field(default_factory=list)


def lock_pair(one: UUID, other: UUID) -> None:
    """Serialise block, invite and accept between two people, whoever comes first."""
    low, high = sorted((one, other))
    key = int.from_bytes(low.bytes[:8], signed=True) ^ int.from_bytes(high.bytes[8:], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def hold(people: Iterable[UUID], *, now: datetime) -> Held:
    """Lock the open sessions and all pending invitations of `people`, and settle what has run out."""
    ids = list(people)
    held = Held(sessions=availability.lock_open(ids), invitations={})
    pending = (
        Invitation.objects.pending()
        .filter(Q(sender__in=ids) | Q(invitee__in=ids))
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for invitation in pending:
        if now >= invitation.expires_at:
            held.notices += expire(invitation, now=now)
        else:
            held.invitations[invitation.pk] = invitation
    for person_id, session in list(held.sessions.items()):
        if session.over(now):
            held.notices += availability.close(session, now=now)
            del held.sessions[person_id]
    return held


def expire(invitation: Invitation, *, now: datetime) -> list[Notice]:
    """Let a locked invitation run out: both hear the same, refused or not, and the pair rests."""
    move(
        invitation, states.EXPIRED, by=None, now=now, allowed=states.INVITATION_MOVES, role="system",
        fields={"settled_at": now},
    )  # fmt: skip
    standing.cool_down(sender_id=invitation.sender_id, invitee_id=invitation.invitee_id, now=now)
    return tell_both(invitation, InvitationExpired(invitation.pk))


def tell_both(invitation: Invitation, event: Event) -> list[Notice]:
    """The same event for sender and invitee."""
    return [Notice(invitation.sender_id, event), Notice(invitation.invitee_id, event)]
