"""What an answer of Kairos says of each point of a city, by the public rules (`docs/privacy.md`)."""

from typing import Any, Final

import numpy as np

from places import cells
from tests.privacy.attacks.ground import BLOCK, Box, City, Spot
from tests.privacy.attacks.reckoning import AROUND, boxed, meeting_point, minutes_from
from tests.privacy.attacks.region import CERTAIN

NEAR: Final = {5: "same-area", 10: "next-area", 15: "a-walk", 20: "a-walk", 0: ""}


class Rules:
    """How well each point fits an observation: 0 where it does, more where it cannot be."""

    city: City

    def miss(self, what: str, at: Spot, value: Any, points: np.ndarray, **more: Any) -> np.ndarray:
        cell = self.city.cell_at(at)
        column, row = self.city.column(points[:, 0]), self.city.column(points[:, 1])
        said = getattr(self, f"rule_{what}")(cell, value, **more)
        return CERTAIN * said[column + BLOCK, row + BLOCK]

    def rule_minutes(self, cell: str, value: dict[str, Any]) -> np.ndarray:
        return minutes_from(self.city, cell) != value["minutes"]

    def rule_near(self, cell: str, value: dict[str, Any]) -> np.ndarray:
        minutes = minutes_from(self.city, cell)
        return np.vectorize(lambda one: NEAR[one] != value["near"])(minutes)

    def rule_bits(self, cell: str, value: dict[str, Any]) -> np.ndarray:
        """The bits that a rule explains; of the others own accounts show what they follow."""
        there = (minutes_from(self.city, cell) > 0) != value["there"]
        return there | self.rule_minutes(cell, value) | self.rule_near(cell, value)

    def rule_first(self, cell: str, value: str, decoy: Spot, **_which: int) -> np.ndarray:
        minutes = minutes_from(self.city, cell)
        theirs = cells.about_min(cell, self.city.cell_at(decoy))
        if not value or theirs is None:
            return (minutes > 0) & (theirs is not None)
        # With as many minutes each, by the rule a keyed hash decides; own accounts show whether it does.
        return (minutes == 0) | (minutes > theirs if value == "victim" else minutes < theirs)

    def rule_mirror(self, cell: str, value: bool) -> np.ndarray:
        return (minutes_from(self.city, cell) > 0) != value

    def rule_point(self, cell: str, value: tuple[str, int] | None) -> np.ndarray:
        return np.array(
            [
                [meeting_point(self.city, cell, self.city.keys[column, row]) != value for row in AROUND]
                for column in AROUND
            ]
        )

    def miss_report(self, box: Box, points: np.ndarray, jitter_m: float) -> np.ndarray:
        """What one session's square says, the position having jittered when the phone made it."""
        return boxed(box, points, jitter_m)
