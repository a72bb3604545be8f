"""Who asked to be surprised, and how well whom suits whom. Reads only; the dispatcher of meetups asks."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matching import pairing, pairwise, policy, scoring, shortlist
from matching.candidates import related_terms, side
from matching.pairwise import Asker, askers
from places import cells

__all__ = ["Asker", "Together", "askers", "reasons_between", "scored", "still_fit", "together"]


@dataclass(frozen=True, slots=True)
class Together:
    """Two or three people who suit each other, by their places in the list of who asked."""

    people: tuple[Asker, ...]

    @property
    def sessions(self) -> list[UUID]:
        """Their live sessions."""
        return [person.id for person in self.people]


def together(
    askers: Sequence[Asker], *, now: datetime, apart: Container[tuple[UUID, UUID]] = ()
) -> list[Together]:
    """Everybody who asked in tables of two and three, best first; who suits nobody is left out.

    `apart`: pairs of people, the smaller id first, who are never put together.
    """
    edges = scored(askers, now=now, apart=apart)
    found = pairing.groups(edges, matched_most=policy.SURPRISE_MATCHED_MOST)
    return [Together(tuple(askers[place] for place in group)) for group in found]


def scored(
    askers: Sequence[Asker], *, now: datetime, apart: Container[tuple[UUID, UUID]] = ()
) -> list[pairing.Edge]:
    """Who suits whom, above the floor: some fifty others a person drawn cheaply, filtered, then judged."""
    drawn = [
        (one, other, minutes)
        for one, other, minutes in shortlist.worth_comparing(askers)
        if in_order(askers[one].person_id, askers[other].person_id) not in apart
    ]
    fitting = pairwise.fit_together([asker.id for asker in askers], drawn, now=now)
    sides, moment, related = [side(asker) for asker in askers], policy.shown_time(now), related_terms()
    judged = (
        (one, other, scoring.score(sides[one], sides[other], walk_min=minutes, now=moment, related=related))
        for one, other, minutes in fitting
    )
    return [edge for edge in judged if edge[2] >= policy.SCORE_FLOOR]


def still_fit(groups: Sequence[Together], *, now: datetime) -> list[bool]:
    """For each group whether everybody in it may be shown to everybody else at this moment."""
    places = {person.id: place for place, person in enumerate(p for group in groups for p in group.people)}
    pairs = [
        (places[one.id], places[other.id], minutes)
        for group in groups
        for one, other in pairs_of(group)
        if (minutes := cells.about_min(one.cell, other.cell)) is not None
    ]
    fitting = {pair[:2] for pair in pairwise.fit_together(list(places), pairs, now=now)}
    return [
        all((places[one.id], places[other.id]) in fitting for one, other in pairs_of(group))
        for group in groups
    ]


def reasons_between(reader: Asker, other: Asker) -> tuple[scoring.Reason, ...]:
    """Why `other` is worth meeting, as `reader` reads it."""
    return scoring.reasons_for(side(reader), side(other), related=related_terms())


def pairs_of(group: Together) -> list[tuple[Asker, Asker]]:
    """Each two of a group, once."""
    return [(one, other) for at, one in enumerate(group.people) for other in group.people[at + 1 :]]


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The smaller id first."""
    return (one, other) if one < other else (other, one)
