"""What one person of the city does next, given what their phone shows. Pure: the same phone, the same step.

Chance is drawn from who and what it is about, so looking twice changes no mind and two workers agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Literal
from uuid import UUID

from demo.people import Persona

Verb = Literal[
    "go-live", "stay", "accept", "refuse", "invite", "wish", "accept-table", "refuse-table",
    "depart", "arrive", "say", "vouch", "end",
]  # fmt: skip

STAYS_FOR_S: Final = (40, 80)  # between two heartbeats, not all at once; hidden after three minutes
SPEAKS_AFTER: Final = timedelta(seconds=3)  # there, one looks round first
FREE_FOR_MIN: Final = (50, 110)  # least and most minutes of a session


@dataclass(frozen=True, slots=True)
class Ring:
    """An invitation or a table that rings at this person."""

    id: UUID
    rang_at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two people who meet has tapped so far."""

    on_my_way_at: datetime | None = None
    here_at: datetime | None = None
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting that runs; `said` are the preset messages this person has sent."""

    id: UUID
    agreed_at: datetime
    met_at: datetime | None
    me: Side
    them: Side
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the phone shows.

    Shape: `cue` is the session of a newcomer whom this person has been asked to invite, or, where that one
    wants to be surprised, to ask for a surprise too (`wish`); `table` what rings at who did.
    """

    free: bool
    rings: tuple[Ring, ...] = ()
    meeting: Meeting | None = None
    cue: UUID | None = None
    wish: bool = False
    table: Ring | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One tap and when it is due; `stay` taps nothing, and its moment is that of the next look."""

    verb: Verb
    at: datetime
    about: UUID | None = None
    words: str = ""


def next_step(seen: Seen, who: Persona, now: datetime) -> Step:
    """What `who` does now, or until when they wait."""
    steps = sorted(_steps(seen, who, now), key=lambda step: step.at)
    if steps and steps[0].at <= now:
        return steps[0]
    heartbeat_at = now + seconds_between(STAYS_FOR_S, who.key, now)
    return Step("stay", min([heartbeat_at, *(step.at for step in steps)]))


def free_for_min(who: Persona, now: datetime) -> int:
    """How long `who` is free when going live at `now`. Units: minutes."""
    least, most = FREE_FOR_MIN
    return least + int((most - least) * chance(who.key, f"{now:%Y-%m-%d %H:%M}"))


def seconds_between(bounds: tuple[int, int], *about: object) -> timedelta:
    """A time within the bounds, always the same for the same things. Units: `bounds` seconds."""
    least, most = bounds
    return timedelta(seconds=least + (most - least) * chance(*about))


def chance(*about: object) -> float:
    """A number from 0 to 1, always the same for the same things."""
    digest = sha256(" ".join(map(str, about)).encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def _steps(seen: Seen, who: Persona, now: datetime) -> Iterator[Step]:
    if seen.meeting:
        yield from _talking(seen.meeting, who) if seen.meeting.met_at else _walking(seen.meeting, who, now)
    elif not seen.free:
        yield Step("go-live", now)
    else:
        for ring in seen.rings:
            yield from _answers(ring, who, yes="accept", no="refuse")
        if seen.table:
            yield from _answers(seen.table, who, yes="accept-table", no="refuse-table")
        if seen.cue and not seen.rings:
            yield Step("wish" if seen.wish else "invite", now, seen.cue)


def _answers(ring: Ring, who: Persona, *, yes: Verb, no: Verb) -> Iterator[Step]:
    at = ring.rang_at + seconds_between(who.temperament.answers_in_s, who.key, ring.id, "answers in")
    tenth = 10 * chance(who.key, ring.id, "answer")
    if tenth < who.temperament.yes:
        yield Step(yes, at, ring.id)
    elif tenth < who.temperament.yes + who.temperament.no:
        yield Step(no, at, ring.id)


def _walking(meeting: Meeting, who: Persona, now: datetime) -> Iterator[Step]:
    ways, me = who.temperament, meeting.me
    if me.on_my_way_at is None:
        sets_off_in = seconds_between(ways.sets_off_in_s, who.key, meeting.id, "sets off in")
        yield Step("depart", meeting.agreed_at + sets_off_in, meeting.id)
    elif me.here_at is None:
        walks_for = seconds_between(ways.walks_for_s, who.key, meeting.id, "walks for")
        yield from _says(ways.says_on_the_way, me.on_my_way_at + walks_for / 2, meeting)
        yield Step("arrive", me.on_my_way_at + walks_for, meeting.id)
    else:
        yield from _says(ways.says_there, me.here_at + SPEAKS_AFTER, meeting)
        if meeting.them.vouched and not me.vouched:
            yield Step("vouch", now, meeting.id)


def _talking(meeting: Meeting, who: Persona) -> Iterator[Step]:
    bounds_s = who.temperament.talks_for_s
    if meeting.met_at and bounds_s:
        talks_for = seconds_between(bounds_s, who.key, meeting.id, "talks for")
        yield Step("end", meeting.met_at + talks_for, meeting.id)


def _says(words: str | None, at: datetime, meeting: Meeting) -> Iterator[Step]:
    if words and words not in meeting.said:
        yield Step("say", at, meeting.id, words)
