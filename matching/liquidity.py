"""How many people are free round a public place, as everybody may read it who is not live there.

One count a place and slot of the five-minute clock, the same for everybody who asks: nobody can read off it
when a person came, nor who is hidden from whom. Only people with a proven meeting count: whoever opens five
accounts of their own must not read off a step of five whether one more person is there. Doors call `around`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from matching import exposure, policy, prefilter, wording
from matching.models import Availability, AvailabilityState, PublicCount
from places import cells
from places.models import MeetingPoint

# Who counts first in a slot counts for all; who comes at the same moment reads that.
KEEP = """
INSERT INTO matching_publiccount AS kept (cell, slot, at_least) VALUES (%(cell)s, %(slot)s, %(at_least)s)
ON CONFLICT (cell) DO UPDATE SET
  at_least = CASE WHEN kept.slot < excluded.slot THEN excluded.at_least ELSE kept.at_least END,
  slot = GREATEST(kept.slot, excluded.slot)
RETURNING at_least
"""


@dataclass(frozen=True, slots=True)
class Around:
    """The gauge of a place for the public: at least `count` people, a step of five; None under five."""

    point: MeetingPoint
    level: str | None
    count: int | None

    @property
    def text(self) -> str:
        """The honest sentence."""
        return wording.people_around(self.count)


def around(point: MeetingPoint, *, now: datetime) -> Around:
    """The gauge round a place. Effects: the first who asks in a slot of the clock leaves the count."""
    slot = policy.slot_of(now)
    kept = PublicCount.objects.filter(pk=point.cell, slot=slot).values_list("at_least", flat=True).first()
    count = keep(point.cell, slot, people_round(point, now=now)) if kept is None else kept
    return Around(point, policy.liquidity_level(count) if count else None, count or None)


def cold_round(viewer: Availability, *, now: datetime) -> bool:
    """Whether the gauge of a live person stands on its lowest level, of the same people as the list."""
    seen = exposure.seen_by(viewer.person_id, now=now)
    only = list(seen) if len(seen) >= policy.SEEN_MOST else None
    return not prefilter.at_least_free(viewer, policy.WARMING_FROM, now=now, only=only)


def people_round(point: MeetingPoint, *, now: datetime) -> int:
    """How many people with a proven meeting are live, seen and free in the cells round a place, floored."""
    ring = cells.ring(point.cell, policy.NEIGHBOURHOOD_MIN)
    reached = Q(heartbeat_at__gt=now - policy.HIDDEN_AFTER) | Q(push_until__gt=now)
    free = Availability.objects.filter(
        reached,
        state=AvailabilityState.LIVE,
        active=True,
        cell__in=list(ring),
        ends_at__gt=now,
        person__profile__met_once_at__isnull=False,
    )
    return policy.floored(free.count())


def keep(cell: str, slot: int, at_least: int) -> int:
    """Leave the count of a slot for the others; what somebody else has left in the meantime stands."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"cell": cell, "slot": slot, "at_least": at_least})
        [(kept,)] = cursor.fetchall()
    return int(kept)
