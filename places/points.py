"""Which public places suit: for two cells, near one cell, to say where one is. Views and later stages call.

Every answer is a function of cells, of the places and of the time: nothing here ever sees a person or a fix.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.gis.db.models.functions import GeometryDistance
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils import translation
from tzfpy import get_tz

from kernel.statements import answer
from places import cells, hours
from places.cells import Centre
from places.models import Kind, MeetingPoint, MeetingPointQuerySet
from places.policy import (
    CONSIDERED,
    FARTHEST_M,
    FARTHEST_MIN,
    FIXED_MIDDAY,
    MEETING_MIN,
    SELECTABLE,
    SETTLE_MIN,
    SPARSE_BELOW,
)

attribution: Final = "© OpenStreetMap contributors"
"""Printed wherever a meeting point or a map is shown: the licence, ODbL, asks for it."""

_LANDMARKS: Final = (
    Kind.STATION,
    Kind.TERMINAL,
    Kind.FERRY,
    Kind.SQUARE,
    Kind.HOTEL,
    Kind.CONFERENCE,
    Kind.MALL,
    Kind.STORE,
)
_FIRST: Final = 12  # places are fetched so many at first: three of them are nearly always open
# On the sphere, as cells measure; the location as text, which becomes a geometry when somebody reads it.
_COLUMNS: Final = [field.attname for field in MeetingPoint._meta.concrete_fields]
_RANKED: Final = f"""
SELECT {", ".join(_COLUMNS).replace("location", "ST_AsHEXEWKB(location::geometry)")}
FROM places_meetingpoint
WHERE active AND NOT barred
  AND ST_DWithin(location, ST_Point(%(lon)s, %(lat)s)::geography, %(reach_m)s, false)
ORDER BY GREATEST(ST_Distance(location, ST_Point(%(a_lon)s, %(a_lat)s)::geography, false),
                  ST_Distance(location, ST_Point(%(b_lon)s, %(b_lat)s)::geography, false)), id
LIMIT %(most)s OFFSET %(skipped)s
"""  # noqa: S608 -- column names come from the model
_IDS: Final = UUID("6f9a4b1e-2f0c-5d3a-9e57-4b61726f7300")


@dataclass(frozen=True, slots=True)
class PointChoice:
    """A place for two: the walk of each from the middle of the own cell, and when it closes if known."""

    point: MeetingPoint
    walk_a_min: int
    walk_b_min: int
    open_until: datetime | None


@dataclass(frozen=True, slots=True)
class NearPoint:
    """A place near one cell, open or not at the time asked."""

    point: MeetingPoint
    walk_min: int
    is_open: bool
    open_until: datetime | None


def choices_for(
    a: str, b: str, *, at: datetime, limit: int = 3, length_min: int = MEETING_MIN
) -> list[PointChoice]:
    """The places that make the longer of two walks shortest, open from the first arrival to the talk's end.

    Units: minutes on foot from the middle of each cell, rounded up, at most 20.
    Shape: best first, ties by the point's id; one query where most places are open, else two.
    """
    suiting = (
        PointChoice(point, *walks, open_until(point, at))
        for point in _ranked(a, b)
        if _suits(point, walks := (_walk_min(a, point), _walk_min(b, point)), at=at, length_min=length_min)
    )
    return list(islice(suiting, limit))


def nearby(cell: str, *, at: datetime, limit: int = 20) -> list[NearPoint]:
    """The places within some twenty minutes of the middle of a cell, nearest first, open or not."""
    middle = cells.centre(cell)
    nearest = _reached_from(middle).order_by(GeometryDistance("location", _geography(middle)), "id")
    return [
        NearPoint(point, _walk_min(cell, point), opens(point, at), open_until(point, at))
        for point in nearest[:limit]
    ]


def any_open(cell: str, *, at: datetime) -> bool:
    """Whether some place in walking reach of a cell is open for a talk that begins now.

    Shape: one query over the different opening hours there, of which a city centre has some hundred.
    """
    reached = _reached_from(cells.centre(cell))
    different = reached.values_list("always_open", "opening_hours", "tz").distinct()
    until = at + timedelta(minutes=MEETING_MIN)
    return any(
        always or _open_throughout(expression, tz, at, until)
        for always, expression, tz in different.order_by("-always_open")
    )


def opens(point: MeetingPoint, at: datetime) -> bool:
    """Whether a place is open at a time; unknown hours are 08:00 to 20:00 of its own clock."""
    return _open_throughout(point.expression, point.tz, at, at + timedelta(minutes=1))


def open_until(point: MeetingPoint, at: datetime) -> datetime | None:
    """When a place that is open at a time closes, by its own clock; None where nobody knows, or not soon."""
    if not point.expression:
        return None
    closing = hours.closes_at(point.expression, point.tz, at=_judged(at, point.tz))
    if closing is None or not settings.KAIROS_FIXED_MIDDAY:
        return closing
    # The hour of closing is true, the day it was judged on is not.
    here = at.astimezone(ZoneInfo(point.tz))
    closing = closing.replace(year=here.year, month=here.month, day=here.day)
    return closing if closing > here else None


def coarsened(cell: str) -> str:
    """The cell itself, or its parent where too few public places would make it say too much.

    Shape: one query that reads three index entries at most.
    """
    if cells.is_wide(cell):
        return cell
    known = MeetingPoint.objects.meetable().filter(cell=cell).values("cell")[:SPARSE_BELOW]
    return cell if len(known) == SPARSE_BELOW else cells.parent(cell)


def selectable(language: str, *, near: str | None = None) -> list[tuple[str, str]]:
    """(cell, name and kind) of well-known places, to say by hand where one is; nearest first if known."""
    with translation.override(language):
        return [(cell, f"{name} ({kind.label})") for cell, name, kind in _landmarks(near)]


def choosable(language: str, *, near: str | None = None) -> list[tuple[UUID, str]]:
    """(id, name and kind) of the same places, where a place is meant and not where somebody is."""
    with translation.override(language):
        return [
            (point, f"{name} ({kind.label})") for (_cell, name, kind), point in _landmark_ids(near).items()
        ]


def known(point_id: UUID | str) -> MeetingPoint | None:
    """The place of this id where people may meet; None for any other."""
    try:
        return MeetingPoint.objects.meetable().filter(pk=point_id).first()
    except ValidationError:  # no id at all
        return None


def keep(point: MeetingPoint, *, lon: float, lat: float) -> MeetingPoint:
    """Store a place that somebody of the house entered or corrected by hand.

    Units: degrees, of the place.
    Effects: its cell and its time zone follow from where it is; a new one is numbered by its own id.
    """
    for name, value in located(lon=lon, lat=lat).items():
        setattr(point, name, value)
    point.source_id = point.source_id or f"kairos/{point.id}"
    point.save()
    return point


def located(*, lon: float, lat: float) -> dict[str, Any]:
    """The columns that follow from where a place is: its location, its cell, its time zone."""
    return {
        "location": _geography(Centre(lon, lat)),
        "cell": cells.cell_for(lon=lon, lat=lat),
        "tz": get_tz(lon, lat),
    }


def id_for(source_id: str) -> UUID:
    """The id of an imported place, the same in every installation, so that ties break alike everywhere."""
    return uuid5(_IDS, source_id)


def _ranked(a: str, b: str) -> Iterator[MeetingPoint]:
    middle, one, other = cells.between(a, b), cells.centre(a), cells.centre(b)
    facts = {
        "lon": middle.lon, "lat": middle.lat, "reach_m": FARTHEST_M, "a_lon": one.lon, "a_lat": one.lat,
        "b_lon": other.lon, "b_lat": other.lat,
    }  # fmt: skip
    for most, skipped in ((_FIRST, 0), (CONSIDERED - _FIRST, _FIRST)):
        rows = answer(_RANKED, {**facts, "most": most, "skipped": skipped})
        yield from (MeetingPoint.from_db(None, _COLUMNS, row) for row in rows)
        if len(rows) < most:
            return


def _reached_from(middle: Centre) -> MeetingPointQuerySet:
    return MeetingPoint.objects.meetable().filter(location__dwithin=(_geography(middle), D(m=FARTHEST_M)))


def _walk_min(cell: str, point: MeetingPoint) -> int:
    return cells.walk_min(cell, lon=point.lon, lat=point.lat)


def _suits(point: MeetingPoint, walks: tuple[int, int], *, at: datetime, length_min: int) -> bool:
    first, last = sorted(walks)
    begins, ends = at + timedelta(minutes=first), at + timedelta(minutes=last + SETTLE_MIN + length_min)
    return last <= FARTHEST_MIN and _open_throughout(point.expression, point.tz, begins, ends)


def _open_throughout(expression: str, tz: str, since: datetime, until: datetime) -> bool:
    judged = _judged(since, tz)
    return hours.open_throughout(expression, tz, since=judged, until=judged + (until - since))


def _judged(at: datetime, tz: str) -> datetime:
    # The one setting read below a door: tests and the demo city must find places open at night too.
    return datetime(*FIXED_MIDDAY, tzinfo=ZoneInfo(tz)) if settings.KAIROS_FIXED_MIDDAY else at


def _landmarks(near: str | None) -> list[tuple[str, str, Kind]]:
    return list(_landmark_ids(near))


def _landmark_ids(near: str | None) -> dict[tuple[str, str, Kind], UUID]:
    marks = MeetingPoint.objects.meetable().filter(kind__in=_LANDMARKS)
    if near:
        marks = marks.order_by(GeometryDistance("location", _geography(cells.centre(near))), "id")
    else:
        by_kind = Case(*(When(kind=kind, then=rank) for rank, kind in enumerate(_LANDMARKS)))
        marks = marks.order_by(by_kind, "name", "id")
    rows = marks.values_list("cell", "name", "kind", "id")[:SELECTABLE]
    # A station that is a node and a building is one place to whoever stands in it.
    ids: dict[tuple[str, str, Kind], UUID] = {}
    for cell, name, kind, point in rows:
        ids.setdefault((cell, name, Kind(kind)), point)
    return ids


def _geography(where: Centre) -> Point:
    return Point(where.lon, where.lat, srid=4326)
