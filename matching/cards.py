"""What one person may see of another before a yes, and of the room: the shapes, and how they are filled.

Decided here once, for pages and API alike.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from accounts import languages as spoken
from matching import policy, scoring, wording
from matching.models import Availability
from matching.prefilter import FreePerson, Shown
from places import cells

HUES: Final = 8  # the avatar colours of the style sheet
RINGS: Final = {5: 1, 10: 2, 15: 3, 20: 4}  # ring of the radar by minutes


@dataclass(frozen=True, slots=True)
class SaidReason:
    """A reason in the reader's language."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Liquidity:
    """How many people are free in reach, after the hard filters: `level` is the word for `count`.

    Units: `of_ten` invitations of ten accepted around here, None where that was not measured.
    """

    level: str
    count: int
    of_ten: int | None = None

    @property
    def text(self) -> str:
        """The honest sentence."""
        return wording.gauge(self.level, self.count, self.of_ten)


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
    """Shape: the gauge and at most twelve cards, best first; `owed` are the ids that fairness put there."""

    liquidity: Liquidity
    cards: list[Card]
    owed: frozenset[UUID] = field(default_factory=frozenset)
    limit_reached: bool = False  # sixty people were shown today, and these are among them
    # Session to person, for remembering who was shown. Never said to anybody.
    people: Mapping[UUID, UUID] = field(default_factory=dict, compare=False, repr=False)

    def without_strangers(self, known: Container[UUID]) -> "Candidates":
        """The same, with the cards of `known` people only."""
        cards = [card for card in self.cards if self.people[card.id] in known]
        return replace(self, cards=cards, owed=self.owed & {card.id for card in cards})

    @property
    def blips(self) -> list["Blip"]:
        """The cards on the radar, evenly round each ring. The angle means nothing: it follows the ids."""
        found = []
        for ring in RINGS.values():
            here = sorted((card for card in self.cards if card.ring == ring), key=lambda card: card.id)
            turn = here[0].id.bytes[1] if here else 0
            found += [Blip(card, (turn + 360 * place // len(here)) % 360) for place, card in enumerate(here)]
        return found


def card(
    viewer: Availability,
    person: FreePerson,
    shown: Shown,
    verdict: scoring.Verdict,
    reasons: Sequence[scoring.Reason],
    *,
    now: datetime,
    unexpected: bool = False,
) -> Card:
    """What `viewer` may see of the person: the company only where the viewer is verified."""
    zone = wording.zone_of(viewer.cell)
    until = policy.shown_time(person.ends_at)
    if verdict.score < policy.SCORE_FLOOR and not verdict.tagged:
        reasons = (scoring.Reason("free-now"), *reasons)
    said = (
        wording.sentence(reason, theirs=until, yours=viewer.ends_at, zone=zone, walk_min=person.about_min)
        for reason in reasons[: scoring.REASONS_MOST]
    )
    return card_with(
        person,
        shown,
        tuple(SaidReason(reason.code, text) for reason, text in zip(reasons, said, strict=False)),
        score=verdict.score,
        trusted=viewer.person.profile.verified_at(now),
        zone=zone,
        unexpected=unexpected,
    )


def card_with(
    person: FreePerson,
    shown: Shown,
    reasons: tuple[SaidReason, ...],
    *,
    score: int,
    trusted: bool,
    zone: str,
    unexpected: bool = False,
) -> Card:
    """The card for any viewer, `trusted` if verified: the one place that says what stands on it."""
    return Card(
        id=person.id,
        first_name=shown.first_name,
        role=person.role,
        company=shown.company if trusted else "",
        topic=person.topic,
        intention=person.intention,
        languages=tuple(shown.languages),
        score=score,
        reasons=reasons,
        near=cells.near_in(person.about_min),
        about_min=person.about_min,
        verified=shown.verified,
        works_at=shown.works_at if trusted else "",
        until=policy.shown_time(person.ends_at),
        reachable="push" if person.by_push else "now",
        unexpected=unexpected,
        is_demo=shown.is_demo,
        zone=zone,
    )
