"""People to see again: those one met lately, who are free now and in reach. They stand in no list.

Called by the doors. Reads only; the same hard filters as the list, in the same statement.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from matching import policy, prefilter, wording
from matching.cards import HUES
from matching.models import Acquaintance, Availability
from places import cells


@dataclass(frozen=True, slots=True)
class Again:
    """Somebody met lately. `id` is the live session's; `about_min` minutes on foot between the cells."""

    id: UUID
    first_name: str
    role: str
    met_at: datetime
    near: str
    about_min: int
    until: datetime
    is_demo: bool

    @property
    def initials(self) -> str:
        """For the avatar."""
        return self.first_name[:2].upper()

    @property
    def hue(self) -> int:
        """Which of the avatar colours."""
        return self.id.bytes[0] % HUES

    @property
    def near_text(self) -> str:
        """The nearness in the reader's words."""
        return str(wording.NEAR[self.near])


def met_again(viewer: Availability, *, now: datetime) -> list[Again]:
    """Whom `viewer` met in the last 30 days and could meet now, the latest meeting first."""
    met = met_lately(viewer.person, now=now)
    free = prefilter.free_among(viewer, met, now=now) if met else []
    shown = prefilter.shown_of((person.person_id for person in free), now=now) if free else {}
    rows = [
        Again(
            id=person.id,
            first_name=shown[person.person_id].first_name,
            role=person.role,
            met_at=met[person.person_id],
            near=cells.near_in(person.about_min),
            about_min=person.about_min,
            until=policy.shown_time(person.ends_at),
            is_demo=shown[person.person_id].is_demo,
        )
        for person in free
    ]
    return sorted(rows, key=lambda row: (row.met_at, row.id), reverse=True)[: policy.CARDS_MOST]


def met_lately(person: User, *, now: datetime) -> dict[UUID, datetime]:
    """Whom one met so lately that they are in no list, and when."""
    rows = Acquaintance.objects.filter(
        Q(low=person) | Q(high=person), met_at__gt=now - policy.MET_RESTS_FOR
    ).values_list("low_id", "high_id", "met_at")
    return {high if low == person.pk else low: met_at for low, high, met_at in rows}
