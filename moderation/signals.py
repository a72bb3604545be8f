"""What the machine notices and a person judges: it raises rows for staff and does nothing else.

Called by a task. Reads counts and times of matching; no cell, no position and nobody's list comes in here.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Greatest

from matching.models import CellChange, Seen
from moderation import policy
from moderation.models import Signal, SignalKind


def watch_due(*, now: datetime) -> int:
    """Raise a signal for each viewer who looks as if sweeping a city; how many are raised anew.

    Effects: one row a person, kind and day, with the highest counts of it; rows older than their time go.
    Safe to run twice, and to run late: it looks back over the whole window.
    """
    since = now - policy.SWEEP_WITHIN
    raised = [raise_(person, cells, people, now=now) for person, cells, people in sweeping(since=since)]
    Signal.objects.filter(raised_at__lte=now - policy.SIGNAL_KEPT_FOR).delete()
    return sum(raised)


def sweeping(*, since: datetime) -> list[tuple[UUID, int, int]]:
    """Who took many new cells and was shown many new people since then.

    Shape: (person, new cells, new people). Of a cell change only the time is known, so that how far apart the
    cells lay cannot be asked; the people do not repeat from cell to cell of one neighbourhood, they tell.
    """
    moved = dict(
        CellChange.objects.filter(at__gt=since)
        .values_list("person")
        .annotate(cells=Count("pk"))
        .filter(cells__gte=policy.SWEEP_CELLS)
    )
    rows = Seen.objects.filter(pk__in=list(moved)).values_list("viewer", "at")
    looked = {viewer: sum(at > since for at in times) for viewer, times in rows}
    return [(one, moved[one], looked[one]) for one in sorted(looked) if looked[one] >= policy.SWEEP_PEOPLE]


def raise_(person: UUID, cells: int, people: int, *, now: datetime) -> bool:
    """Write the signal, or raise the counts of today's; whether it is new."""
    day = now - timedelta(days=1)
    standing = Signal.objects.filter(person_id=person, kind=SignalKind.SWEEP, raised_at__gt=day)
    if standing.update(cells=Greatest("cells", cells), people=Greatest("people", people), last_at=now):
        return False
    _signal, created = Signal.objects.get_or_create(
        person_id=person, kind=SignalKind.SWEEP, day=now.date(),
        defaults={"cells": cells, "people": people, "raised_at": now, "last_at": now},
    )  # fmt: skip
    return created
