"""The one order in which meetups takes its locks: pair, sessions, invitations, tables, meeting, streams."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kernel.moves import move
from kernel.statements import answer
from matching import availability, standing
from matching.models import Availability
from meetups import states
from meetups.models import Invitation, Seat, Table
from notifications.events import Event, InvitationExpired, Notice, TablePassed


@dataclass
class Held:
    """What a stage has locked.

    Shape: open sessions by person, pending invitations and tables with a seat of theirs open by id, notices
    so far.
    """

    sessions: dict[UUID, Availability]
    invitations: dict[UUID, Invitation]
    tables: dict[UUID, Table]
    notices: list[Notice] = field(default_factory=list)


def lock_pair(one: UUID, other: UUID) -> None:
    """Serialise block, invite and accept between two people, whoever comes first."""
    low, high = sorted((one, other))
    key = int.from_bytes(low.bytes[:8], signed=True) ^ int.from_bytes(high.bytes[8:], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


# Who holds the sessions of both people may ask first: nothing new can begin to ring at or from them.
_RINGS = """
SELECT EXISTS (SELECT FROM meetups_invitation WHERE state = 'sent' AND sender_id = ANY(%(people)s))
    OR EXISTS (SELECT FROM meetups_invitation WHERE state = 'sent' AND invitee_id = ANY(%(people)s))
    OR EXISTS (SELECT FROM meetups_seat WHERE open AND person_id = ANY(%(people)s))
"""


def hold(people: Iterable[UUID], *, now: datetime) -> Held:
    """Lock the open sessions and whatever rings at or from `people`, and settle what has run out."""
    ids = list(people)
    held = Held(sessions=availability.lock_open(ids), invitations={}, tables={})
    [(rings,)] = answer(_RINGS, {"people": ids})
    if rings:
        hold_what_rings(held, ids, now=now)
    for person_id, session in list(held.sessions.items()):
        if session.over(now):
            held.notices += availability.close(session, now=now)
            del held.sessions[person_id]
    return held


def hold_what_rings(held: Held, ids: list[UUID], *, now: datetime) -> None:
    """Lock the invitations and the tables that ring at or from people whose sessions are held."""
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
    for table in lock_tables(Seat.objects.filter(person__in=ids, open=True)):
        if now >= table.expires_at:
            held.notices += pass_by(table, now=now)
        else:
            held.tables[table.pk] = table


def lock_tables(
    seats: "QuerySet[Seat]", *, skip_locked: bool = False, limit: int | None = None
) -> list[Table]:
    """The tables of some seats, locked in ascending order; their seats are read after the lock is held."""
    rows = Table.objects.filter(pk__in=seats.values("table")).prefetch_related("seats")
    locked = rows.select_for_update(of=("self",), skip_locked=skip_locked).order_by("pk")
    return list(locked[:limit])


def pass_by(table: Table, *, now: datetime) -> list[Notice]:
    """Let a locked table's time be over: whoever it rang at hears the same, refused or not. Nobody rests."""
    if table.state == states.OFFERED:
        move(
            table, states.PASSED, by=None, now=now, allowed=states.TABLE_MOVES, role="system",
            fields={"settled_at": now},
        )  # fmt: skip
    left = close_seats(table, [seat.person_id for seat in table.seats.all()])
    return [Notice(person, TablePassed(table.pk)) for person in left]


def close_seats(table: Table, people: Iterable[UUID]) -> list[UUID]:
    """Close the open seats of `people` at a locked table; whose they were."""
    closing = [seat for seat in table.seats.all() if seat.open and seat.person_id in set(people)]
    for seat in closing:
        seat.open = False
    Seat.objects.filter(pk__in=[seat.pk for seat in closing]).update(open=False)
    return [seat.person_id for seat in closing]


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
