"""The people worth meeting now: score, reasons, order, at most twelve cards.

Called by the doors of matching and by meetups. Reads only; the answer is a function of the two cells, the
two profiles, the clock and who was shown lately, nothing finer.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from accounts import taxonomy
from matching import policy, prefilter, scoring, taste
from matching.cards import Candidates, Card, Liquidity, card
from matching.choosing import Choice, Judged, choose, choose_within, is_like
from matching.models import Availability
from matching.prefilter import FreePerson
from matching.taste import Kind


@dataclass(frozen=True, slots=True)
class Pair:
    """One person as `viewer` may see them, and why the viewer is worth meeting, as that person reads it."""

    person: UUID
    card: Card
    reasons_back: tuple[scoring.Reason, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """Whom `viewer` may be shown at `now`, before anybody is judged.

    Shape: `free` at most `policy.SCORED_MOST` of the `count` people; `seen` those shown within the day, None
    where nobody counts.
    """

    viewer: Availability
    free: Sequence[FreePerson]
    now: datetime
    less: Sequence[Kind]
    count: int
    seen: frozenset[UUID] | None = None

    @property
    def etag(self) -> str:
        """What stands for the list in one language: a keyed digest, made before anybody is judged.

        Of others it holds nothing finer than a list can say; nothing can be tried against it without the key.
        Whom others are shown meanwhile is left out: within a slot of the clock a list stands still.
        """
        viewer, slot = self.viewer, policy.slot_of(self.now)
        mine = (
            viewer.pk, viewer.cell, viewer.ends_at, viewer.hard_stop_at, viewer.intention, viewer.topic,
            viewer.role, viewer.offers, viewer.seeks, viewer.listed if viewer.listed_slot == slot else (),
            viewer.person.profile.verified_at(self.now), get_language(), self.less,
            viewer.rung_by_push(self.now),
            self.seen is not None and len(self.seen) >= policy.SEEN_MOST,
        )  # fmt: skip
        theirs = sorted(  # as they come, they stand in an order that others' lists have a part in
            (one.id.int, one.about_min, policy.shown_time(one.ends_at), one.intention, one.topic, one.role,
             one.offers, one.seeks, reliability(one.committed, one.kept), one.by_push,
             one.hard_stop_at and policy.shown_time(one.hard_stop_at))
            for one in self.free
        )  # fmt: skip
        made_of = repr((slot, mine, theirs, self.count)).encode()
        key = key_of(settings.SECRET_KEY, self.now.date())
        return f'"{hmac.digest(key, made_of, "sha256").hex()[:24]}"'


def sight_of(viewer: Availability, *, now: datetime, seen: frozenset[UUID] | None = None) -> Sight:
    """Ask who passes every hard filter, and judge nobody yet.

    Once the viewer's day has no room for new people, only those `seen` already are asked for.
    """
    only = None if seen is None or len(seen) < policy.SEEN_MOST else list(seen)
    less = taste.kinds_of(viewer.person_id)
    free = prefilter.free_people(viewer, now=now, only=only)
    count = len(free) if len(free) < policy.SCORED_MOST else prefilter.how_many_free(viewer, now=now)
    return Sight(viewer, free, now, less, count, seen)


def candidates_for(viewer: Availability, *, now: datetime, sight: Sight | None = None) -> Candidates:
    """The gauge and the cards that `viewer` sees now, ordered by score, then by a keyed hash of the day."""
    sight = sight or sight_of(viewer, now=now)
    free, seen = sight.free, sight.seen
    me = viewer_side(viewer)
    judged = [judge(me, viewer, person, less=sight.less, now=now) for person in free]
    choice = choose(judged) if seen is None else chosen_within(judged, seen)
    shown = prefilter.shown_of((one.person.person_id for one in choice.shown), now=now)
    return Candidates(
        liquidity=Liquidity(level=policy.liquidity_level(sight.count), count=sight.count),
        cards=[
            card(
                viewer, one.person, shown[one.person.person_id], one.verdict,
                scoring.reasons_for(me, side(one.person), related=related_terms()),
                now=now, unexpected=one.id in choice.unexpected,
            )
            for one in choice.shown
        ],
        owed=choice.owed,
        people={one.id: one.person.person_id for one in choice.shown},
    )  # fmt: skip


def card_of(viewer: Availability, session: UUID, *, now: datetime) -> Card | None:
    """The card of one live session as `viewer` may see it, or None where it may not or cannot be met now."""
    pair = pair_of(viewer, session, now=now)
    return pair.card if pair else None


def pair_of(viewer: Availability, session: UUID, *, now: datetime) -> Pair | None:
    """The card of one live session, and the reasons the other way round; None as for `card_of`."""
    free = prefilter.free_people(viewer, now=now, session=session)
    if not free:
        return None
    person, me, related = free[0], viewer_side(viewer), related_terms()
    them = side(person)
    verdict = scoring.judge(me, them, walk_min=person.about_min, now=policy.shown_time(now), related=related)
    shown = prefilter.shown_of([person.person_id], now=now)[person.person_id]
    there = card(viewer, person, shown, verdict, scoring.reasons_for(me, them, related=related), now=now)
    return Pair(person.person_id, there, scoring.reasons_for(them, me, related=related))


def chosen_within(judged: list[Judged[FreePerson]], seen: frozenset[UUID]) -> Choice[FreePerson]:
    """The cards among those seen already and as many new people as there is room for."""
    known = {one.id for one in judged if one.person.person_id in seen}
    return choose_within(judged, known=known, room=max(0, policy.SEEN_MOST - len(seen)))


def judge(
    me: scoring.Side, viewer: Availability, person: FreePerson, *, less: Sequence[Kind], now: datetime
) -> Judged[FreePerson]:
    """The verdict of the pair, its place among equals, and what fairness knows of the person."""
    slot = policy.slot_of(now)
    mine = viewer.listed_slot == slot
    verdict = scoring.judge(
        me, side(person), walk_min=person.about_min, now=policy.shown_time(now), related=related_terms()
    )
    return Judged(
        id=person.id,
        person=person,
        verdict=verdict,
        tie=pair_hash(viewer.person_id, person.person_id, now=now),
        owed=person.shown_slot < slot - 1 or (mine and person.id in viewer.listed_fairly),
        full=person.shown_slot == slot
        and person.shown >= policy.STAR_LISTS_MOST
        and not (mine and person.id in viewer.listed),
        less=any(
            is_like(role=person.role, offers=person.offers, kind_role=kind.role, kind_offers=kind.offers)
            for kind in less
        ),
    )


def side(person: FreePerson) -> scoring.Side:
    """A row as the score sees it."""
    return scoring.Side(
        intention=person.intention,
        topic=person.topic,
        role=person.role,
        offers=frozenset(person.offers),
        seeks=frozenset(person.seeks),
        ends_at=policy.shown_time(person.ends_at),
        reliability=reliability(person.committed, person.kept),
        hard_stop_at=person.hard_stop_at and policy.shown_time(person.hard_stop_at),
    )


def viewer_side(viewer: Availability) -> scoring.Side:
    """The viewer as the score sees one: what the database copied onto the row."""
    return scoring.Side(
        intention=viewer.intention,
        topic=viewer.topic,
        role=viewer.role,
        offers=frozenset(viewer.offers),
        seeks=frozenset(viewer.seeks),
        ends_at=policy.shown_time(viewer.ends_at),
        reliability=reliability(viewer.committed, viewer.kept),
        hard_stop_at=viewer.hard_stop_at and policy.shown_time(viewer.hard_stop_at),
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
def related_terms() -> scoring.Related:
    """The taxonomy's neighbours of each term."""
    return scoring.Related({code: term.related for code, term in taxonomy.TERMS.items()})
