"""What the public rules make of cells and places: the arithmetic that any attacker can do at home."""

from functools import cache
from typing import Final

import numpy as np

from places import cells
from tests.privacy.attacks import people
from tests.privacy.attacks.ground import BLOCK, Box, City
from tests.privacy.attacks.region import CERTAIN, outside

AROUND: Final = range(-BLOCK, BLOCK + 1)


@cache
def minutes_from(city: City, cell: str) -> np.ndarray:
    """About how many minutes to each cell of the block, by column and row; 0 beyond reach."""
    return np.array(
        [[cells.about_min(cell, city.keys[column, row]) or 0 for row in AROUND] for column in AROUND]
    )


@cache
def candidates(city: City) -> tuple[list[str], np.ndarray]:
    """Every cell and wider cell of the block, and the minutes to each from every cell."""
    names = sorted({*city.keys.values(), *(key[:-1] for key in city.keys.values())})
    table = [[cells.about_min(cell, name) or 0 for name in names] for cell in city.keys.values()]
    return names, np.array(table)


def best_vantage(city: City, table: np.ndarray, left: np.ndarray) -> tuple[str, bool]:
    """From where a look leaves the fewest cells on average, and whether it tells any apart."""
    remaining = [(np.bincount(table[row, left]) ** 2).sum() / len(left) for row in range(len(city.keys))]
    best = int(np.argmin(remaining))
    return list(city.keys.values())[best], remaining[best] < len(left)


@cache
def meeting_point(city: City, mine: str, theirs: str) -> tuple[str, int] | None:
    """The point for two cells and the walk from the middle of the second, by the rule, from public places."""
    if cells.about_min(mine, theirs) is None:
        return None
    known = points_of(city)
    walks = [
        (max(street_m(mine, *at), street_m(theirs, *at)), point, street_m(theirs, *at)) for point, at in known
    ]
    _longer, point, walk = min(walks)
    return point, cells.minutes_for(walk)


@cache
def street_m(cell: str, lon: float, lat: float) -> float:
    return cells.street_m(cell, lon=lon, lat=lat)


@cache
def points_of(city: City) -> list[tuple[str, tuple[float, float]]]:
    return [(str(one.pk), (one.lon, one.lat)) for one in people.public_points(city)]


def boxed(box: Box, points: np.ndarray, jitter_m: float) -> np.ndarray:
    """Twice the negative log of the chance that a jittering fix of each point fell into a box."""
    if not jitter_m:
        return CERTAIN * (outside(points, box) > 0)
    return -2 * np.log(
        np.maximum(
            between(points[:, 0], box.west, box.east, jitter_m)
            * between(points[:, 1], box.south, box.north, jitter_m),
            1e-12,
        )
    )


def between(middle: np.ndarray, low: float, high: float, spread: float) -> np.ndarray:
    return normal((high - middle) / spread) - normal((low - middle) / spread)


def normal(x: np.ndarray) -> np.ndarray:
    """The standard normal distribution, by a logistic that is off by 1.4e-4 at most."""
    return 1 / (1 + np.exp(-np.clip(1.5976 * x + 0.07056 * x**3, -500, 500)))
