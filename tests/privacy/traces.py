"""Two traces of fixes that publish one cell: jitter, other corners and accuracies, over the edge and back."""

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


def trace(judge: Phone, last: str | None, aim: Aim, way: list[Spot]) -> tuple[str, list[Fix]]:
    """The cell that is published at the end of this way, and its fixes.

    The real modules say which fixes publish what the middle of the cell would; where the last of the way
    would not, the phone walks on inwards, as far as it takes.
    """
    published = judge.judge(last, aim.fix(MIDDLE), wide=aim.wide)
    ends = (aim.fix(spot) for spot in (way[-1], way[-1].inwards, MIDDLE))
    end = next(fix for fix in ends if judge.judge(last, fix, wide=aim.wide) == published)
    return published, [*(aim.fix(spot) for spot in way), end]
