"""What an attacker makes of what was seen: the mean of where somebody can be, by the public rule."""

from collections.abc import Callable
from typing import Final

import numpy as np

from tests.privacy.attacks.ground import Box, Spot

Cost = Callable[[np.ndarray], np.ndarray]
SPLIT: Final = 48  # points along a side of the grid
CERTAIN: Final = 60.0  # the cost of contradicting what a rule says; twice a log-likelihood
FINE_M: Final = 0.05
ROUNDS: Final = 14


def locate(box: Box, cost: Cost) -> Spot:
    """The mean of the posterior over a box, a flat prior times exp(-cost / 2), on finer and finer grids.

    `cost` takes points (N x 2) and gives each what its contradictions are worth.
    """
    points, weights, _box = narrowed(box, cost)
    x, y = (points * weights[:, None]).sum(axis=0) / weights.sum()
    return Spot(float(x), float(y))


def around(box: Box, cost: Cost) -> Box:
    """The smallest box found round all that is likely."""
    return narrowed(box, cost)[2]


def narrowed(box: Box, cost: Cost) -> tuple[np.ndarray, np.ndarray, Box]:
    """The last grid, what its points weigh, and its box."""
    points, weights = weighed(box, cost)
    for _ in range(ROUNDS):
        smaller = likely(points, weights, box)
        if smaller.side > 0.9 * box.side or smaller.side < FINE_M:
            break
        box = smaller
        points, weights = weighed(box, cost)
    return points, weights, box


def weighed(box: Box, cost: Cost) -> tuple[np.ndarray, np.ndarray]:
    points = grid(box)
    costs = cost(points)
    return points, np.exp(-(costs - costs.min()) / 2)


def grid(box: Box) -> np.ndarray:
    """The middles of a grid's squares, N x 2."""
    share = (np.arange(SPLIT) + 0.5) / SPLIT
    x, y = np.meshgrid(box.west + share * (box.east - box.west), box.south + share * (box.north - box.south))
    return np.column_stack([x.ravel(), y.ravel()])


def likely(points: np.ndarray, weights: np.ndarray, box: Box) -> Box:
    """The box round all that is likely, and a step more, within the old one."""
    kept = points[weights > 1e-5]
    step_x, step_y = (box.east - box.west) / SPLIT, (box.north - box.south) / SPLIT
    (west, south), (east, north) = kept.min(axis=0), kept.max(axis=0)
    return Box(
        max(box.west, west - step_x), max(box.south, south - step_y),
        min(box.east, east + step_x), min(box.north, north + step_y),
    )  # fmt: skip


def away(points: np.ndarray, spot: Spot) -> np.ndarray:
    """How far each point lies from a spot, metres."""
    return np.hypot(points[:, 0] - spot.x, points[:, 1] - spot.y)


def outside(points: np.ndarray, box: Box) -> np.ndarray:
    """How far each point lies outside a box along the worse axis, metres; 0 inside."""
    east = np.maximum(box.west - points[:, 0], points[:, 0] - box.east)
    north = np.maximum(box.south - points[:, 1], points[:, 1] - box.north)
    return np.maximum(0, np.maximum(east, north))
