"""Pulses as one person sees them: round a place, and one's own."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from matching import policy
from matching.models import Pledge
from matching.pulses.counting import counts_for, still_standing
from matching.pulses.hours import Span, coming, decided
from places.models import MeetingPoint


@dataclass(frozen=True, slots=True)
class Pulse:
    """One rush hour round a place, as one person sees it.

    `others` is how many others mean to come at least: a step of five, None under five. `pledge` is one's own.
    """

    point: MeetingPoint
    starts_at: datetime
    ends_at: datetime
    others: int | None
    pledge: Pledge | None
    open: bool
    gathers: bool
    under_way: bool


def around(point: MeetingPoint, viewer: User | None, *, now: datetime) -> list[Pulse]:
    """The pulses round a place, soonest first, as `viewer` sees them; a stranger sees no counts.

    Shape: the same number of queries for any number of pulses and pledges.
    """
    spans = coming(point, now=now)
    own = own_pledges(viewer, spans, now=now) if viewer else {}
    counts = counts_for(point, viewer, spans, now=now) if viewer else {}
    return [
        pulse(point, span, own.get(span.starts_at), counts.get(span.starts_at, 0), now=now) for span in spans
    ]


def mine(person: User, *, now: datetime) -> list[Pulse]:
    """The pulses one has said to come to, as they stand: what did not gather is gone."""
    rows = Pledge.objects.for_person(person).filter(ends_at__gt=now).order_by("starts_at")
    standing = still_standing(rows, now=now)
    return [pulse(row.point, Span(row.starts_at, row.ends_at), row, 0, now=now) for row in standing]


def own_pledges(viewer: User, spans: list[Span], *, now: datetime) -> dict[datetime, Pledge]:
    """One's own pledges to these pulses by their time, wherever they are."""
    rows = Pledge.objects.for_person(viewer).filter(starts_at__in=[span.starts_at for span in spans])
    return {row.starts_at: row for row in still_standing(rows, now=now)}


def pulse(point: MeetingPoint, span: Span, own: Pledge | None, others: int, *, now: datetime) -> Pulse:
    """One pulse as it is shown."""
    over = decided(span.starts_at, now=now)
    here = own if own is not None and own.point_id == point.pk else None
    return Pulse(
        point=point,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        others=policy.floored(others) or None,
        pledge=here,
        open=not over and (own is None or here is not None),
        gathers=over and here is not None,
        under_way=now >= span.starts_at,
    )
