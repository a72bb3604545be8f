"""What attackers find out with accounts of their own: which fields of an answer follow the true distance.

No formula is assumed. An attacker puts own accounts at known spots, looks at them from many cells, and keeps
for every field the distances at which each of its values was shown. A field that follows the cells alone
says the same of all who are in one cell; one that leaks falls into steps when its values are laid out by
distance, and then tells the distance of a victim to the width of a step.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np

from tests.privacy.attacks.region import CERTAIN

OUT_OF_STEP: Final = 1  # changes more than steps explain: two distances nearly equal may swap
A_STEP: Final = 2  # so many samples a value at least, else chance could look like steps


class Sample(NamedTuple):
    """What a field said of an own account: `kind` is all that the cells alone explain."""

    kind: int
    far_m: float
    value: Any


@dataclass(frozen=True)
class Steps:
    """A field by distance, for each kind: the distances in order, and what was shown at each."""

    known: dict[int, tuple[np.ndarray, list[Any]]]

    def miss(self, kinds: np.ndarray, far_m: np.ndarray, value: Any) -> np.ndarray:
        """CERTAIN for each point where neither the next nearer nor the next farther sample said so."""
        missed = np.zeros(len(far_m))
        for kind, (far, values) in self.known.items():
            same = np.array([one == value for one in values])
            here = kinds == kind
            above = np.searchsorted(far, far_m[here])
            last = len(far) - 1
            fits = same[np.minimum(above, last)] | same[np.clip(above - 1, 0, last)]
            missed[here] = CERTAIN * ~fits
        return missed


def learn(samples: Iterable[Sample]) -> Steps | None:
    """The steps of a field, or None where it says no more than the cells."""
    kinds: dict[int, list[Sample]] = defaultdict(list)
    for one in samples:
        kinds[one.kind].append(one)
    laid_out = {kind: sorted(some, key=lambda one: one.far_m) for kind, some in kinds.items()}
    known, leaks = {}, False
    for kind, some in laid_out.items():
        values = [one.value for one in some]
        different = len(set(values))
        if different > 1 and not in_steps(values):
            continue  # it follows something else: the time, a hash
        leaks |= different > 1
        known[kind] = (np.array([one.far_m for one in some]), values)
    return Steps(known) if leaks else None


def in_steps(values: list[Any]) -> bool:
    """Whether values in the order of distance change about as seldom as there are different ones."""
    changes = sum(one != other for one, other in pairwise(values))
    different = len(set(values))
    return changes <= different - 1 + OUT_OF_STEP and len(values) >= A_STEP * different


@dataclass(frozen=True)
class Learnt:
    """All that own accounts have shown of a house; empty where answers say no more than cells."""

    fields: dict[str, Steps] = field(default_factory=dict)  # of a look at the list
    asked: Steps | None = None  # whether one may be rung at
    walk: Steps | None = None  # the minutes to the proposed place
    place_is_nearest: bool = False  # the proposed place is the nearest to the other
    order_is_distance: bool = False  # equal scores are ordered by distance

    def __bool__(self) -> bool:
        return bool(self.fields or self.asked or self.walk or self.place_is_nearest or self.order_is_distance)


NOTHING: Final = Learnt()
