"""With whom of a crowd each is worth comparing, by cheap facts alone. Pure; `matching.surprises` calls.

It forbids nothing and allows nothing: what it draws is asked of the filters and judged by the score.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import Final, Protocol

from matching import policy
from places import cells

LOOKED_AT_MOST: Final = 400  # others looked at for one person: of a crowd, a draw of it
_TURN: Final = 2_654_435_761  # spreads the draws of neighbours in a list over it

Pair = tuple[int, int, int]  # two places in the list of people, the smaller first, and minutes on foot
Near = Sequence[tuple[str, int]]  # cells with minutes on foot, nearest first


class Asking(Protocol):
    """What of a person decides."""

    @property
    def cell(self) -> str: ...  # noqa: D102
    @property
    def reach_min(self) -> int: ...  # noqa: D102
    @property
    def languages(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def offers(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def seeks(self) -> Sequence[str]: ...  # noqa: D102


class Crowd:
    """The people by where they are and by what they offer and seek there."""

    def __init__(self, people: Sequence[Asking]) -> None:
        self.people = people
        self.tongues = [frozenset(person.languages) for person in people]
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
        person = self.people[place]
        return [(cell, minutes) for cell, minutes in self.near[person.cell] if minutes <= person.reach_min]

    def tagged(self, place: int, near: Near) -> dict[int, tuple[int, int]]:
        """Who shares tags with a person: how many, the way round that sorts best first, and the minutes."""
        me, found = self.people[place], dict[int, tuple[int, int]]()
        for cell, minutes in near:
            for tags, index in ((me.seeks, self.offering[cell]), (me.offers, self.seeking[cell])):
                for other in (other for tag in tags if tag in index for other in index[tag]):
                    found[other] = (found[other][0] - 1 if other in found else -1, minutes)
            if len(found) > LOOKED_AT_MOST:
                break
        return found

    def others(self, place: int, near: Near) -> Iterator[tuple[int, int]]:
        """Anybody in reach, nearest first; of a crowd another draw for each."""
        count = sum(len(self.here[cell]) for cell, _minutes in near)
        step = max(1, count // LOOKED_AT_MOST)
        for cell, minutes in near:
            people = self.here[cell]
            yield from ((other, minutes) for other in people[place * _TURN % step :: step])

    def suits(self, one: int, other: int, minutes: int) -> bool:
        """Whether asking makes sense: the other would walk so far, and they have a language in common."""
        return (
            one != other
            and self.people[other].reach_min >= minutes
            and not self.tongues[one].isdisjoint(self.tongues[other])
        )


def worth_comparing(people: Sequence[Asking], *, most: int = policy.SURPRISE_EDGES_MOST) -> list[Pair]:
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
    tagged = crowd.tagged(place, near)
    suiting = (
        (tags, minutes, other)
        for other, (tags, minutes) in tagged.items()
        if crowd.suits(place, other, minutes)
    )
    best = [(other, minutes) for _tags, minutes, other in nsmallest(most, suiting)]
    if len(best) < most:
        rest = (
            (other, minutes)
            for other, minutes in crowd.others(place, near)
            if other not in tagged and crowd.suits(place, other, minutes)
        )
        best += [one for one, _room in zip(rest, range(most - len(best)), strict=False)]
    return best


def nearest_first(cell: str, here: Mapping[str, object]) -> Near:
    """The cells with people round one cell, itself among them."""
    ring = cells.ring(cell, policy.REACH_CHOICES_MIN[-1])
    return sorted(((other, ring[other]) for other in ring if other in here), key=lambda one: one[1])
