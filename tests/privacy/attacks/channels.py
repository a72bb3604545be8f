"""What answers tell beside their content: how long they take and how long they are."""

from functools import cache
from typing import Final, NamedTuple

import numpy as np

from tests.privacy.attacks.ground import Shown, Spot, Victim
from tests.privacy.attacks.lists import Service
from tests.privacy.attacks.region import away, locate

KNOWN: Final = 6  # places where the attacker puts an account of their own, to learn what a metre costs
AGAIN: Final = 2  # times each is measured; the quickest counts
SURELY: Final = 4.0  # standard errors: a slope that is less sure is taken for chance


class Slope(NamedTuple):
    """How a quantity depends on the distance, with what it scatters."""

    start: float
    a_metre: float
    scatter: float


def timing(service: Service, victim: Victim) -> Spot:
    """Time the answers from four places, knowing from own accounts what distance does to them."""
    return by_quantity(service, "seconds", again=AGAIN)


def sizes(service: Service, victim: Victim) -> Spot:
    """Weigh the answers, and the frame that comes when the victim rings, the same way."""
    service.heard()
    return by_quantity(service, "size", again=1)


def by_quantity(service: Service, what: str, *, again: int) -> Spot:
    slope = learnt(service, what)
    box = service.where()
    measured = [(at, quickest(service, what, at, again)) for at in posts(service)]

    def cost(points: np.ndarray) -> np.ndarray:
        wrong = (
            (value - slope.start - slope.a_metre * away(points, at)) / slope.scatter for at, value in measured
        )
        return sum(one**2 for one in wrong)

    return locate(box, cost) if slope.a_metre else box.middle


def quickest(service: Service, what: str, at: Spot, again: int) -> float:
    """The least of several measurements: what disturbs only adds."""
    return min(service.ask(what, at, again=number) for number in range(again))


def posts(service: Service) -> list[Spot]:
    reach = 1.2 * service.city.side
    return [Spot(x, y) for x in (-reach, reach) for y in (-reach, reach)]


@cache
def learnt(service: Service, what: str) -> Slope:
    """The dependence on distance, from own accounts at known places; none where it may be chance."""
    return line_through(*LEARNT[service][what])


LEARNT: Final[dict[Service, dict[str, tuple[list[float], list[float]]]]] = {}


def calibrate(service: Service) -> None:
    """Before any victim comes: own accounts at known places, measured."""
    chance = np.random.default_rng(7)
    found: dict[str, tuple[list[float], list[float]]] = {"seconds": ([], []), "size": ([], [])}
    whats = [service.leak] if hasattr(service, "leak") else list(found)
    for _ in range(KNOWN):
        spot = Spot(*chance.uniform(-1.5, 1.5, 2) * service.city.side)
        service.newcomer()
        service.present(Shown(spot, service.city.cell_at(spot)))
        for what in whats:
            for at in posts(service):
                far, values = found[what]
                far.append(float(away(np.array([spot]), at)[0]))
                values.append(quickest(service, what, at, AGAIN))
        service.absent()
    LEARNT[service] = found


def line_through(far: list[float], values: list[float]) -> Slope:
    x, y = np.array(far), np.array(values)
    a_metre, start = np.polyfit(x, y, 1)
    scatter = max(float(np.std(y - start - a_metre * x)), 1e-9)
    error = scatter / (np.std(x) * np.sqrt(len(x)))
    return Slope(float(start), float(a_metre) if abs(a_metre) > SURELY * error else 0.0, scatter)
