"""Who comes to a pulse, as each may know it: counted from the pledges, for the task and for pages alike.

Others count from their first proven meeting on, oneself always: so nobody makes up a number with new
accounts of their own, and reads off it whether one more person comes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from accounts.models import Block, User
from matching import policy
from matching.models import Pledge
from matching.models.planned import PledgeQuerySet
from matching.pulses.hours import Span, decided
from places import cells
from places.models import MeetingPoint


class Counted(NamedTuple):
    """A pledge as the counts need it."""

    id: UUID
    person_id: UUID
    cell: str
    told: bool
    proven: bool


def counts_for(point: MeetingPoint, viewer: User, spans: list[Span], *, now: datetime) -> dict[datetime, int]:
    """How many others mean to come to each pulse round a place, by what stood on the five-minute clock.

    The same for everybody but for one's own pledge, blocks or not: a difference would tell who they are.
    """
    times = [span.starts_at for span in spans]
    shown = Pledge.objects.counted(policy.shown_time(now))
    # Once the task has told those who gather, their pledges are all there are.
    unjudged = set(
        shown.filter(
            starts_at__in=[at for at in times if decided(at, now=now)],
            told_at=None,
            point__cell__in=two_walks_round(point.cell),
        )
        .values_list("starts_at", flat=True)
        .distinct()
    )
    found = dict(
        shown.filter(
            starts_at__in=[at for at in times if at not in unjudged],
            point__cell__in=list(cells.ring(point.cell, policy.NEIGHBOURHOOD_MIN)),
            person__profile__met_once_at__isnull=False,
        )
        .exclude(person=viewer)
        .values_list("starts_at")
        .annotate(others=Count("person", distinct=True))
    )
    for starts_at in unjudged:
        found[starts_at] = len(gathered_round(point, shown.filter(starts_at=starts_at)) - {viewer.pk})
    return found


def gathered_round(point: MeetingPoint, rows: PledgeQuerySet) -> set[UUID]:
    """The proven people round a place whose pledges, to one decided pulse, gather."""
    known = counted(rows.filter(point__cell__in=two_walks_round(point.cell)))
    gathered = gathering(known)
    ring = cells.ring(point.cell, policy.NEIGHBOURHOOD_MIN)
    return {row.person_id for row in known if row.id in gathered and row.proven and row.cell in ring}


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


def gathering(rows: list[Counted]) -> set[UUID]:
    """The pledges, of one time, in whose own neighbourhood six people come; told ones stay told.

    Oneself and five with a proven meeting. Who blocks or is blocked by somebody is not counted for them.
    """
    there: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.proven:
            there[row.cell].add(row.person_id)
    round_each = {cell: people_round(cell, there) for cell in {row.cell for row in rows}}
    apart = blocks_among({row.person_id for row in rows})
    return {
        row.id
        for row in rows
        if row.told or enough(round_each[row.cell] | {row.person_id}, apart.get(row.person_id, frozenset()))
    }


def enough(people: set[UUID], apart: Collection[UUID]) -> bool:
    """Whether so many come, without those one must not meet, that one of them is worth the walk."""
    return len(people) - len(people.intersection(apart)) >= policy.PULSE_LEAST


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


def counted(rows: PledgeQuerySet) -> list[Counted]:
    """The pledges of active people as the counts need them."""
    columns = rows.filter(person__is_active=True).values_list(
        "id", "person_id", "point__cell", "told_at", "person__profile__met_once_at"
    )
    return [
        Counted(id_, person, cell, told_at is not None, met_once_at is not None)
        for id_, person, cell, told_at, met_once_at in columns
    ]


def two_walks_round(cell: str) -> set[str]:
    """Everywhere that may belong to the neighbourhood of somebody in the neighbourhood of a cell."""
    near = cells.ring(cell, policy.NEIGHBOURHOOD_MIN)
    return {far for key in near for far in cells.ring(key, policy.NEIGHBOURHOOD_MIN)}
