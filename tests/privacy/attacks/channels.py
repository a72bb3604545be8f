"""What answers tell beside their content: how long they take and how long they are."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from tests.privacy.attacks.ground import Box, Shown, Spot, Victim
from tests.privacy.attacks.lists import Service
from tests.privacy.attacks.region import away, locate

KNOWN: Final = 6  # places where the attacker puts an account of their own, to learn what a metre costs
AGAIN: Final = 2  # times each is measured; the quickest counts
QUANTITIES: Final = ("seconds", "size", "frame")
SURELY: Final = 4.0  # standard errors: a slope that is less sure is taken for chance


class Slope(NamedTuple):
    """How a quantity depends on the distance, with what it scatters."""

    start: float
    a_metre: float
    scatter: float

    def miss(self, value: float, far_m: np.ndarray) -> np.ndarray:
        """Twice the negative log-likelihood of a value at each of several distances."""
        return ((value - self.start - self.a_metre * far_m) / self.scatter) ** 2


def timing(service: Service, victim: Victim) -> Spot:
    """Time the answers from four places, knowing from own accounts what distance does to them."""
    return by_quantity(service, "seconds", again=AGAIN)


def sizes(service: Service, victim: Victim) -> Spot:
    """Weigh the answers, and the frame that comes when the victim rings, the same way."""
    return by_quantity(service, "size", again=1, more=[("frame", Spot(0, 0), float(service.heard()))])


def by_quantity(
    service: Service, what: str, *, again: int, more: Sequence[tuple[str, Spot, float]] = ()
) -> Spot:
    box = service.where()
    measured = [(what, at, quickest(service, what, at, again)) for at in posts(service, box)]
    slopes = {name: learnt(service, service.leak, name) for name in {what, *(name for name, *_ in more)}}
    telling = [one for one in (*measured, *more) if slopes[one[0]].a_metre]

    def cost(points: np.ndarray) -> np.ndarray:
        return sum(slopes[name].miss(value, away(points, at)) for name, at, value in telling)

    return locate(box, cost) if telling else box.middle


def quickest(service: Service, what: str, at: Spot, again: int) -> float:
    """The least of several measurements: what disturbs only adds."""
    return min(service.ask(what, at, again=number) for number in range(again))


def posts(service: Service, box: Box) -> list[Spot]:
    """Four places round the middle of the city, or round the victim's cell, each as the service takes it."""
    middle = box.middle if box != service.city.whole else Spot(0, 0)
    reach = 1.2 * service.city.side
    return [
        service.stands(Spot(middle.x + x, middle.y + y)) for x in (-reach, reach) for y in (-reach, reach)
    ]


@cache
def learnt(service: Service, leak: str, what: str) -> Slope:
    """The dependence on distance, from own accounts at known places; none where it may be chance."""
    return line_through(*LEARNT[service, leak][what])


LEARNT: Final[dict[tuple[Service, str], dict[str, tuple[list[float], list[float]]]]] = {}


def calibrate(service: Service) -> None:
    """Before any victim comes: own accounts at known places, measured."""
    chance = np.random.default_rng(7)
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in QUANTITIES}
    whats = [name for name in QUANTITIES if name in service.quantities]
    for _ in range(KNOWN):
        spot = Spot(*chance.uniform(-1.5, 1.5, 2) * service.city.side)
        service.newcomer()
        service.present(Shown(spot, service.city.cell_at(spot)))
        places = posts(service, service.city.box_of(service.city.cell_at(spot)))
        seen = [(what, at, quickest(service, what, at, AGAIN)) for what in whats for at in places]
        for what, at, value in [*seen, ("frame", Spot(0, 0), float(service.heard()))]:
            far, values = found[what]
            far.append(float(away(np.array([spot]), at)[0]))
            values.append(value)
        service.absent()
    LEARNT[service, service.leak] = found


def line_through(far: list[float], values: list[float]) -> Slope:
    x, y = np.array(far), np.array(values)
    a_metre, start = np.polyfit(x, y, 1)
    scatter = max(float(np.std(y - start - a_metre * x)), 1e-9)
    error = scatter / (np.std(x) * np.sqrt(len(x)))
    return Slope(float(start), float(a_metre) if abs(a_metre) > SURELY * error else 0.0, scatter)
