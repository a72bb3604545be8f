"""The people worth meeting now: score, reasons, order, at most twelve cards.

Called by the doors of matching and by meetups. Reads only; the answer is a function of the two cells, the
two profiles and the clock, nothing finer.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings

from accounts import languages as spoken
from accounts import taxonomy
from matching import policy, prefilter, scoring, wording
from matching.models import Availability
from matching.prefilter import FreePerson
from places import cells

HUES: Final = 8  # the avatar colours of the style sheet
EXPECTED_MOST: Final = policy.CARDS_MOST - policy.CARDS_MOST // policy.UNEXPECTED_EVERY
RINGS: Final = {5: 1, 10: 2, 15: 3, 20: 4}  # ring of the radar by minutes


@dataclass(frozen=True, slots=True)
class SaidReason:
    """A reason in the reader's language."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Liquidity:
    """How many people are free in reach, after the hard filters: `level` is the word for `count`."""

    level: str
    count: int

    @property
    def text(self) -> str:
        """The honest sentence."""
        return str(wording.LIQUIDITY[self.level])


@dataclass(frozen=True, slots=True)
class Card:
    """What one person may see of another before a yes. `id` is the live session's, `about_min` in minutes."""

    id: UUID
    first_name: str
    role: str
    company: str
    topic: str
    intention: str
    languages: tuple[str, ...]
    score: int
    reasons: tuple[SaidReason, ...]
    near: str
    about_min: int
    verified: bool
    works_at: str
    until: datetime
    reachable: str
    unexpected: bool
    is_demo: bool
    zone: str

    @property
    def initials(self) -> str:
        """For the avatar."""
        return self.first_name[:2].upper()

    @property
    def about(self) -> str:
        """How a block or a report names the person behind the card."""
        return f"candidate:{self.id}"

    @property
    def language_names(self) -> str:
        """Each language in itself."""
        return ", ".join(spoken.NATIVE_NAMES[code] for code in self.languages)

    @property
    def hue(self) -> int:
        """Which of the avatar colours."""
        return self.id.bytes[0] % HUES

    @property
    def ring(self) -> int:
        """Which ring of the radar."""
        return RINGS[self.about_min]


@dataclass(frozen=True, slots=True)
class Blip:
    """A card's place on the radar: its ring, and an angle in degrees that means nothing."""

    card: Card
    angle: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Shape: the gauge and at most twelve cards, best first."""

    liquidity: Liquidity
    cards: list[Card]

    @property
    def blips(self) -> list["Blip"]:
        """The cards on the radar, evenly round each ring. The angle means nothing: it follows the ids."""
        found = []
        for ring in RINGS.values():
            here = sorted((card for card in self.cards if card.ring == ring), key=lambda card: card.id)
            turn = here[0].id.bytes[1] if here else 0
            found += [Blip(card, (turn + 360 * place // len(here)) % 360) for place, card in enumerate(here)]
        return found


@dataclass(frozen=True, slots=True)
class Pair:
    """One person as `viewer` may see them, and why the viewer is worth meeting, as that person reads it."""

    card: Card
    reasons_back: tuple[scoring.Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A free person with the verdict of the pair and the place in the order."""

    person: FreePerson
    verdict: scoring.Verdict
    tie: bytes

    @property
    def order(self) -> tuple[int, bytes]:
        """Best first; ties by the hash."""
        return (-self.verdict.score, self.tie)


def candidates_for(viewer: Availability, *, now: datetime) -> Candidates:
    """The gauge and the cards that `viewer` sees now, ordered by score, then by a keyed hash of the day."""
    free = [person for person in prefilter.free_people(viewer, now=now) if fits(person, now=now)]
    me = viewer_side(viewer)
    judged = sorted((judge(me, viewer, person, now=now) for person in free), key=lambda one: one.order)
    chosen = choose(judged)
    return Candidates(
        liquidity=Liquidity(level=policy.liquidity_level(len(free)), count=len(free)),
        cards=[card(viewer, one, now=now, unexpected=unexpected) for one, unexpected in chosen],
    )


def card_of(viewer: Availability, session: UUID, *, now: datetime) -> Card | None:
    """The card of one live session as `viewer` may see it, or None where it may not or cannot be met now."""
    pair = pair_of(viewer, session, now=now)
    return pair.card if pair else None


def pair_of(viewer: Availability, session: UUID, *, now: datetime) -> Pair | None:
    """The card of one live session, and the reasons the other way round; None as for `card_of`."""
    free = prefilter.free_people(viewer, now=now, session=session)
    if not free or not fits(free[0], now=now):
        return None
    me, them = viewer_side(viewer), side(free[0])
    walk_min = free[0].about_min
    back = scoring.judge(them, me, walk_min=walk_min, now=now, related=related_terms())
    return Pair(card(viewer, judge(me, viewer, free[0], now=now), now=now), back.reasons)


def fits(person: FreePerson, *, now: datetime) -> bool:
    """Whether ring, walk, talk and any way back fit into the person's time."""
    return now <= policy.latest_start(person.ends_at, person.hard_stop_at, person.about_min)


def judge(me: scoring.Side, viewer: Availability, person: FreePerson, *, now: datetime) -> Judged:
    """The verdict of the pair, and its place among equals."""
    verdict = scoring.judge(
        me, side(person), walk_min=person.about_min, now=policy.shown_time(now), related=related_terms()
    )
    return Judged(person=person, verdict=verdict, tie=pair_hash(viewer.person_id, person.person_id, now=now))


def choose(judged: list[Judged]) -> list[tuple[Judged, bool]]:
    """At most twelve, in order: the best above the floor, one in six from outside the tags and labelled.

    With so few above the floor that the room would look empty, the floor is not applied.
    """
    above = [one for one in judged if one.verdict.score >= policy.SCORE_FLOOR]
    best = above if len(above) >= policy.FLOOR_FROM_CARDS else judged
    expected = best[:EXPECTED_MOST]
    outside = sorted(
        (one for one in judged if not one.verdict.tagged and one not in expected), key=lambda one: one.tie
    )
    unexpected = outside[: len(expected) // (policy.UNEXPECTED_EVERY - 1)]
    fill = [one for one in best[EXPECTED_MOST:] if one not in unexpected]
    marked = (
        [(one, False) for one in expected]
        + [(one, True) for one in unexpected]
        + [(one, False) for one in fill]
    )
    return sorted(marked[: policy.CARDS_MOST], key=lambda pair: pair[0].order)


def card(viewer: Availability, one: Judged, *, now: datetime, unexpected: bool = False) -> Card:
    """What `viewer` may see of the person: the company only where the viewer is verified."""
    person = one.person
    zone = wording.zone_of(viewer.cell)
    until = policy.shown_time(person.ends_at)
    trusted = viewer.person.profile.verified_at(now)
    reasons = one.verdict.reasons
    if one.verdict.score < policy.SCORE_FLOOR and not one.verdict.tagged:
        reasons = (scoring.Reason("free-now"), *reasons)
    said = tuple(
        SaidReason(
            reason.code,
            wording.sentence(
                reason, theirs=until, yours=viewer.ends_at, zone=zone, walk_min=person.about_min
            ),
        )
        for reason in reasons[: scoring.REASONS_MOST]
    )
    return Card(
        id=person.id,
        first_name=person.first_name,
        role=person.role,
        company=person.company if trusted else "",
        topic=person.topic,
        intention=person.intention,
        languages=tuple(person.languages),
        score=one.verdict.score,
        reasons=said,
        near=cells.near(viewer.cell, person.cell) or "a-walk",
        about_min=person.about_min,
        verified=person.verified,
        works_at=person.works_at if trusted else "",
        until=until,
        reachable="now",
        unexpected=unexpected,
        is_demo=person.is_demo,
        zone=zone,
    )


def side(person: FreePerson) -> scoring.Side:
    """A row as the score sees it."""
    return scoring.Side(
        intention=person.intention,
        topic=person.topic,
        role=person.role,
        offers=frozenset((*person.offers, *person.free_offers)),
        seeks=frozenset((*person.seeks, *person.free_seeks)),
        ends_at=policy.shown_time(person.ends_at),
        reliability=reliability(person.committed, person.kept),
    )


def viewer_side(viewer: Availability) -> scoring.Side:
    """The viewer as the score sees one."""
    profile = viewer.person.profile
    standing = getattr(viewer.person, "standing", None)
    return scoring.Side(
        intention=viewer.intention,
        topic=viewer.topic,
        role=profile.role,
        offers=frozenset((*profile.offers, *profile.free_offers)),
        seeks=frozenset((*profile.seeks, *profile.free_seeks)),
        ends_at=policy.shown_time(viewer.ends_at),
        reliability=reliability(standing.committed, standing.kept)
        if standing
        else policy.RELIABILITY_UNKNOWN,
    )


def reliability(committed: int, kept: int) -> float:
    """The share of promises kept, once there are enough of them to tell."""
    return kept / committed if committed >= policy.RELIABILITY_FROM else policy.RELIABILITY_UNKNOWN


def pair_hash(one: UUID, other: UUID, *, now: datetime) -> bytes:
    """A tie-breaker that nobody can predict or move: keyed, of the day and the pair."""
    low, high = (one, other) if one < other else (other, one)
    return hmac.digest(key_of(settings.SECRET_KEY, now.date()), low.bytes + high.bytes, "sha256")


@lru_cache(maxsize=2)
def key_of(secret: str, day: date) -> bytes:
    """The day's key, made from the secret one."""
    return hmac.digest(secret.encode(), day.isoformat().encode(), "sha256")


@cache
def related_terms() -> dict[str, frozenset[str]]:
    """The taxonomy's neighbours of each term."""
    return {code: frozenset(term.related) for code, term in taxonomy.TERMS.items()}
