"""Reads an OpenStreetMap extract and says which of its things are public places where two strangers may meet.

Called by the import only. It streams: in memory stay the outlines of what it takes, never the map.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import osmium
from osmium.filter import IdFilter, TagFilter
from osmium.osm import NODE, RELATION, WAY

from places import hours
from places.cells import cell_for
from places.models import Kind

KINDS: Final[Mapping[tuple[str, str], Kind]] = {
    ("railway", "station"): Kind.STATION,
    ("building", "train_station"): Kind.STATION,
    ("amenity", "bus_station"): Kind.STATION,
    ("aeroway", "terminal"): Kind.TERMINAL,
    ("amenity", "ferry_terminal"): Kind.FERRY,
    ("place", "square"): Kind.SQUARE,
    ("tourism", "hotel"): Kind.HOTEL,
    ("amenity", "conference_centre"): Kind.CONFERENCE,
    ("amenity", "events_venue"): Kind.CONFERENCE,
    ("shop", "mall"): Kind.MALL,
    ("shop", "department_store"): Kind.STORE,
    ("amenity", "library"): Kind.LIBRARY,
    ("amenity", "arts_centre"): Kind.ARTS,
    ("amenity", "marketplace"): Kind.MARKET,
    ("amenity", "coworking_space"): Kind.COWORKING,
    ("office", "coworking"): Kind.COWORKING,
    ("amenity", "food_court"): Kind.FOOD_COURT,
    ("amenity", "cafe"): Kind.CAFE,
    ("amenity", "restaurant"): Kind.RESTAURANT,
    ("amenity", "pub"): Kind.PUB,
}
"""Tag -> kind, the first that fits: where one may sit or stand unasked, and others are always about.

Left out on purpose: bars and clubs (loud, dark), fast food (no stay), parks (no exact spot), campuses (their
middle is no door), museums (a ticket).
"""

_ALWAYS_OPEN: Final = {Kind.STATION, Kind.TERMINAL, Kind.SQUARE, Kind.HOTEL}
_PRIVATE: Final = {"private", "no", "permit", "members"}
_FLOOR: Final = re.compile(r"-?[1-9]\d?")  # one floor, and not the ground floor, which needs no saying
_NEVER: Final = {"off", "closed"}
_LONGEST: Final = 120  # characters of a name or of a line, as the columns hold
_LONGEST_HOURS: Final = 255


class Found(NamedTuple):
    """A public place as the extract tells it; opening hours are empty where unknown or unreadable."""

    source_id: str
    name: str
    kind: Kind
    where_exactly: str
    level: str
    opening_hours: str
    always_open: bool
    lon: float
    lat: float


class _Outline(NamedTuple):
    tags: dict[str, str]
    nodes: list[int]
    ways: list[int]


@dataclass
class Extract:
    """One file. Once `places()` ran out, the counters say what was refused and how well the rest is known."""

    path: Path
    refused: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    _seen: set[tuple[str, Kind, str]] = field(default_factory=set)

    def places(self) -> Iterator[Found]:
        """Every meeting point of the file, in the file's own order, so that two readings give the same.

        Shape: nodes first, then ways and relations by the middle of their outline.
        """
        for node in self._read(NODE, TagFilter(*KINDS)):
            if self._wanted(tags := _tags(node)):
                yield from self._found(f"n{node.id}", tags, node.location.lon, node.location.lat)
        outlines = self._outlines()
        where = self._positions({node for outline in outlines.values() for node in outline.nodes})
        for source_id, outline in outlines.items():
            if corners := [where[node] for node in outline.nodes if node in where]:
                yield from self._found(source_id, outline.tags, *_middle(corners))
            else:
                self.refused["no position in the file"] += 1

    def _read(self, kinds: Any, only: Any) -> Iterable[Any]:
        return osmium.FileProcessor(self.path, kinds).with_filter(only)

    def _wanted(self, tags: dict[str, str]) -> bool:
        reason = _refusal(tags)
        if reason:
            self.refused[reason] += 1
        return not reason

    def _outlines(self) -> dict[str, _Outline]:
        outlines: dict[str, _Outline] = {}
        for thing in self._read(WAY | RELATION, TagFilter(*KINDS)):
            if not self._wanted(tags := _tags(thing)):
                continue
            if thing.is_way():
                outlines[f"w{thing.id}"] = _Outline(tags, [node.ref for node in thing.nodes], [])
            else:
                rings = (member for member in thing.members if member.type == "w" and member.role != "inner")
                outlines[f"r{thing.id}"] = _Outline(tags, [], [ring.ref for ring in rings])
        sharing = defaultdict(list)  # two squares may have an edge in common
        for outline in outlines.values():
            for way in outline.ways:
                sharing[way].append(outline)
        for way in self._read(WAY, IdFilter(sharing)) if sharing else ():
            for outline in sharing[way.id]:
                outline.nodes.extend(node.ref for node in way.nodes)
        return outlines

    def _positions(self, nodes: set[int]) -> dict[int, tuple[float, float]]:
        found = self._read(NODE, IdFilter(nodes)) if nodes else ()
        return {node.id: (node.location.lon, node.location.lat) for node in found}

    def _found(self, source_id: str, tags: dict[str, str], lon: float, lat: float) -> Iterator[Found]:
        name, kind = _clean(tags["name"]), _kind(tags)
        # A station is often drawn three times: as a point, as a building, as an area.
        same = (name.casefold(), kind, cell_for(lon=lon, lat=lat))
        if same in self._seen:
            self.refused["the same place twice"] += 1
            return
        self._seen.add(same)
        written = tags.get("opening_hours", "").strip()
        expression = written if len(written) <= _LONGEST_HOURS and hours.understood(written) else ""
        always = expression == hours.ALWAYS or (kind in _ALWAYS_OPEN and not expression)
        self.noted[_hours_note(written, expression, always)] += 1
        yield Found(
            source_id=source_id,
            name=name,
            kind=kind,
            where_exactly=_address(tags),
            level=tags["level"] if _FLOOR.fullmatch(tags.get("level", "")) else "",
            opening_hours="" if always else expression,
            always_open=always,
            lon=lon,
            lat=lat,
        )


def _tags(thing: Any) -> dict[str, str]:
    # Copied: osmium's objects are gone with the next one read.
    return {tag.k: tag.v for tag in thing.tags}


def _kind(tags: Mapping[str, str]) -> Kind:
    return next(kind for (key, value), kind in KINDS.items() if tags.get(key) == value)


def _refusal(tags: Mapping[str, str]) -> str:
    if not _clean(tags.get("name", "")):
        return "no name"
    if tags.get("access") in _PRIVATE:
        return "private"
    if any(tags.get(key) == "yes" for key in ("disused", "abandoned", "construction")):
        return "not in use"
    if tags.get("opening_hours") in _NEVER:
        return "closed for good"
    if tags.get("takeaway") == "only":
        return "no seats"
    return ""


def _hours_note(written: str, expression: str, always: bool) -> str:
    if always:
        return "always open"
    if expression:
        return "hours known"
    return "hours not understood" if written else "hours unknown"


def _address(tags: Mapping[str, str]) -> str:
    street = tags.get("addr:street") or tags.get("addr:place") or ""
    return _clean(f"{street} {tags.get('addr:housenumber', '')}") if street else ""


def _clean(text: str) -> str:
    return " ".join(text.split())[:_LONGEST].strip()


def _middle(corners: Sequence[tuple[float, float]]) -> tuple[float, float]:
    # Of the extent, not of the area: good enough to walk to, and not fooled by an outline left open.
    lons, lats = zip(*corners, strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
