"""With whom of a crowd each is worth comparing, by cheap facts alone. Pure; `matching.surprises` calls.

It forbids nothing and allows nothing: what it draws is asked of the filters and judged by the score.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Protocol

from matching import policy
from places import cells

LOOKED_AT_MOST: Final = 400  # others looked at for one person: of a crowd, a draw of it
_TURN: Final = 2_654_435_761  # spreads the draws of neighbours in a list over it
_DRAWS: Final = 1 << 32

Pair = tuple[int, int, int]  # two places in the list of people, the smaller first, and minutes on foot
Near = Sequence[tuple[str, int]]  # cells with minutes on foot, nearest first


class Asking(Protocol):
    """What of a person decides."""

    @property
    def cell(self) -> str: ...  # noqa: D102 -- as on the row
    @property
    def reach_min(self) -> int: ...  # noqa: D102 -- as on the row
    @property
    def languages(self) -> Sequence[str]: ...  # noqa: D102 -- as on the row
    @property
    def offers(self) -> Sequence[str]: ...  # noqa: D102 -- as on the row
    @property
    def seeks(self) -> Sequence[str]: ...  # noqa: D102 -- as on the row


class Crowd:
    """The people by where they are and by what they offer and seek there."""

    def __init__(self, people: Sequence[Asking]) -> None:
        self.people = people
        self.reach_min = [person.reach_min for person in people]
        bits: dict[str, int] = {}
        self.tongues = [
            sum(bits.setdefault(code, 1 << len(bits)) for code in set(person.languages)) for person in people
        ]
        self.here: dict[str, list[int]] = defaultdict(list)
        self.offering: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.seeking: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, person in enumerate(people):
            self.here[person.cell].append(place)
            for tag in person.offers:
                self.offering[person.cell][tag].append(place)
            for tag in person.seeks:
                self.seeking[person.cell][tag].append(place)
        self.near = {cell: nearest_first(cell, self.here) for cell in self.here}

    def around(self, place: int) -> Near:
        """The cells with people in one person's reach."""
        reach_min = self.reach_min[place]
        return [one for one in self.near[self.people[place].cell] if one[1] <= reach_min]

    def tagged(self, place: int, near: Near) -> list[tuple[int, int, int, int]]:
        """Who shares tags with a person and may suit: best sorts first by tags, minutes, a draw; then who."""
        me, found = self.people[place], dict[int, int]()
        minutes_to: dict[int, int] = {}
        for cell, minutes in near:
            for tags, index in ((me.seeks, self.offering[cell]), (me.offers, self.seeking[cell])):
                for tag in tags:
                    for other in index.get(tag, ()):
                        found[other] = found.get(other, 0) - 1
                        minutes_to[other] = minutes
            if len(found) > LOOKED_AT_MOST:
                break
        return [
            (tags, minutes_to[other], drawn(place, other), other)
            for other, tags in found.items()
            if self.suits(place, other, minutes_to[other])
        ]

    def others(self, place: int, near: Near) -> Iterator[tuple[int, int]]:
        """Anybody in reach who may suit, nearest first; of a crowd another draw for each."""
        count = sum(len(self.here[cell]) for cell, _minutes in near)
        step = max(1, count // LOOKED_AT_MOST)
        for cell, minutes in near:
            people = self.here[cell]
            start = place * _TURN % len(people)
            for at in range(start, start + len(people), step):
                other = people[at % len(people)]
                if self.suits(place, other, minutes):
                    yield other, minutes

    def suits(self, one: int, other: int, minutes: int) -> bool:
        """Whether asking makes sense: the other would walk so far, and they have a language in common."""
        return (
            bool(self.tongues[one] & self.tongues[other])
            and self.reach_min[other] >= minutes
            and one != other
        )


def worth_comparing(people: Sequence[Asking], *, most: int = policy.SURPRISE_DRAWN_MOST) -> list[Pair]:
    """For each person at most so many others: who shares tags, then who is near, then a draw."""
    crowd = Crowd(people)
    found: dict[tuple[int, int], int] = {}
    for place in range(len(people)):
        for other, minutes in picked(crowd, place, most):
            found[(place, other) if place < other else (other, place)] = minutes
    return [(one, other, minutes) for (one, other), minutes in found.items()]


def picked(crowd: Crowd, place: int, most: int) -> list[tuple[int, int]]:
    """The others of one person, with minutes."""
    near = crowd.around(place)
    tagged = sorted(crowd.tagged(place, near))[:most]
    best = [(other, minutes) for _tags, minutes, _drawn, other in tagged]
    if len(best) < most:
        taken = {other for other, _minutes in best}
        rest = (one for one in crowd.others(place, near) if one[0] not in taken)
        best += islice(rest, most - len(best))
    return best


def drawn(one: int, other: int) -> int:
    """A number that spreads who comes first among equals, so that nobody is drawn by everybody."""
    return (one ^ other) * _TURN % _DRAWS


def nearest_first(cell: str, here: Mapping[str, object]) -> Near:
    """The cells with people round one cell, itself among them."""
    ring = cells.ring(cell, policy.REACH_CHOICES_MIN[-1])
    return sorted(((other, ring[other]) for other in ring if other in here), key=lambda one: one[1])
