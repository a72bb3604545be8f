"""Tables that end without a meeting: their time is over, or somebody is gone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from meetups.locks import Held, lock_tables, pass_by
from meetups.models import Seat
from meetups.tables.answering import say_no
from notifications.events import Notice
from notifications.publish import publish


def expire_due(*, now: datetime, limit: int = 500) -> int:
    """Tell people of the tables whose time is over; the count. The clock decided long before."""
    with transaction.atomic():
        due = Seat.objects.filter(open=True, table__expires_at__lte=now)
        over = lock_tables(due, skip_locked=True, limit=limit)
        publish([notice for table in over for notice in pass_by(table, now=now)], now=now)
    return len(over)


def leave(held: Held, person_id: UUID, *, now: datetime, only_with: UUID | None = None) -> list[Notice]:
    """Mark the seat of somebody who is gone, or who blocks one of the others: to them it passes unheard."""
    notices: list[Notice] = []
    for table in held.tables.values():
        seats = {seat.person_id: seat for seat in table.seats.all()}
        mine = seats.get(person_id)
        concerned = only_with is None or only_with in seats
        if concerned and mine is not None and mine.open and mine.no_at is None:
            notices += say_no(table, mine, now=now)
    return notices
