"""Every attack: what it does, what phone it watches, and in which old mistake it must succeed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from tests.privacy.attacks import asking, channels, crowds, lists, repeats
from tests.privacy.attacks.ground import Spot, Victim

Fixes = Iterable[tuple[Spot, float]]
Moves = Callable[[Victim, Any], tuple[Spot, Fixes]]


@dataclass(frozen=True)
class Attack:
    """`guess(service, victim)` of somebody who is there; with `moves`, `guess(service, victim, trace)`."""

    slug: str
    says: str
    leak: str
    guess: Callable[..., Spot]
    moves: Moves | None = None
    control_moves: Moves | None = None
    times: int = 1  # so many more people, where what they do adds chance of its own
    planted: str = ""  # the leak of `planted` that this attack must find in Kairos; or "edge", of phones
    studies: tuple[str, ...] = ("lists",)  # what the attacker learns of such a house beforehand


def sessions(path: Callable[[Victim], tuple[Spot, Iterator[Any]]], each: int) -> Moves:
    """So many fixes of an endless path as the attacker has the patience for."""

    def moves(victim: Victim, service: Any) -> tuple[Spot, Fixes]:
        at, fixes = path(victim)
        return at, list(islice(fixes, each * service.sessions))

    return moves


def walk(path: Callable[[Victim, float], tuple[Spot, Fixes]]) -> Moves:
    return lambda victim, service: path(victim, service.walk_m)


HOME, CORNER, SURELY_AND_NOT = (
    sessions(repeats.at_home, 2), sessions(repeats.at_a_corner, 3), sessions(repeats.surely_and_not, 1)
)  # fmt: skip

# Two have no leak planted in Kairos: no door takes a shape that zones could draw, and what a walker's cells
# tell at the moment of crossing, told with the phone's memory or without, is what any grid tells.
ATTACKS: Final = (
    Attack("trilateration", "distances from eight places, against distances floored to 100 m",
           "minutes", lists.trilateration,
           planted="reasons"),
    Attack("annuli", "rings, bisected to their edges, against rings of exact radius",
           "near", lists.annuli,
           planted="bucket"),
    Attack("oracle", "every bit that shows, bisected to where it flips, against a list of 2 km",
           "bits", lists.oracle,
           planted="radius"),
    Attack("order", "a decoy moved until it comes second, against an order by distance",
           "first", lists.order,
           planted="order", studies=("first",)),
    Attack("averaging", "one home on many days, GPS jitter 15 m, against noise of 200 m",
           "noise", repeats.averaging, HOME, HOME,
           planted="reasons"),
    Attack("flapping", "a home within 10 m of a corner, sure and unsure fixes, against a naive grid",
           "naive", repeats.flapping, CORNER, CORNER,
           planted="edge", studies=()),
    Attack("versions", "cell and wider cell intersected, against a grid that shifts every day",
           "shifted", repeats.versions, SURELY_AND_NOT, SURELY_AND_NOT,
           planted="bucket"),
    Attack("midpoint", "the proposed point and the other's walk to it, against the exact middle",
           "point", asking.midpoint,
           planted="walk", studies=("point",)),
    Attack("nested", "false accounts all round, against a crowd of five to hide in",
           "cloak", crowds.nested,
           planted="mirror"),
    Attack("mirror", "where the victim ceases to see me, against a reach of exact radius",
           "mirror", asking.mirror,
           planted="presence", studies=("asked",)),
    Attack("zones", "shapes drawn round the victim; Kairos has no door that takes one",
           "inside", crowds.bisection),
    Attack("timing", "how long answers take, against work that grows with distance",
           "seconds", channels.timing,
           planted="seconds", studies=()),
    Attack("sizes", "how long answers and frames are, against answers that grow with distance",
           "size", channels.sizes,
           planted="length", studies=()),
    Attack("sweep", "a whole city, nothing known of where, against pins of four decimals",
           "pins", crowds.sweep,
           planted="count"),
    Attack("crossing", "the moment when a walker's cell changes, against a naive grid followed live",
           "naive", repeats.crossing, walk(repeats.wandering), walk(repeats.striding), times=2),
)  # fmt: skip
