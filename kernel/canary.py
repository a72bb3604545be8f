"""Whether workers work: a task that writes when it last ran, for whoever watches from outside.

A worker can live, answer signals, and consume nothing after its broker went away; only work itself tells.
"""

from datetime import datetime, timedelta
from typing import Final

from kernel.models import Canary

TIMETABLE: Final = "timetable"  # sung through beat, the broker and any worker
EVERY_S: Final = 5
SILENT_MOST_S: Final = 30  # six songs: a worker busy with long tasks still sings in between
KEPT_FOR: Final = timedelta(days=1)  # the row of a worker that has gone


def sing(*, name: str, now: datetime) -> None:
    """Write down that `name` works. Repeating it changes nothing but the time."""
    Canary.objects.update_or_create(name=name, defaults={"sung_at": now})


def heard(name: str) -> datetime | None:
    """When `name` sang last."""
    return Canary.objects.filter(name=name).values_list("sung_at", flat=True).first()


def is_silent(*, now: datetime) -> bool:
    """Say whether the timetable has stood still for longer than any hurry explains."""
    last = heard(TIMETABLE)
    return last is None or now - last > timedelta(seconds=SILENT_MOST_S)


def forget_due(*, now: datetime) -> int:
    """Forget who has not sung for a day and return how many."""
    return Canary.objects.filter(sung_at__lte=now - KEPT_FOR).delete()[0]
