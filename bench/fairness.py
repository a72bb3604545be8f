"""Two hours of one area: who is shown, how evenly, and what comes of it; by three ways of choosing.

The same 200 people with the same wishes arrive at the same moments and decide by the same dice under each
way: nearest first, best score first, and the product's own choice. Choosing and scoring are the product's
modules, the sixty new people a day included; what people do (read a list, ring at some of it, say yes) is a
model, the same for all three.

    python -m bench.fairness
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from accounts.taxonomy import TERMS
from matching import policy, scoring
from matching.choosing import Judged, choose_within
from places import cells

PEOPLE: Final = 200
LASTS: Final = timedelta(hours=2)
ARRIVE_WITHIN: Final = timedelta(minutes=20)  # as at a congress: the area is full
STAY_MIN: Final = (60, 90, 120)
STEP: Final = timedelta(seconds=30)  # a list is looked at twice a minute
LOOKED_AT: Final = timedelta(minutes=10)  # everybody live so long is to be shown within it
MEETS_FOR: Final = timedelta(minutes=28)  # walk, talk
RINGS_A_LOOK: Final = 0.03  # so often somebody who looks rings: about every quarter of an hour
RINGS_AT_ONCE: Final = 3
SEEDS: Final = (1, 2, 3)
START: Final = datetime(2026, 6, 17, 9, tzinfo=UTC)
MIDDLE: Final = {"lon": 24.9414, "lat": 60.1719}
WITHOUT_TAGS: Final = 0.3  # so many have named nothing that they offer or look for
SPREAD_M: Final = 450  # to each side of the middle: one area on foot
LANGUAGES: Final = (("en",), ("en", "fr"), ("fr",), ("en", "de"), ("en", "sv"))
TOPICS: Final = (
    "payments pilots", "climate hardware", "hiring a CTO", "retail data", "seed round", "export to Japan",
    "opening a Nordic office", "medtech trials", "rail freight", "cyber security for banks",
)  # fmt: skip
RELATED: Final = scoring.Related({code: term.related for code, term in TERMS.items()})


@dataclass(eq=False)
class Somebody:
    """One person of the area; `draws` is their own dice, the same under each way of choosing."""

    id: UUID
    side: scoring.Side
    cell: str
    languages: frozenset[str]
    arrives: datetime
    draws: random.Random
    busy_until: datetime = START
    shown_slot: int = -9
    shown: int = 0
    listed_slot: int = -9
    listed: set[UUID] = field(default_factory=set)
    listed_owed: set[UUID] = field(default_factory=set)
    known: set[UUID] = field(default_factory=set)  # whom they were shown today
    rests: set[UUID] = field(default_factory=set)
    seen_at: list[datetime] = field(default_factory=list)
    met_at: list[datetime] = field(default_factory=list)
    on_a_list: bool = False
    could_be: bool = False
    free_steps: int = 0
    unseen_steps: int = 0
    longest_unseen_steps: int = 0

    def live(self, now: datetime) -> bool:
        return self.arrives <= now < self.side.ends_at and now >= self.busy_until


@dataclass(frozen=True)
class Outcome:
    """Shape: the share of people on some list every ten minutes; the longest that somebody was on none."""

    seen: float
    longest_unseen_min: float
    gini: float
    meetings: float
    met_somebody: float


Way = Callable[[Somebody, Sequence[Judged[Somebody]]], list[Judged[Somebody]]]


def nearest_first(viewer: Somebody, judged: Sequence[Judged[Somebody]]) -> list[Judged[Somebody]]:
    return sorted(judged, key=lambda one: (minutes(viewer, one.person), one.tie))[: policy.CARDS_MOST]


def score_first(_viewer: Somebody, judged: Sequence[Judged[Somebody]]) -> list[Judged[Somebody]]:
    return sorted(judged, key=lambda one: one.order)[: policy.CARDS_MOST]


def fairly(viewer: Somebody, judged: Sequence[Judged[Somebody]]) -> list[Judged[Somebody]]:
    room = policy.SEEN_MOST - len(viewer.known)
    choice = choose_within(judged, known=viewer.known, room=room)
    viewer.listed_owed |= choice.owed
    return choice.shown


def simulate(way: Way, seed: int, *, size: int = PEOPLE, lasts: timedelta = LASTS) -> Outcome:
    """One area under one way of choosing."""
    people, now, meetings = crowd(seed, size), START, 0
    while now < START + lasts:
        live = [one for one in people if one.live(now)]
        for viewer in sorted(live, key=lambda one: one.draws.random()):
            if viewer.live(now):
                shown = look(viewer, live, way, now)
                meetings += ring(viewer, [one.person for one in shown], now)
        for one in live:
            count_step(one)
        now += STEP
    shown_for = [len(one.seen_at) / one.free_steps for one in people if one.free_steps]
    waited = [one.longest_unseen_steps * STEP for one in people]
    return Outcome(
        seen=sum(wait < LOOKED_AT for wait in waited) / len(people),
        longest_unseen_min=max(waited) / timedelta(minutes=1),
        gini=gini(shown_for),
        meetings=meetings,
        met_somebody=sum(bool(one.met_at) for one in people) / len(people),
    )


def count_step(one: Somebody) -> None:
    """Half a minute has passed in which somebody could have been on a list, and was or was not."""
    if not one.could_be:
        return
    one.free_steps += 1
    one.unseen_steps = 0 if one.on_a_list else one.unseen_steps + 1
    one.longest_unseen_steps = max(one.longest_unseen_steps, one.unseen_steps)
    one.on_a_list = one.could_be = False


def look(viewer: Somebody, live: list[Somebody], way: Way, now: datetime) -> list[Judged[Somebody]]:
    """The list as the viewer sees it; whoever is new on it has been shown once more."""
    slot = policy.slot_of(now)
    if viewer.listed_slot != slot:
        viewer.listed_slot, viewer.listed, viewer.listed_owed = slot, set(), set()
    free = [other for other in live if fits(viewer, other, now)]
    for other in free:
        other.could_be = True
    shown = way(viewer, [judge(viewer, other, slot, now) for other in free])
    for one in shown:
        person = one.person
        person.on_a_list = True
        if one.id not in viewer.listed:
            person.shown = person.shown + 1 if person.shown_slot == slot else 1
            person.shown_slot = slot
            person.seen_at.append(now)
    viewer.listed |= {one.id for one in shown}
    viewer.known |= viewer.listed
    return shown


def judge(viewer: Somebody, other: Somebody, slot: int, now: datetime) -> Judged[Somebody]:
    """As `matching.candidates` judges."""
    walk_min = minutes(viewer, other)
    verdict = scoring.judge(
        viewer.side, other.side, walk_min=walk_min, now=policy.shown_time(now), related=RELATED
    )
    full = other.shown_slot == slot and other.shown >= policy.STAR_LISTS_MOST
    return Judged(
        id=other.id,
        person=other,
        verdict=verdict,
        tie=bytes(a ^ b for a, b in zip(viewer.id.bytes, other.id.bytes, strict=True)),
        owed=other.shown_slot < slot - 1 or other.id in viewer.listed_owed,
        full=full and other.id not in viewer.listed,
    )


def fits(viewer: Somebody, other: Somebody, now: datetime) -> bool:
    """The hard filters that matter here."""
    walk_min = cells.about_min(viewer.cell, other.cell)
    return (
        other is not viewer
        and walk_min is not None
        and walk_min <= 15
        and other.live(now)
        and not viewer.languages.isdisjoint(other.languages)
        and other.id not in viewer.rests
        and min(viewer.side.ends_at, other.side.ends_at) >= policy.earliest_end(now, walk_min)
    )


def ring(viewer: Somebody, shown: list[Somebody], now: datetime) -> int:
    """Who looks rings at up to three now and then; the first yes is a meeting: one came about, or none."""
    if viewer.draws.random() > RINGS_A_LOOK:
        return 0
    for other in shown[:RINGS_AT_ONCE]:
        viewer.rests.add(other.id)
        if other.live(now) and other.draws.random() < likes(viewer, other, now):
            for one in (viewer, other):
                one.busy_until = now + MEETS_FOR
                one.met_at.append(now)
            other.rests.add(viewer.id)
            return 1
    return 0


def likes(viewer: Somebody, other: Somebody, now: datetime) -> float:
    """The chance of a yes: forty in a hundred for a middling score, more for a better one."""
    walk_min = minutes(viewer, other)
    verdict = scoring.judge(other.side, viewer.side, walk_min=walk_min, now=now, related=RELATED)
    return min(0.9, max(0.05, verdict.score / 125))


def crowd(seed: int, size: int) -> list[Somebody]:
    """The people of one seed: some terms are popular, so that some people suit many."""
    dice = random.Random(seed)
    codes = list(TERMS)
    popular = [1 / rank for rank in range(1, len(codes) + 1)]
    return [somebody(UUID(int=dice.getrandbits(128)), dice, codes, popular) for _ in range(size)]


def somebody(number: UUID, dice: random.Random, codes: list[str], popular: list[float]) -> Somebody:
    arrives = START + dice.random() * ARRIVE_WITHIN
    tags = 0 if dice.random() < WITHOUT_TAGS else 3
    side = scoring.Side(
        intention=dice.choice(policy.INTENTIONS),
        topic=dice.choice(TOPICS),
        role=dice.choice(["Founder", "Engineer", "Buyer", "Investor", "Lawyer"]),
        offers=frozenset(dice.choices(codes, popular, k=tags)),
        seeks=frozenset(dice.choices(codes, popular, k=tags)),
        ends_at=arrives + timedelta(minutes=dice.choice(STAY_MIN)),
        reliability=policy.RELIABILITY_UNKNOWN,
    )
    east_m, north_m = (dice.uniform(-SPREAD_M, SPREAD_M) for _ in range(2))
    cell = cells.cell_for(lon=MIDDLE["lon"] + east_m / 55_600, lat=MIDDLE["lat"] + north_m / 111_320)
    languages = frozenset(dice.choice(LANGUAGES))
    return Somebody(number, side, cell, languages, arrives, random.Random(dice.random()))


def minutes(one: Somebody, other: Somebody) -> int:
    return cells.about_min(one.cell, other.cell) or 20


def gini(values: list[float]) -> float:
    """0 where everybody has the same, 1 where one has all."""
    ordered = sorted(values)
    count, total = len(ordered), sum(ordered)
    return sum((2 * place - count - 1) * value for place, value in enumerate(ordered, 1)) / (count * total)


def run() -> dict[str, Outcome]:
    """The mean outcome of each way of choosing over the seeds."""
    return {name: mean_of([simulate(way, seed) for seed in SEEDS]) for name, way in WAYS.items()}


def mean_of(found: list[Outcome]) -> Outcome:
    columns = zip(*(vars(one).values() for one in found), strict=True)
    return Outcome(*(sum(values) / len(found) for values in columns))


def show(outcomes: dict[str, Outcome]) -> None:
    """Print the table that a person reads."""
    print(f"\nFairness: {PEOPLE} people of one area, {LASTS}, mean of {len(SEEDS)} seeds")
    head = ("seen each 10 min", "longest unseen", "Gini", "meetings", "met somebody")
    print(f"  {'':16}" + "".join(f"{word:>18}" for word in head))
    for name, one in outcomes.items():
        told = (
            f"{one.seen:.1%}", f"{one.longest_unseen_min:.1f} min", f"{one.gini:.3f}", f"{one.meetings:.1f}",
            f"{one.met_somebody:.1%}",
        )  # fmt: skip
        print(f"  {name:16}" + "".join(f"{value:>18}" for value in told))


WAYS: Final[dict[str, Way]] = {"nearest first": nearest_first, "score first": score_first, "Kairos": fairly}

if __name__ == "__main__":
    show(run())
