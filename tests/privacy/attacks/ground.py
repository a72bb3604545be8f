"""Where the attacks take place: eight cities whose cells have different sides, and people in them.

Everything is reckoned on a plane in metres, east and north of the middle of the city's central cell: Web
Mercator scaled by the cosine of that latitude, on which cells are exact squares.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import atan, degrees, pi, radians, sinh
from typing import Final, NamedTuple

import mercantile
import numpy as np

from places import cells

BLOCK: Final = 5  # the city reaches so many cells from its central one, each way
VICTIMS_WITHIN: Final = 1.5  # sides: victims stand in the nine cells in the middle


class Spot(NamedTuple):
    """Metres east and north of the middle of the city."""

    x: float
    y: float


class Decoy(NamedTuple):
    """One of an attacker's several decoys in a cell."""

    cell: str
    number: int


class Shown(NamedTuple):
    """What a phone believes at one time, and the cell that it publishes for it."""

    spot: Spot
    cell: str


class Box(NamedTuple):
    """A square or rectangle of the plane, metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Spot:
        return Spot((self.west + self.east) / 2, (self.south + self.north) / 2)

    @property
    def side(self) -> float:
        return max(self.east - self.west, self.north - self.south)

    def quarters(self) -> list["Box"]:
        x, y = self.middle
        return [
            Box(self.west, self.south, x, y), Box(x, self.south, self.east, y),
            Box(self.west, y, x, self.north), Box(x, y, self.east, self.north),
        ]  # fmt: skip


@dataclass(frozen=True)
class City:
    """A named place and the cells round it."""

    name: str
    lon: float
    lat: float

    @cached_property
    def key(self) -> str:
        return cells.cell_for(lon=self.lon, lat=self.lat)

    @cached_property
    def tile(self) -> mercantile.Tile:
        return mercantile.quadkey_to_tile(self.key)

    @cached_property
    def side(self) -> float:
        return cells.side_m(self.key)

    @cached_property
    def whole(self) -> Box:
        reach = (BLOCK + 0.5) * self.side
        return Box(-reach, -reach, reach, reach)

    @cached_property
    def keys(self) -> dict[tuple[int, int], str]:
        """The cells by column (east) and row (north) from the central one."""
        around = range(-BLOCK, BLOCK + 1)
        return {
            (column, row): mercantile.quadkey(self.tile.x + column, self.tile.y - row, self.tile.z)
            for column in around
            for row in around
        }

    def cell_at(self, spot: Spot) -> str:
        """The cell that holds a spot; beyond the edge, the nearest."""
        return self.keys[int(self.column(spot.x)), int(self.column(spot.y))]

    def column(self, metres: "float | np.ndarray") -> np.ndarray:
        return np.clip(np.floor(np.asarray(metres) / self.side + 0.5), -BLOCK, BLOCK).astype(int)

    def box_of(self, key: str) -> Box:
        """The square of a cell, or of a wider one."""
        tile = mercantile.quadkey_to_tile(key)
        scale = 1 << (self.tile.z - tile.z)
        west = (tile.x * scale - self.tile.x - 0.5) * self.side
        north = (self.tile.y - tile.y * scale + 0.5) * self.side
        return Box(west, north - scale * self.side, west + scale * self.side, north)

    def place(self, spot: Spot) -> dict[str, float]:
        """Longitude and latitude of a spot."""
        tiles = 1 << self.tile.z
        across = (self.tile.x + 0.5 + spot.x / self.side) / tiles
        down = (self.tile.y + 0.5 - spot.y / self.side) / tiles
        return {"lon": across * 360 - 180, "lat": degrees(atan(sinh(pi * (1 - 2 * down))))}

    def spot(self, *, lon: float, lat: float) -> Spot:
        """The spot of a longitude and a latitude."""
        tiles = 1 << self.tile.z
        across = (lon + 180) / 360 * tiles
        down = (1 - np.arcsinh(np.tan(radians(lat))) / pi) / 2 * tiles
        return Spot((across - self.tile.x - 0.5) * self.side, (self.tile.y + 0.5 - float(down)) * self.side)


CITIES: Final = (
    City("Helsinki", 24.9414, 60.1719),  # cells of 304 m
    City("Paris", 2.3376, 48.8606),  # 402 m
    City("Singapore", 103.8519, 1.2900),  # 306 m
    City("Reykjavik", -21.9300, 64.1420),  # 533 m
    City("London", -0.1281, 51.5080),  # 380 m
    City("New York", -73.9857, 40.7484),  # 463 m
    City("Tokyo", 139.7671, 35.6812),  # 497 m
    City("Nairobi", 36.8219, -1.2921),  # 306 m
)


@dataclass(frozen=True)
class Victim:
    """Somebody in a city, with chance of their own: the same every time."""

    number: int
    city: City
    at: Spot
    dice: random.Random = field(compare=False, repr=False)

    def near_a_corner(self, within_m: float) -> Spot:
        """A home of this person's near the corner at which four cells of one parent meet."""
        column, row = (1 - self.city.tile.x % 2), (self.city.tile.y % 2)
        corner = Spot((column - 0.5) * self.city.side, (row - 0.5) * self.city.side)
        return Spot(
            corner.x + self.dice.uniform(-within_m, within_m),
            corner.y + self.dice.uniform(-within_m, within_m),
        )


def victims(count: int, *, seed: int, cities: Sequence[City] = CITIES) -> list[Victim]:
    """So many people, spread evenly over the middles of the cities."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        city = cities[number % len(cities)]
        reach = VICTIMS_WITHIN * city.side
        at = Spot(dice.uniform(-reach, reach), dice.uniform(-reach, reach))
        found.append(Victim(number, city, at, random.Random(f"{seed} {number}")))
    return found
