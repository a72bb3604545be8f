"""Which of the people in reach become cards, and in what order. Pure; `matching.candidates` calls.

Four things bend the plain order by score. Somebody whom nobody was shown for a while is owed a place, so
that everyone live is seen. Somebody on many lists already steps back, so that nobody is a star. One card in
six comes from outside the tags, labelled, so that the list can surprise. And kinds of people that the viewer
asked less of come last; the list never gets shorter for it.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar
from uuid import UUID

from matching import policy
from matching.scoring import Verdict

EXPECTED_MOST: Final = policy.CARDS_MOST - policy.CARDS_MOST // policy.UNEXPECTED_EVERY
Person = TypeVar("Person")


@dataclass(frozen=True, slots=True, eq=False)
class Judged(Generic[Person]):
    """A person in reach with all that choosing asks.

    Shape: `tie` a keyed hash of the pair and the day; `owed` if nobody was shown them for a while; `full` if
    they are on enough lists already; `less` if the viewer asked for fewer of the kind.
    """

    id: UUID
    person: Person
    verdict: Verdict
    tie: bytes
    owed: bool = False
    full: bool = False
    less: bool = False

    @property
    def order(self) -> tuple[bool, int, bytes]:
        """Best first, ties by the hash; kinds that the viewer asked less of after all others."""
        return (self.less, -self.verdict.score, self.tie)

    @property
    def turn(self) -> tuple[bool, bool, int, bytes]:
        """The order of being chosen: as shown, but those on many lists already step back among their like."""
        return (self.less, self.full, -self.verdict.score, self.tie)


@dataclass(frozen=True, slots=True)
class Choice(Generic[Person]):
    """Shape: `shown` in the order of the cards; the ids of those labelled unexpected, and of those owed."""

    shown: list[Judged[Person]]
    unexpected: frozenset[UUID] = field(default_factory=frozenset)
    owed: frozenset[UUID] = field(default_factory=frozenset)


def choose(judged: Sequence[Judged[Person]]) -> Choice[Person]:
    """At most twelve: the best above the floor, one in six from outside the tags, two owed a place.

    With so few above the floor that the room would look empty, the floor is not applied.
    """
    above = [one for one in judged if one.verdict.score >= policy.SCORE_FLOOR]
    best = sorted(above if len(above) >= policy.FLOOR_FROM_CARDS else judged, key=lambda one: one.turn)
    expected = best[:EXPECTED_MOST]
    outside = without(expected, (one for one in judged if not one.verdict.tagged and not one.less))
    unexpected = waiting_first(outside)[: len(expected) // (policy.UNEXPECTED_EVERY - 1)]
    waiting = without([*expected, *unexpected], (one for one in judged if one.owed))
    owed = waiting_first(waiting)[: policy.OWED_MOST]
    kept = expected[: policy.CARDS_MOST - len(unexpected) - len(owed)]
    fill = without([*kept, *unexpected, *owed], best)[
        : policy.CARDS_MOST - len(kept) - len(unexpected) - len(owed)
    ]
    shown = sorted([*kept, *unexpected, *owed, *fill], key=lambda one: one.order)
    return Choice(
        shown=shown,
        unexpected=frozenset(one.id for one in unexpected),
        owed=frozenset(one.id for one in shown if one.owed),
    )


def choose_within(judged: Sequence[Judged[Person]], *, known: Container[UUID], room: int) -> Choice[Person]:
    """As `choose`, with at most `room` of those not `known` yet; the places left go to known ones."""
    choice = choose(judged)
    new = [one.id for one in choice.shown if one.id not in known]
    if len(new) <= room:
        return choice
    return choose([one for one in judged if one.id in known or one.id in new[:room]])


def waiting_first(some: Iterable[Judged[Person]]) -> list[Judged[Person]]:
    """Those whom nobody was shown, last those on many lists; among equals the hash decides, not the score."""
    return sorted(some, key=lambda one: (not one.owed, one.full, one.tie))


def without(taken: Sequence[Judged[Person]], some: Iterable[Judged[Person]]) -> list[Judged[Person]]:
    """`some` but those taken already."""
    ids = {one.id for one in taken}
    return [one for one in some if one.id not in ids]


def is_like(*, role: str, offers: Iterable[str], kind_role: str, kind_offers: Iterable[str]) -> bool:
    """Whether a person is of a kind: the same role, or at least half of what the kind offers."""
    wanted = set(kind_offers)
    shared = len(wanted & set(offers))
    return role.casefold() == kind_role.casefold() or (bool(wanted) and 2 * shared >= len(wanted))
