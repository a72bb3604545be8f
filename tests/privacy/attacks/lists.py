"""What lists tell: distances, rings, single bits, the order. Many places, one person, their intersection."""

from collections.abc import Iterator
from math import cos, hypot, sin, tau
from typing import Any, Final, Protocol

import numpy as np

from tests.privacy.attacks.ground import Box, City, Shown, Spot, Victim

CLOSE_M: Final = 0.5  # bisecting ends here
Seen = list[tuple[Spot, Any, dict[str, Any]]]


class Service(Protocol):
    """What `kairos.Kairos` and `broken.Broken` have in common."""

    city: City
    sessions: int
    sessions_asked: int
    walk_m: float
    leak: str
    quantities: tuple[str, ...]
    decoys_each: int
    close_m: float
    asked: set[Any]

    def newcomer(self) -> None: ...
    def present(self, shown: Shown) -> None: ...
    def moved(self, shown: Shown) -> None: ...
    def absent(self) -> None: ...
    def ask(self, what: str, at: Spot, **more: Any) -> Any: ...
    def same(self, one: Spot, other: Spot) -> bool: ...
    def stands(self, at: Spot) -> Spot: ...
    def heard(self) -> int: ...
    def crowd(self, box: Box) -> None: ...
    def inside(self, box: Box) -> bool | None: ...
    def where(self, hint: Spot | None = None) -> Box: ...
    def report(self, hint: Spot | None = None) -> Any: ...
    def vantages(self, box: Box) -> list[Spot]: ...
    def fit(self, what: str, seen: Seen) -> Spot: ...
    def miss_report(self, report: Any, points: np.ndarray, jitter_m: float) -> np.ndarray: ...


def trilateration(service: Service, victim: Victim) -> Spot:
    """Read the distance from eight places."""
    places = [*around((400, 900), turns=4), *service.vantages(service.where())]
    return service.fit("minutes", [(at, service.ask("minutes", at), {}) for at in places])


def annuli(service: Service, victim: Victim) -> Spot:
    """Read only the ring, and find where it changes."""
    return flips(service, "near")


def oracle(service: Service, victim: Victim) -> Spot:
    """Take every bit that shows and find to the half metre where it flips, from the victim outwards."""
    return flips(service, "bits")


def flips(service: Service, what: str) -> Spot:
    """Where an answer changes: all round, and on three lines out of where the victim must be."""
    box = service.where()
    seen: Seen = [(at, service.ask(what, at), {}) for at in service.vantages(box)]
    start = box.middle
    for turn in range(3):
        far = Spot(*(start + 2_600 * np.array([cos(turn * tau / 3 + 0.2), sin(turn * tau / 3 + 0.2)])))
        seen += [(at, value, {}) for at, value in bisected(service, what, start, far)]
    return service.fit(what, seen)


def bisected(service: Service, what: str, near: Spot, far: Spot) -> Iterator[tuple[Spot, Any]]:
    """The answers on the way to the place between two at which the answer flips."""
    values = [service.ask(what, near), service.ask(what, far)]
    yield from zip((near, far), values, strict=True)
    if values[0] == values[1]:
        return
    while hypot(far.x - near.x, far.y - near.y) > CLOSE_M and not service.same(near, far):
        half = Spot((near.x + far.x) / 2, (near.y + far.y) / 2)
        value = service.ask(what, half)
        yield half, value
        near, far = (half, far) if value == values[0] else (near, half)


def order(service: Service, victim: Victim) -> Spot:
    """From three places, move a decoy away until the victim comes first: they are equally far."""
    box = service.where()
    seen: Seen = []
    for turn in range(3):
        out = np.array([cos(turn * tau / 3 + 0.1), sin(turn * tau / 3 + 0.1)])
        at = Spot(*(np.array(box.middle) + 1.6 * service.city.side * out))
        for number in range(service.decoys_each):
            seen += ranked(service, service.stands(at), box, number)
    return service.fit("first", seen)


def ranked(service: Service, at: Spot, box: Box, number: int) -> Seen:
    """Bisect how far off a decoy comes first no more, along the line through where the victim must be."""
    found: Seen = []
    heading = np.array(box.middle) - np.array(at)
    heading /= np.hypot(*heading)
    near, far = crossed(box, at, heading)
    far = min(far, near + 5 * service.city.side)
    while far - near > service.close_m:
        middle = (near + far) / 2
        decoy = Spot(*(np.array(at) + middle * heading))
        value = service.ask("first", at, decoy=decoy, number=number)
        found.append((at, value, {"decoy": decoy}))
        near, far = (near, middle) if value in ("victim", "") else (middle, far)
    return found


def crossed(box: Box, at: Spot, heading: np.ndarray) -> tuple[float, float]:
    """Between which distances a line from a spot lies in a box."""
    edges = [
        sorted(((low - start) / step, (high - start) / step))
        for low, high, start, step in (
            (box.west, box.east, at.x, heading[0]), (box.south, box.north, at.y, heading[1])
        )
        if abs(step) > 1e-9
    ]  # fmt: skip
    return max(0.0, *(low for low, _high in edges)), min(high for _low, high in edges)


def around(radii_m: tuple[int, ...], *, turns: int) -> Iterator[Spot]:
    """Places on circles round the middle of the city, no two in line."""
    for number, radius in enumerate(radii_m):
        for turn in range(turns):
            angle = (turn + number / len(radii_m)) * tau / turns
            yield Spot(radius * cos(angle), radius * sin(angle))
