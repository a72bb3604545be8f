"""What time tells: the same person again and again, at home, through wider cells, across edges."""

from collections.abc import Iterator
from math import cos, sin, sqrt, tau
from typing import Any, Final

import numpy as np

from tests.privacy.attacks.ground import Box, Shown, Spot, Victim
from tests.privacy.attacks.lists import Service
from tests.privacy.attacks.phones import SURE_M, Fix
from tests.privacy.attacks.region import locate, outside

JITTER_M: Final = 15.0  # of satellite reception, along each axis
OFFICE_M: Final = 1_000  # where people are between two evenings at home
UNSURE_SIDES: Final = 0.8  # an accuracy for which the phone publishes the parent
CORNER_M: Final = 10
MARGIN_M: Final = 100  # the last cell is kept so far beyond its edge: public
TRIES: Final = 40_000
WALK_M_PER_S: Final = 1.3
LOOKS_EVERY_S: Final = 5


def jittered(victim: Victim, home: Spot) -> Spot:
    return Spot(victim.dice.gauss(home.x, JITTER_M), victim.dice.gauss(home.y, JITTER_M))


def evenings(victim: Victim, home: Spot, *, unsure: bool) -> Iterator[Fix]:
    """Fix by fix for ever: home, office, home, office; where asked, the phone is unsure once in between."""
    office = Spot(home.x + OFFICE_M, home.y - OFFICE_M / 2)
    while True:
        yield jittered(victim, home), SURE_M
        if unsure:
            yield jittered(victim, home), UNSURE_SIDES * victim.city.side
        else:
            yield jittered(victim, office), SURE_M


def at_home(victim: Victim) -> tuple[Spot, Iterator[Fix]]:
    return victim.at, evenings(victim, victim.at, unsure=False)


def at_a_corner(victim: Victim) -> tuple[Spot, Iterator[Fix]]:
    home = victim.near_a_corner(CORNER_M)
    return home, evenings(victim, home, unsure=True)


def surely_and_not(victim: Victim) -> tuple[Spot, Iterator[Fix]]:
    return victim.at, evenings(victim, victim.at, unsure=True)


def watched(service: Service, trace: Iterator[Shown], *, every: int) -> list[Any]:
    """What an attacker sees of one session after another; `every` second one is at home.

    How long the trace is, is the attacker's patience. After some sessions they ask only where a cell is new:
    in a known one they have been told what it tells.
    """
    reports: list[Any] = []
    told: dict[str, Any] = {}  # by cell
    hint = None
    for number, shown in enumerate(trace):
        if number % every:
            continue
        if len(reports) < service.sessions_asked or shown.cell not in told:
            service.present(shown)
            told[shown.cell] = service.report(hint)
            service.absent()
        reports.append(told[shown.cell])
        hint = reports[-1].middle if isinstance(reports[-1], Box) else reports[-1]
    return reports


def averaging(service: Service, victim: Victim, trace: Iterator[Shown]) -> Spot:
    """Watch somebody at one place on many days and average what the days say."""
    return together(service, watched(service, trace, every=2))


def flapping(service: Service, victim: Victim, trace: Iterator[Shown]) -> Spot:
    """Watch how often a home near a corner shows as each of the cells there."""
    return together(service, watched(service, trace, every=1))


def versions(service: Service, victim: Victim, trace: Iterator[Shown]) -> Spot:
    """Intersect the squares, narrow and wide, before and after, that stood for one place."""
    return together(service, watched(service, trace, every=1))


def together(service: Service, reports: list[Any]) -> Spot:
    """The posterior mean, each report an independent draw of the jitter."""
    return locate(
        service.city.whole,
        lambda points: sum(service.miss_report(one, points, JITTER_M) for one in reports),
    )


def wandering(victim: Victim, walk_m: float) -> tuple[Spot, list[Fix]]:
    """A start, and where a walk of up to so many metres ends; the phone is asked at both."""
    turn = victim.dice.random() * tau
    length = walk_m * sqrt(victim.dice.random())
    end = Spot(victim.at.x + length * cos(turn), victim.at.y + length * sin(turn))
    return end, [(victim.at, SURE_M), (end, SURE_M)]


def striding(victim: Victim, walk_m: float) -> tuple[Spot, list[Fix]]:
    """A straight walk right through the city, a fix every few seconds."""
    turn = victim.dice.random() * tau
    heading = np.array([cos(turn), sin(turn)])
    start = np.array(victim.at) - heading * walk_m / 2
    steps = np.arange(0, walk_m, WALK_M_PER_S * LOOKS_EVERY_S)
    return Spot(*(start + heading * steps[-1])), [(Spot(*(start + heading * one)), SURE_M) for one in steps]


def crossing(service: Service, victim: Victim, trace: list[Shown]) -> Spot:
    """Watch the cell change while somebody walks, and say where they are at the end."""
    boxes = []
    for number, shown in enumerate(trace):
        (service.moved if number else service.present)(shown)
        boxes.append(service.report(boxes[-1].middle if boxes else None))
    service.absent()
    crossed = [number for number in range(1, len(boxes)) if boxes[number] != boxes[number - 1]]
    if len(trace) > 2:
        return on_a_line(boxes, crossed)
    return among_walkers(boxes, service.walk_m, victim.number)


def on_a_line(boxes: list[Box], crossed: list[int]) -> Spot:
    """Fit a straight walk of even speed to the moments at which edges were crossed; where it ends."""
    rows, edges = [], []
    for number in crossed:
        before, after = boxes[number - 1], boxes[number]
        time = number - 0.5
        if before.west != after.west:
            rows.append([1, time, 0, 0])
            edges.append(max(before.west, after.west))
        if before.south != after.south:
            rows.append([0, 0, 1, time])
            edges.append(max(before.south, after.south))
    for number in (0, len(boxes) // 2, len(boxes) - 1):  # and, more loosely, the squares themselves
        x, y = boxes[number].middle
        rows += [[0.02, 0.02 * number, 0, 0], [0, 0, 0.02, 0.02 * number]]
        edges += [0.02 * x, 0.02 * y]
    (x, vx, y, vy), *_rest = np.linalg.lstsq(np.array(rows), np.array(edges), rcond=None)
    end = len(boxes) - 1
    return Spot(float(x + vx * end), float(y + vy * end))


def among_walkers(boxes: list[Box], walk_m: float, seed: int) -> Spot:
    """The mean end of imagined walks whose phones, by the public rule, would have published the same."""
    first, last = boxes
    chance = np.random.default_rng(seed)
    start = chance.uniform((first.west, first.south), (first.east, first.north), (TRIES, 2))
    turn, length = chance.uniform(0, tau, TRIES), walk_m * np.sqrt(chance.uniform(0, 1, TRIES))
    end = start + length[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    left = outside(end, first) > MARGIN_M
    fits = ~left if first == last else left & (outside(end, last) == 0)
    if not fits.any():
        return last.middle
    return Spot(*end[fits].mean(axis=0))
