"""Rows of availability and standing. Only the stages of matching write them."""

from matching.models.availability import (
    OPEN_STATES,
    Availability,
    AvailabilityQuerySet,
    AvailabilityState,
    CellChange,
    Reachable,
)
from matching.models.planned import Alert, Plan, Pledge, PublicCount
from matching.models.seen import Seen
from matching.models.standing import Acquaintance, CoolDown, LessLike, Standing, Unmet

__all__ = [
    "OPEN_STATES",
    "Acquaintance",
    "Alert",
    "Availability",
    "AvailabilityQuerySet",
    "AvailabilityState",
    "CellChange",
    "CoolDown",
    "LessLike",
    "Plan",
    "Pledge",
    "PublicCount",
    "Reachable",
    "Seen",
    "Standing",
    "Unmet",
]
