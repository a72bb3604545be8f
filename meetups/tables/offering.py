"""Ringing at two or three people at once, by the hundred. An inner stage of the dispatcher."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from matching import standing
from matching.models import Availability
from matching.policy import REACH_CHOICES_MIN
from meetups.models import Seat, Table
from meetups.telling import told_of
from notifications.events import Notice, TableOffered
from places import cells
from places.models import MeetingPoint

FARTHEST_MIN = REACH_CHOICES_MIN[-1]  # what is said of somebody beyond every reach: a third may be
Said = Sequence[tuple[str, str]]  # reasons as (code, term)


@dataclass(frozen=True, slots=True)
class Offer:
    """One table: who, where, how long, and why each of the others.

    Shape: `walks_min` in the order of `sessions`; `reasons` by the reader's session, then by the other's.
    """

    sessions: Sequence[Availability]
    point: MeetingPoint
    walks_min: Sequence[int]
    length_min: int
    rings_for: timedelta
    reasons: Mapping[UUID, Mapping[UUID, Said]]


def offer(offers: Sequence[Offer], *, now: datetime) -> list[Notice]:
    """Write the tables and their seats, the sessions being locked; everybody at one hears it at once."""
    tables = Table.objects.bulk_create(
        Table(point=one.point, length_min=one.length_min, offered_at=now, expires_at=now + one.rings_for)
        for one in offers
    )
    seats = Seat.objects.bulk_create(
        Seat(
            table=table, person_id=session.person_id, session=session, walk_min=walk_min,
            reasons={str(other): why for other, why in one.reasons[session.pk].items()},
            told=told_of(session, now=now),
            about_min={
                str(other.pk): cells.about_min(session.cell, other.cell) or FARTHEST_MIN
                for other in one.sessions
                if other is not session
            },
        )
        for table, one in zip(tables, offers, strict=True)
        for session, walk_min in zip(one.sessions, one.walks_min, strict=True)
    )  # fmt: skip
    standing.rung_together([session.person_id for session in one.sessions] for one in offers)
    return [Notice(seat.person_id, TableOffered(seat.table_id, seat.table.expires_at)) for seat in seats]
