"""What others can know of one person's position now: the square, who, what, until when. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from matching import policy, prefilter, wording
from matching.cards import Card, card_with
from matching.models import Availability, AvailabilityState
from places import cells

ROUND_TO_M = 10  # nobody needs the metre; "about" says the rest


@dataclass(frozen=True, slots=True)
class SeenCard:
    """One's own card as a kind of viewer sees it. `listed`: whether it stands on their list at all."""

    verified: bool
    listed: bool
    card: Card


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody now.

    Units: `side_m` of the square, rounded; `minutes` on foot that the people who may see it can be away.
    """

    live: bool
    side_m: int
    wide: bool
    minutes: tuple[int, ...]
    open_to_all: bool
    until: datetime
    kept_until: datetime
    zone: str
    cards: tuple[SeenCard, ...]


def known_of(session: Availability, *, now: datetime) -> Known:
    """What others can know of the person of an open session."""
    return Known(
        live=session.live,
        side_m=rounded(cells.side_m(session.cell)),
        wide=cells.is_wide(session.cell),
        minutes=tuple(minutes for minutes in policy.REACH_CHOICES_MIN if minutes <= session.reach_min),
        open_to_all=session.open_to == "all",
        until=policy.shown_time(session.ends_at),
        kept_until=session.ends_at + policy.CELL_KEPT_FOR,
        zone=wording.zone_of(session.cell),
        cards=cards_of(session, now=now) if session.live else (),
    )


def cards_of(session: Availability, *, now: datetime) -> tuple[SeenCard, ...]:
    """One's own card twice: as somebody sees it of whom nothing is proved, and as a verified person does."""
    shown = prefilter.shown_of([session.person_id], now=now)[session.person_id]
    me, zone = prefilter.oneself(session), wording.zone_of(session.cell)
    return tuple(
        SeenCard(
            verified=verified,
            listed=verified or session.open_to == "all",
            # Reasons and score are the pair's: each reader has others.
            card=card_with(me, shown, (), score=0, trusted=verified, zone=zone),
        )
        for verified in (False, True)
    )


def kept_until(person: User) -> datetime | None:
    """When the square of the last session is erased, None where nothing is kept any more."""
    ended = Availability.objects.for_person(person).filter(state=AvailabilityState.ENDED).exclude(cell="")
    last = ended.order_by("-ended_at").values_list("ended_at", flat=True).first()
    return last + policy.CELL_KEPT_FOR if last else None


def rounded(metres: float) -> int:
    """Metres as one says them."""
    return round(metres / ROUND_TO_M) * ROUND_TO_M
