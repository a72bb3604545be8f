"""Takes an extract of OpenStreetMap into the meeting points, all of it or nothing. `import_places` calls."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction

from places import points
from places.models import MeetingPoint
from places.osm import Found

_AT_ONCE: Final = 1_000  # rows a statement: 12 parameters each, far below PostgreSQL's 65,535
_LOCK: Final = 0x6B706C61  # an arbitrary number that nobody else locks
_TAKEN_OVER: Final = (
    *("name", "kind", "where_exactly", "level", "location", "cell", "tz"),
    *("opening_hours", "always_open", "source", "active"),
)


class NothingFound(Exception):
    """The file holds no public place: surely the wrong file, and no reason to retire its source's points."""


@dataclass
class Report:
    """What one import did, in numbers of places."""

    took: Counter[str] = field(default_factory=Counter)
    new: int = 0
    vanished: int = 0


def take(found: Iterable[Found], *, source: str, told: Callable[[int], None] = lambda so_far: None) -> Report:
    """Make the meeting points of one source those that were found.

    Effects: new places are added, known ones brought up to date under their old ids, vanished ones made
    inactive; what was taken out by hand stays out, other sources are left alone. One transaction: readers see
    the old points until all new ones stand. A second run of the same file changes nothing.
    Refuses: `NothingFound`.
    """
    report = Report()
    with transaction.atomic():
        _alone()
        before = MeetingPoint.objects.count()
        seen: set[str] = set()
        for batch in _batches(found):
            _upsert([_row(place, source) for place in batch])
            report.took.update(place.kind.value for place in batch)
            seen.update(place.source_id for place in batch)
            told(len(seen))
        if not seen:
            raise NothingFound
        report.new = MeetingPoint.objects.count() - before
        report.vanished = _retire(source, seen)
    return report


def _alone() -> None:
    """Two imports at once would wait for each other's rows in different orders."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    places = iter(found)
    while batch := list(islice(places, _AT_ONCE)):
        yield batch


def _row(place: Found, source: str) -> MeetingPoint:
    fields: dict[str, Any] = place._asdict()
    where = points.located(lon=fields.pop("lon"), lat=fields.pop("lat"))
    return MeetingPoint(id=points.id_for(place.source_id), source=source, **fields, **where)


def _upsert(rows: list[MeetingPoint]) -> None:
    MeetingPoint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["source_id"], update_fields=_TAKEN_OVER
    )


def _retire(source: str, seen: set[str]) -> int:
    standing = MeetingPoint.objects.filter(source=source, active=True)
    numbers = standing.values_list("source_id", flat=True).iterator()
    gone = [number for number in numbers if number not in seen]
    return standing.filter(source_id__in=gone).update(active=False)
