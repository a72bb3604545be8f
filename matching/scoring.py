"""How well two people suit each other, and why. Pure: no Django, no clock, no database.

`score(a, b) == score(b, a)`: the mean of what each finds in the other. Every reason names the tag, the
word, the time or the walk that it rests on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from matching import policy, topics

WEIGHTS: Final = {"topic": 35, "tags": 25, "time": 15, "walk": 15, "reliability": 10}  # of 100
ALL_WEIGHTS: Final = sum(WEIGHTS.values())
WALK_VALUE: Final = {5: 1.0, 10: 0.8, 15: 0.5, 20: 0.25}  # by minutes on foot
TIME_ENOUGH: Final = timedelta(minutes=40)  # ring, walk and a talk of twenty minutes, without haste
RELATED_TERM: Final = 0.5  # a related term is worth half the term itself
REASONS_MOST: Final = 3

# What each intention hopes to find, and how well the other's intention answers it.
ANSWERS: Final[Mapping[tuple[str, str], float]] = {
    ("find-clients", "find-suppliers"): 1.0,
    ("find-suppliers", "find-clients"): 1.0,
    ("invest-or-raise", "invest-or-raise"): 1.0,
    ("swap-ideas", "swap-ideas"): 1.0,
    ("discover", "discover"): 1.0,
    ("discover", "swap-ideas"): 0.7,
    ("swap-ideas", "discover"): 0.7,
    ("hire", "swap-ideas"): 0.4,
    ("swap-ideas", "hire"): 0.4,
    ("invest-or-raise", "find-clients"): 0.4,
    ("find-clients", "invest-or-raise"): 0.4,
}
TOPIC_REASONS: Final = {"term": "same-subject", "near": "near-topic"}
OTHER_INTENTION: Final = 0.2  # of the value of an answer: people who meant something else still talk


@dataclass(frozen=True, slots=True)
class Side:
    """One person as the score sees them. Tags are taxonomy codes or free words."""

    intention: str
    topic: str
    role: str
    offers: frozenset[str]
    seeks: frozenset[str]
    ends_at: datetime
    reliability: float
    hard_stop_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One traceable reason: `code` names the sentence, `term` the tag or word it rests on, a word as the
    other wrote it."""

    code: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Shape: `score` 0-100; `tagged` if tags, topics or intentions give a reason."""

    score: int
    tagged: bool


class Related:
    """The taxonomy's neighbours of each term."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self._terms = {term: frozenset(near) for term, near in terms.items()}
        # The same three tags are asked about for everybody in reach.
        self.near = lru_cache(maxsize=20_000)(self._near)

    def _near(self, seeks: frozenset[str]) -> frozenset[str]:
        return frozenset[str]().union(*(self._terms.get(term, ()) for term in seeks))


def judge(me: Side, other: Side, *, walk_min: int, now: datetime, related: Related) -> Verdict:
    """The score of the pair, and whether a subject speaks for it."""
    return Verdict(
        score=score(me, other, walk_min=walk_min, now=now, related=related),
        tagged=is_tagged(me, other, related=related),
    )


def score(me: Side, other: Side, *, walk_min: int, now: datetime, related: Related) -> int:
    """How well the two suit each other, 0-100, the same from either side."""
    overlap = time_overlap(me, other, walk_min=walk_min, now=now)
    value = (
        direction(me, other, overlap=overlap, walk_min=walk_min, related=related)
        + direction(other, me, overlap=overlap, walk_min=walk_min, related=related)
    ) / 2
    return round(value)


def reasons_for(me: Side, other: Side, *, related: Related) -> tuple[Reason, ...]:
    """Why `other` is worth meeting, as `me` reads it: at most three, strongest first."""
    everywhere = (*subject_reasons(me, other, related=related), Reason("time"), Reason("walk"))
    return everywhere[:REASONS_MOST]


def is_tagged(me: Side, other: Side, *, related: Related) -> bool:
    """Whether `subject_reasons` gives any; asked of everybody in reach, so the cheap questions come first."""
    return bool(
        _shares_intention(me, other)
        or _answers(me, other)
        or not me.seeks.isdisjoint(other.offers)
        or not me.offers.isdisjoint(other.seeks)
        or (me.seeks and not related.near(me.seeks).isdisjoint(other.offers))
        or (other.seeks and not related.near(other.seeks).isdisjoint(me.offers))
        or topics.meet(me.topic, other.topic)
    )


def direction(me: Side, other: Side, *, overlap: float, walk_min: int, related: Related) -> float:
    """What `me` finds in `other`, 0-100; unknown parts are left out and the rest rescaled."""
    value = (
        WEIGHTS["topic"] * topic_value(me, other)
        + WEIGHTS["time"] * overlap
        + WEIGHTS["walk"] * WALK_VALUE[walk_min]
        + WEIGHTS["reliability"] * other.reliability
    )
    tags = tag_value(me.seeks, other.offers, related=related) if other.offers or other.seeks else None
    if tags is None:
        return 100 * value / (ALL_WEIGHTS - WEIGHTS["tags"])
    return 100 * (value + WEIGHTS["tags"] * tags) / ALL_WEIGHTS


def topic_value(me: Side, other: Side) -> float:
    """How well the other's intention and words answer mine, 0-1."""
    intention = ANSWERS.get((me.intention, other.intention), OTHER_INTENTION)
    words = topics.affinity(me.topic, said=other.topic, role=other.role)
    return intention if words is None else (intention + words) / 2


def tag_value(seeks: frozenset[str], offers: frozenset[str], *, related: Related) -> float | None:
    """The share of what one seeks that the other offers, 0-1; None where one seeks nothing.

    Two found are enough; a neighbour of a term counts half.
    """
    if not seeks:
        return None
    if seeks.isdisjoint(offers) and related.near(seeks).isdisjoint(offers):
        return 0.0
    near = sum(not related.near(frozenset((term,))).isdisjoint(offers) for term in seeks - offers)
    return min(1.0, (len(seeks & offers) + RELATED_TERM * near) / min(len(seeks), 2))


def time_overlap(me: Side, other: Side, *, walk_min: int, now: datetime) -> float:
    """The time both still have, as a share of what a meeting takes without haste, 0-1.

    Who must be elsewhere afterwards has it only until the way back begins.
    """
    until = min(me.ends_at, other.ends_at)
    if me.hard_stop_at is not None:
        until = min(until, me.hard_stop_at - way_back(walk_min))
    if other.hard_stop_at is not None:
        until = min(until, other.hard_stop_at - way_back(walk_min))
    return max(0.0, min(1.0, (until - now) / TIME_ENOUGH))


def way_back(walk_min: int) -> timedelta:
    """What one needs before a hard stop. Units: `walk_min` minutes on foot."""
    return timedelta(minutes=walk_min + policy.WAY_BACK_MARGIN_MIN)


def subject_reasons(me: Side, other: Side, *, related: Related) -> Iterable[Reason]:
    """The reasons that rest on a subject, strongest first."""
    yield from (Reason("offers-what-you-seek", term) for term in sorted(me.seeks & other.offers))
    yield from (Reason("seeks-what-you-offer", term) for term in sorted(me.offers & other.seeks))
    if _answers(me, other):
        yield Reason("answers-your-intention", other.intention)
    shared = list(topics.common(me.topic, other.topic))
    if words := [one.name for one in shared if one.kind == "word"]:
        yield Reason("same-topic", ", ".join(words))
    yield from (Reason(TOPIC_REASONS[one.kind], one.name) for one in shared if one.kind in TOPIC_REASONS)
    yield from (
        Reason("related-to-what-you-seek", term)
        for term in sorted(_related_terms(me.seeks, other.offers, related))
    )
    yield from (
        Reason("related-to-what-you-offer", term)
        for term in sorted(_related_terms(other.seeks, me.offers, related))
    )
    if _shares_intention(me, other):
        yield Reason("same-intention", me.intention)


def _answers(me: Side, other: Side) -> bool:
    trade = ("find-clients", "find-suppliers")
    return me.intention != other.intention and me.intention in trade and other.intention in trade


def _shares_intention(me: Side, other: Side) -> bool:
    # Two who both look for clients want the same and are of no use to each other.
    return me.intention == other.intention and (me.intention, other.intention) in ANSWERS


def _related_terms(seeks: frozenset[str], offers: frozenset[str], related: Related) -> frozenset[str]:
    return related.near(seeks - offers) & offers
