"""What the attacks on the location model found, as `make attacks` wrote it: read once, shown in words."""

import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

FILE: Final = Path(__file__).parent.parent / "data" / "attack-figures.json"
NAMES: Final[dict[str, Promise]] = {
    "trilateration": _("Distances from three sides"),
    "annuli": _("Rings of walking time"),
    "oracle": _("Watching when one appears and disappears"),
    "order": _("The order of the list, with a decoy"),
    "averaging": _("Averaging over many sessions"),
    "flapping": _("Waiting at the border of a square"),
    "versions": _("Comparing wide and narrow squares"),
    "midpoint": _("Reckoning back from the meeting point"),
    "nested": _("Many false accounts around one person"),
    "mirror": _("Asking “can they see me?”"),
    "zones": _("Cutting the city with drawn zones"),
    "timing": _("How long answers take"),
    "sizes": _("How long messages are"),
    "sweep": _("Sweeping the whole city"),
    "crossing": _("Catching the moment somebody changes squares"),
}


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack. Units: metres of median error, `within_50` in per cent; None where it was not measured.

    Shape: `control_m` in a small service with an old mistake, `planted_m` in Kairos with a leak planted.
    """

    slug: str
    control_m: float | None
    planted_m: float | None
    error_m: float | None
    within_50: float | None
    probes: int | None

    @property
    def name(self) -> str:
        """In words; an attack that nobody has named yet stands as it is."""
        return str(NAMES.get(self.slug, self.slug))

    @property
    def leaky_m(self) -> float | None:
        """The error where something is given away: in Kairos with a leak, else in the other service."""
        return self.control_m if self.planted_m is None else self.planted_m


@dataclass(frozen=True, slots=True)
class Figures:
    """All of them, how many people were looked for, and the command that measures them again."""

    attacks: tuple[Attack, ...]
    victims: int | None
    command: str


@lru_cache(maxsize=4)
def read(file: Path) -> Figures | None:
    """The figures in a file; None where there is none yet, or where it cannot be understood."""
    if not file.is_file():
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        attacks = tuple(attack(row) for row in found["attacks"])
        return Figures(attacks, number(found.get("victims")), str(found.get("command") or "make attacks"))
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.warning("The figures of the attacks cannot be read: %s", file)
        return None


def attack(row: dict[str, Any]) -> Attack:
    """One row of the file."""
    within = number(row.get("within_50_m"))
    return Attack(
        slug=str(row["name"]),
        control_m=number(row.get("control_m")),
        planted_m=number(row.get("planted_m")),
        error_m=number(row.get("error_m")),
        within_50=within * 100 if within is not None and within <= 1 else within,
        probes=number(row.get("probes")),
    )


def number(value: Any) -> Any:
    """A number as it is; anything else is not known."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
