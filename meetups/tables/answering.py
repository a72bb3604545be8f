"""Answers at a table: yes, not now. The second yes begins the meeting, a third joins it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Block, User
from kernel.moves import move
from meetups import meetings, states
from meetups.locks import Held, close_seats, hold
from meetups.meetings import MeetingRefused
from meetups.models import Meeting, Party, Seat, Table
from meetups.superseding import supersede_others
from meetups.tables.refused import TableRefused
from notifications import events
from notifications.events import Notice
from notifications.publish import publish


def accept(*, table_id: UUID, by: User, now: datetime) -> Meeting | None:
    """Say yes: None while it waits for another's, the meeting with the second yes or when joining two.

    Effects: the seat's yes, the first makes the host; `table-accepted`. With the second, in one transaction,
    the table, the meeting, both sessions, and all that rings at or from the two; `meeting-agreed`. A third
    joins; `meeting-joined`. A repeated yes returns the same.
    Refuses: expired, superseded, not-available, already-answered.
    """
    with transaction.atomic():
        # All of them, in the one order. No lock of pairs: a block too takes the sessions of both, and each
        # side looks for what the other wrote once it holds them.
        held = hold(Seat.objects.filter(table=table_id).values_list("person_id", flat=True), now=now)
        table = held.tables.get(table_id)
        if table is None or not table.seat_of(by).open:
            meeting = answered(table_id, by)
            publish(held.notices, now=now)
            return meeting
        seat = table.seat_of(by)
        if seat.no_at is not None:
            raise TableRefused("already-answered")
        is_new = seat.yes_at is None
        say_yes(table, seat, held, now=now)
        if table.state == states.AGREED:
            return join(table, seat, held, now=now)
        others = [other for other in willing(table, held) if other.person_id != by.pk]
        others = [other for other in others if not parted(by.pk, [other.person_id])]
        if others:
            return agree(table, [min(others, key=said_at), seat], held, by=by, now=now)
        waits = [Notice(by.pk, events.TableAccepted(table.pk))] if is_new else []
        publish([*held.notices, *waits], now=now)
    return None


def refuse(*, table_id: UUID, by: User, now: datetime) -> Table:
    """Not now: a private mark. To the others it rings on and passes, in words and in time.

    Effects: `table-refused` to the person's own screens. A yes nobody has answered yet is taken back.
    Refuses: expired, superseded, already-answered.
    """
    with transaction.atomic():
        table = Table.objects.select_for_update(of=("self",)).prefetch_related("seats").get(pk=table_id)
        seat = table.seat_of(by)
        if seat.open and seat.no_at is not None and table.ringing(now):
            return table
        if not table.ringing(now) or not seat.open:
            raise TableRefused("expired" if seat.open else came_to(table, by))
        publish(say_no(table, seat, now=now), now=now)
    return table


def say_yes(table: Table, seat: Seat, held: Held, *, now: datetime) -> None:
    """Mark the yes; the first makes the host. Refuses: not-available, superseded."""
    session = held.sessions.get(seat.person_id)
    if session is None or session.pk != seat.session_id:
        raise TableRefused("not-available")
    if not session.live:
        raise TableRefused("superseded")
    if seat.yes_at is None:
        seat.yes_at = now
        seat.save(update_fields=["yes_at"])
    if table.host_id is None:
        table.host_id = seat.person_id
        table.save(update_fields=["host"])


def say_no(table: Table, seat: Seat, *, now: datetime) -> list[Notice]:
    """Mark the no at a locked table; another who said yes is the host then."""
    seat.no_at = now
    seat.save(update_fields=["no_at"])
    if table.host_id == seat.person_id and table.state == states.OFFERED:
        hosts = sorted((other for other in table.seats.all() if other.willing), key=said_at)
        table.host_id = hosts[0].person_id if hosts else None
        table.save(update_fields=["host"])
    return [Notice(seat.person_id, events.TableRefused(table.pk))]


def agree(table: Table, pair: list[Seat], held: Held, *, by: User, now: datetime) -> Meeting:
    """The one place where a second yes becomes a meeting; publishes, last."""
    move(
        table, states.AGREED, by=by.pk, now=now, allowed=states.TABLE_MOVES, role="guest",
        fields={"settled_at": now, "host_id": pair[0].person_id},
    )  # fmt: skip
    people = [seat.person_id for seat in pair]
    close_seats(table, people)
    notices = [*held.notices, *supersede_others(held, people, now=now)]
    sides = [(held.sessions[seat.person_id], seat.walk_min) for seat in pair]
    meeting, begun = meetings.begin(sides, table=table, now=now)
    publish([*notices, Notice(by.pk, events.TableAccepted(table.pk)), *begun], now=now)
    return meeting


def join(table: Table, seat: Seat, held: Held, *, now: datetime) -> Meeting:
    """Take the third seat; publishes, last. Refuses: expired, where the two are together no more."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(table=table)
    there = [party.person_id for party in meeting.present]
    if parted(seat.person_id, there):
        raise TableRefused("expired")
    close_seats(table, [seat.person_id])
    notices = [*held.notices, *supersede_others(held, [seat.person_id], now=now)]
    try:
        joined = meetings.join(meeting, (held.sessions[seat.person_id], seat.walk_min), now=now)
    except MeetingRefused as over:
        raise TableRefused("expired") from over
    publish([*notices, Notice(seat.person_id, events.TableAccepted(table.pk)), *joined], now=now)
    return meeting


def willing(table: Table, held: Held) -> list[Seat]:
    """The seats of those who said yes and are still free."""
    free = {person for person, session in held.sessions.items() if session.live}
    return [seat for seat in table.seats.all() if seat.willing and seat.person_id in free]


def parted(person: UUID, others: list[UUID]) -> bool:
    """Whether a block came between the ring and the yes: what rings on for appearance cannot be answered."""
    return any(Block.objects.between(person, other).exists() for other in others)


def said_at(seat: Seat) -> datetime:
    """When somebody said yes."""
    if seat.yes_at is None:
        raise ValueError("this seat has not said yes")
    return seat.yes_at


def answered(table_id: UUID, by: User) -> Meeting:
    """The meeting of a table to which this person said yes already. Refuses: what else it became."""
    table = Table.objects.shown().get(pk=table_id)
    party = Party.objects.filter(meeting__table=table, person=by).select_related("meeting").first()
    if party is not None:
        return party.meeting
    raise TableRefused(came_to(table, by))


def came_to(table: Table, by: User) -> str:
    """What to say of a seat that is no longer open: nothing of what others did."""
    if Party.objects.filter(meeting__table=table, person=by).exists():
        return "already-answered"
    busy = Party.objects.filter(person=by, meeting__agreed_at__range=(table.offered_at, table.expires_at))
    return "superseded" if busy.exists() else "expired"
