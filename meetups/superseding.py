"""Who begins a meeting is asked nothing else any more. An inner stage of invitations and tables."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kernel.moves import move
from meetups import states
from meetups.locks import Held, close_seats, tell_both
from meetups.models import Invitation, Table
from notifications.events import InvitationSuperseded, Notice, TablePassed


def supersede_others(held: Held, people: Iterable[UUID], *, now: datetime) -> list[Notice]:
    """Resolve whatever still rings at or from `people`, the accepted invitation or table being settled.

    Effects: the quota is given back, nobody rests; their seats at tables are closed.
    """
    ids, notices = set(people), list[Notice]()
    for invitation in held.invitations.values():
        if invitation.state == states.SENT and ids & {invitation.sender_id, invitation.invitee_id}:
            notices += supersede(invitation, now=now)
    for table in held.tables.values():
        notices += clear_seats(table, ids, now=now)
    return notices


def supersede(invitation: Invitation, *, now: datetime) -> list[Notice]:
    """One of the two has agreed with somebody else."""
    move(
        invitation, states.SUPERSEDED, by=None, now=now, allowed=states.INVITATION_MOVES, role="system",
        fields={"settled_at": now},
    )  # fmt: skip
    return tell_both(invitation, InvitationSuperseded(invitation.pk))


def clear_seats(table: Table, people: set[UUID], *, now: datetime) -> list[Notice]:
    """Close the seats of those who meet. Whoever is left is not told: to them it rings on, and passes."""
    closed = close_seats(table, people)
    if table.state == states.OFFERED and not any(seat.open for seat in table.seats.all()):
        move(
            table, states.SUPERSEDED, by=None, now=now, allowed=states.TABLE_MOVES, role="system",
            fields={"settled_at": now},
        )  # fmt: skip
    return [Notice(person, TablePassed(table.pk)) for person in closed]
