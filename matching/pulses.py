"""Pulses: agreed rush hours round a public place, and who has said they will come.

`pledge`, `take_back` and `gather_due` are stages for doors and tasks; `around` and `mine` read. A quarter of
an hour before a pulse it is decided, place by place, whether enough come: whoever asks later finds the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, User
from kernel.refusals import Refusal
from matching import policy
from matching.models import Pledge
from matching.models.planned import PledgeQuerySet
from notifications.events import Notice, PlansChanged, PulseGathers
from notifications.publish import publish
from places import cells, points
from places.models import MeetingPoint


class PulseRefused(Refusal):
    """Why a pledge is not taken, or not given back."""

    title = _("This cannot be promised")
    sentences: ClassVar = {
        "unknown-point": _("This place is not one where people meet here. Choose another."),
        "no-such-pulse": _("There is no rush hour at that time here."),
        "too-late": _("This rush hour is about to begin or has begun. Go live when you are there."),
        "pledged-elsewhere": _("You have said you will be elsewhere at that time. Take that back first."),
        "begun": _("This rush hour has begun."),
    }
    statuses: ClassVar = {"unknown-point": 422, "no-such-pulse": 422}


class Span(NamedTuple):
    """When a pulse begins and ends."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Pulse:
    """One rush hour round a place, as one person sees it.

    `others` is how many others mean to come at least: a step of five, None under five. `pledge` is one's own.
    """

    point: MeetingPoint
    starts_at: datetime
    ends_at: datetime
    others: int | None
    pledge: Pledge | None
    open: bool
    gathers: bool
    under_way: bool


class Counted(NamedTuple):
    """A pledge as the counts need it."""

    id: UUID
    person_id: UUID
    cell: str
    starts_at: datetime
    told: bool


def pledge(*, by: User, now: datetime, point: UUID, starts_at: datetime) -> Pledge:
    """Say that one will come; who has said so already stays with it.

    Effects: the pledge; `plans-changed`.
    Refuses: unknown-point, no-such-pulse, too-late, pledged-elsewhere.
    """
    place = points.known(point)
    if place is None:
        raise PulseRefused("unknown-point")
    span = next((span for span in coming(place, now=now) if span.starts_at == starts_at), None)
    if span is None:
        raise PulseRefused("no-such-pulse")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if standing := Pledge.objects.for_person(by).filter(starts_at=starts_at).first():
            if standing.point_id != place.pk:
                raise PulseRefused("pledged-elsewhere")
            return standing
        if decided(span.starts_at, now=now):
            raise PulseRefused("too-late")
        row = Pledge.objects.create(
            person=by, point=place, created_at=now, starts_at=span.starts_at, ends_at=span.ends_at
        )
        publish([Notice(by.pk, PlansChanged())], now=now)
    return row


def take_back(*, by: User, now: datetime, pledge_id: UUID) -> None:
    """Do not come after all; nobody is told. Effects: `plans-changed`. Refuses: begun.

    Repeating it changes nothing.
    """
    with transaction.atomic():
        row = Pledge.objects.select_for_update().filter(person=by, pk=pledge_id, taken_back_at=None).first()
        if row is None:
            return
        if now >= row.starts_at:
            raise PulseRefused("begun")
        row.taken_back_at = now
        row.save(update_fields=["taken_back_at"])
        publish([Notice(by.pk, PlansChanged())], now=now)


def coming(point: MeetingPoint, *, now: datetime) -> list[Span]:
    """The pulses of a place that run now or begin within two days, by its own clock."""
    zone = ZoneInfo(point.tz)
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(-1, policy.PULSE_AHEAD.days + 1)]
    spans = [
        Span(starts_at, starts_at + length)
        for day in days
        for begins, length in rush_hours_of(point)
        for starts_at in [datetime.combine(day, begins, tzinfo=zone).astimezone(UTC)]
    ]
    return sorted(span for span in spans if span.ends_at > now and span.starts_at <= now + policy.PULSE_AHEAD)


def rush_hours_of(point: MeetingPoint) -> tuple[tuple[time, timedelta], ...]:
    """The agreed hours of a place: everywhere the same."""
    return policy.RUSH_HOURS


def decided(starts_at: datetime, *, now: datetime) -> bool:
    """Whether the pledges to a pulse are closed: it is about to begin or has begun."""
    return now >= starts_at - policy.PULSE_DECIDED_BEFORE


def around(point: MeetingPoint, viewer: User | None, *, now: datetime) -> list[Pulse]:
    """The pulses round a place, soonest first, as `viewer` sees them; a stranger sees no counts.

    Shape: the same number of queries for any number of pulses and pledges.
    """
    spans = coming(point, now=now)
    own = own_pledges(viewer, spans, now=now) if viewer else {}
    counts = counts_for(point, viewer, spans, now=now) if viewer else {}
    return [
        pulse(point, span, own.get(span.starts_at), counts.get(span.starts_at, 0), now=now) for span in spans
    ]


def mine(person: User, *, now: datetime) -> list[Pulse]:
    """The pulses one has said to come to, as they stand: what did not gather is gone."""
    rows = Pledge.objects.for_person(person).filter(ends_at__gt=now).order_by("starts_at")
    standing = still_standing(rows, now=now)
    return [pulse(row.point, Span(row.starts_at, row.ends_at), row, 0, now=now) for row in standing]


def gather_due(*, now: datetime) -> int:
    """Decide the pulses that begin within a quarter of an hour; the count of the people told.

    Effects: `pulse-gathers` for each whose own neighbourhood holds six pledges, once; the other pledges go in
    silence. What is over or was taken back is forgotten.
    """
    ready = Pledge.objects.standing().filter(
        told_at=None, starts_at__lte=now + policy.PULSE_DECIDED_BEFORE, ends_at__gt=now
    )
    times = sorted(set(ready.values_list("starts_at", flat=True)))
    told = sum(gather(starts_at, now=now) for starts_at in times)
    Pledge.objects.filter(ends_at__lte=now).delete()
    Pledge.objects.filter(taken_back_at__lt=policy.shown_time(now)).delete()
    return told


def gather(starts_at: datetime, *, now: datetime) -> int:
    """Decide the pulses of one time everywhere; the count of the people told."""
    with transaction.atomic():
        undecided = Pledge.objects.select_for_update(skip_locked=True).filter(
            starts_at=starts_at, told_at=None, taken_back_at=None
        )
        held = {row.pk: row for row in undecided.order_by("pk")}
        gathered = gathering(counted(Pledge.objects.standing().filter(starts_at=starts_at)))
        told = [row for row in held.values() if row.pk in gathered]
        Pledge.objects.filter(pk__in=[row.pk for row in told]).update(told_at=now)
        Pledge.objects.filter(pk__in=held.keys() - gathered).delete()
        publish([Notice(row.person_id, PulseGathers(row.pk)) for row in told], now=now)
    return len(told)


def gathering(rows: Iterable[Counted]) -> set[UUID]:
    """The pledges, of one time, in whose own neighbourhood six people come; told ones stay told.

    Who blocks or is blocked by somebody is not counted for them.
    """
    rows = list(rows)
    there: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        there[row.cell].add(row.person_id)
    apart = blocks_among({row.person_id for row in rows})
    return {
        row.id
        for row in rows
        if row.told or len(people_round(row.cell, there) - apart[row.person_id]) >= policy.PULSE_LEAST
    }


def people_round(cell: str, there: Mapping[str, set[UUID]]) -> set[UUID]:
    """The people in the cells round one."""
    near = (there[key] for key in cells.ring(cell, policy.NEIGHBOURHOOD_MIN) if key in there)
    return set().union(*near)


def blocks_among(people: set[UUID]) -> Mapping[UUID, set[UUID]]:
    """Whom each of `people` must not meet, of `people`."""
    apart: dict[UUID, set[UUID]] = defaultdict(set)
    if len(people) >= policy.PULSE_LEAST:
        pairs = Block.objects.filter(blocker__in=people, blocked__in=people)
        for one, other in pairs.values_list("blocker_id", "blocked_id"):
            apart[one].add(other)
            apart[other].add(one)
    return apart


def own_pledges(viewer: User, spans: list[Span], *, now: datetime) -> dict[datetime, Pledge]:
    """One's own pledges to these pulses by their time, wherever they are."""
    rows = Pledge.objects.for_person(viewer).filter(starts_at__in=[span.starts_at for span in spans])
    return {row.starts_at: row for row in still_standing(rows, now=now)}


def still_standing(rows: Iterable[Pledge], *, now: datetime) -> list[Pledge]:
    """Those of the pledges that stand: undecided, told, or gathering by what is known."""
    kept = []
    for row in rows:
        if row.told_at is None and decided(row.starts_at, now=now):
            area = two_walks_round(row.point.cell)
            there = Pledge.objects.standing().filter(starts_at=row.starts_at, point__cell__in=area)
            if row.pk not in gathering(counted(there)):
                continue
        kept.append(row)
    return kept


def counts_for(point: MeetingPoint, viewer: User, spans: list[Span], *, now: datetime) -> dict[datetime, int]:
    """How many others mean to come to each pulse round a place, by what stood on the five-minute clock."""
    times = [span.starts_at for span in spans]
    rows = counted(
        Pledge.objects.counted(policy.shown_time(now)).filter(
            starts_at__in=times, point__cell__in=two_walks_round(point.cell)
        )
    )
    hidden = {viewer.pk, *Block.objects.blocked_pairs(viewer.pk)}
    by_time: dict[datetime, list[Counted]] = defaultdict(list)
    for row in rows:
        by_time[row.starts_at].append(row)
    found = {}
    for starts_at, some in by_time.items():
        come = some
        if decided(starts_at, now=now):
            gathered = gathering(some)
            come = [row for row in some if row.id in gathered]
        there: dict[str, set[UUID]] = defaultdict(set)
        for row in come:
            there[row.cell].add(row.person_id)
        found[starts_at] = len(people_round(point.cell, there) - hidden)
    return found


def counted(rows: PledgeQuerySet) -> list[Counted]:
    """The pledges of active people as the counts need them."""
    columns = rows.filter(person__is_active=True).values_list(
        "id", "person_id", "point__cell", "starts_at", "told_at"
    )
    return [
        Counted(id_, person, cell, starts_at, told_at is not None)
        for id_, person, cell, starts_at, told_at in columns
    ]


def two_walks_round(cell: str) -> set[str]:
    """Everywhere that may belong to the neighbourhood of somebody in the neighbourhood of a cell."""
    near = cells.ring(cell, policy.NEIGHBOURHOOD_MIN)
    return {far for key in near for far in cells.ring(key, policy.NEIGHBOURHOOD_MIN)}


def pulse(point: MeetingPoint, span: Span, own: Pledge | None, others: int, *, now: datetime) -> Pulse:
    """One pulse as it is shown."""
    over = decided(span.starts_at, now=now)
    here = own if own is not None and own.point_id == point.pk else None
    return Pulse(
        point=point,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        others=policy.floored(others) or None,
        pledge=here,
        open=not over and (own is None or here is not None),
        gathers=over and here is not None,
        under_way=now >= span.starts_at,
    )
