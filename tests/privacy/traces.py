"""Two traces of fixes that publish one cell: jitter, other corners and accuracies, over the edge and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, degrees, pi, sinh
from typing import Final

import mercantile
from hypothesis import strategies as st

from places import cells
from tests.privacy.phone import Fix, Phone

# Half a side of the cell is 100; up to 140 is some 80 m beyond the edge, where the last cell is still kept.
FARTHEST: Final = 140
MOST_FIXES: Final = 4


@dataclass(frozen=True)
class Spot:
    """Where in a cell or just beyond, in hundredths of half a side from its middle, and how sure one is."""

    east: int
    south: int
    surety: int

    @property
    def inwards(self) -> "Spot":
        """The same corner, inside for certain."""
        return Spot(self.east * 7 // 10, self.south * 7 // 10, self.surety)


spots: Final = st.builds(
    Spot,
    east=st.integers(-FARTHEST, FARTHEST),
    south=st.integers(-FARTHEST, FARTHEST),
    surety=st.integers(0, 100),
)
ways: Final = st.lists(spots, min_size=1, max_size=MOST_FIXES)
twin_ways: Final = st.tuples(ways, ways)
MIDDLE: Final = Spot(0, 0, 50)


@dataclass(frozen=True)
class Aim:
    """What the phone is to publish: this cell, or its parent where the phone is unsure or its person wishes.

    With `wide` two spots may lie in different quarters of the parent: nothing may tell even those apart.
    """

    cell: str
    unsure: bool = False
    wide: bool = False

    def fix(self, spot: Spot) -> Fix:
        """The fix of a phone at this spot, its accuracy on the intended side of the limit."""
        square, half = cells.parent(self.cell) if self.wide else self.cell, cells.side_m(self.cell) / 2
        tile = mercantile.quadkey_to_tile(square)
        x = (tile.x + 0.5 + spot.east / 200) / (1 << tile.z)
        y = (tile.y + 0.5 + spot.south / 200) / (1 << tile.z)
        share = 1.05 + spot.surety / 10 if self.unsure else 0.02 + 0.95 * spot.surety / 100
        return Fix(x * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y)))), half * share)


@dataclass(frozen=True)
class Walked:
    """Where a way leads: the cell that is published at its end, its fixes, and the cells known afterwards."""

    cell: str
    fixes: list[Fix]
    knows: list[str]


def alike(judge: Phone, known: Sequence[list[str]], aim: Aim, ways: Sequence[list[Spot]]) -> list[Walked]:
    """Each phone's way to where all publish the same cell, given the cells each knows; or empty.

    The real modules say which fixes publish what the middle of the cell would; where the last of a way would
    not, the phone walks on inwards, as far as it takes.
    """
    wanted, _knows = judge.judge(known[0], aim.fix(MIDDLE), wide=aim.wide)
    found = [walked(judge, knows, aim, way, wanted) for knows, way in zip(known, ways, strict=True)]
    return [one for one in found if one] if all(found) else []


def walked(judge: Phone, known: list[str], aim: Aim, way: list[Spot], wanted: str) -> Walked | None:
    """One way to where the wanted cell is published."""
    for end in (aim.fix(spot) for spot in (way[-1], way[-1].inwards, MIDDLE)):
        cell, knows = judge.judge(known, end, wide=aim.wide)
        if cell == wanted:
            return Walked(cell, [*(aim.fix(spot) for spot in way), end], knows)
    return None
