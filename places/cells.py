"""The grid that stands for where people are: Web Mercator tiles of 300 to 600 m, named by their quadkeys.

Pure; anybody may call. `static/js/lib/cells.js` is its twin on the phone, tied to it by shared vectors.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import asin, ceil, cos, floor, isfinite, log2, radians, sin, sqrt, tau
from types import MappingProxyType
from typing import Literal, NamedTuple

import mercantile

from places.policy import (
    DETOUR,
    EQUATOR_M,
    MAX_LAT,
    NEXT_AREA_MIN,
    SAME_AREA_MIN,
    SMALLEST_SIDE_M,
    WALK_M_PER_S,
    WALKS,
)

Near = Literal["same-area", "next-area", "a-walk"]

_ROW_ZOOM = 10  # the zoom whose tiles choose the zoom of the cells in them
_ROWS = 1 << _ROW_ZOOM
_COLUMNS = 4
_RADIUS_M = EQUATOR_M / tau
_FARTHEST_M = WALKS[-1][1]


class Centre(NamedTuple):
    """The middle of a cell, degrees: the finest position that the system ever knows of a person."""

    lon: float
    lat: float


def cell_for(*, lon: float, lat: float) -> str:
    """The cell that holds a position. Only places and tests are located so; people's phones do it themselves.

    Units: degrees; longitude wraps, latitude is held at the grid's edge.
    Refuses: ValueError for what is no number.
    """
    if not (isfinite(lon) and isfinite(lat)):
        raise ValueError("a position is two finite numbers")
    lon, lat = _wrapped(lon), max(-MAX_LAT, min(MAX_LAT, lat))
    zoom = zoom_of_row(mercantile.tile(lon, lat, _ROW_ZOOM).y)
    key: str = mercantile.quadkey(mercantile.tile(lon, lat, zoom))
    return key


@lru_cache(maxsize=_ROWS)
def zoom_of_row(row: int) -> int:
    """The zoom of the cells in one row of zoom-10 tiles: the finest whose side there is at least 300 m."""
    middle = mercantile.ul(1, 2 * row + 1, _ROW_ZOOM + 1)
    return floor(log2(EQUATOR_M * cos(radians(middle.lat)) / SMALLEST_SIDE_M))


def is_cell(key: str) -> bool:
    """Whether a key names a cell of the grid or the parent of one; nothing finer or wider is ever taken."""
    if len(key) <= _ROW_ZOOM or not set(key) <= set("0123"):
        return False
    return len(key) - _rule_zoom(key) in (0, -1)


def is_wide(key: str) -> bool:
    """Whether a cell is a parent: wider than the rule's, by choice or because the place is sparse."""
    return len(key) < _rule_zoom(key)


def parent(key: str) -> str:
    """The wider cell, which holds this one and three others; a cell that is wide already stays as it is."""
    return key if is_wide(key) else key[:-1]


@lru_cache(maxsize=65_536)
def centre(key: str) -> Centre:
    """The middle of a cell, which is a corner of the tiles beneath it."""
    tile = mercantile.quadkey_to_tile(key)
    corner = mercantile.ul(2 * tile.x + 1, 2 * tile.y + 1, tile.z + 1)
    return Centre(corner.lng, corner.lat)


def between(a: str, b: str) -> Centre:
    """The point halfway between the middles of two cells, along the shorter way round the world."""
    one, other = centre(a), centre(b)
    east = (other.lon - one.lon + 180) % 360 - 180
    return Centre(_wrapped(one.lon + east / 2), (one.lat + other.lat) / 2)


def side_m(key: str) -> float:
    """The side of a cell on the ground at its centre, metres: Mercator units x cos(latitude)."""
    return EQUATOR_M * cos(radians(centre(key).lat)) / (1 << len(key))


def near(a: str, b: str) -> Near | None:
    """How two cells lie to one another, in the product's words; None when it is too far to walk."""
    minutes = about_min(a, b)
    return None if minutes is None else near_in(minutes)


@lru_cache(maxsize=65_536)
def about_min(a: str, b: str) -> int | None:
    """How many minutes on foot lie between two cells, as people are told: 5, 10, 15, 20, or None beyond.

    Source: ruling 8. Depends on nothing but the two keys, so it says nothing of where in a cell somebody is.
    """
    if a.startswith(b) or b.startswith(a):
        return SAME_AREA_MIN
    if _touching(a, b):
        return NEXT_AREA_MIN
    metres = _metres(centre(a), centre(b))
    return next((minutes for minutes, at_most_m in WALKS if metres <= at_most_m), None)


def near_in(minutes: int) -> Near:
    """The product's word for so many minutes on foot between two cells."""
    if minutes == SAME_AREA_MIN:
        return "same-area"
    return "next-area" if minutes == NEXT_AREA_MIN else "a-walk"


@lru_cache(maxsize=16_384)
def ring(key: str, reach_min: int) -> Mapping[str, int]:
    """Every cell, wide ones too, that `about_min` puts within so many minutes of this one, with the minutes.

    Shape: at most some 60 keys, sorted, for a look-up of each on a b-tree.
    """
    x, y, zoom = mercantile.quadkey_to_tile(key)
    found = (
        (mercantile.quadkey((_column(x, zoom, to) + east) % (1 << to), row, to), minutes)
        for east, row, to, minutes in _ring_of_row(zoom, y, x % _COLUMNS, reach_min)
    )
    return MappingProxyType(dict(sorted(found)))


def walk_min(key: str, *, lon: float, lat: float) -> int:
    """Minutes on foot from the middle of a cell to a public point: the same for everybody in the cell."""
    return minutes_for(street_m(key, lon=lon, lat=lat))


def street_m(key: str, *, lon: float, lat: float) -> float:
    """Metres of street from the middle of a cell to a public point."""
    return DETOUR * _metres(centre(key), Centre(lon, lat))


def minutes_for(street_m: float) -> int:
    """Minutes that so many metres of street take on foot, rounded up, at least one."""
    return max(1, ceil(street_m / WALK_M_PER_S / 60))


def _wrapped(lon: float) -> float:
    # Left alone when in range: the sum would cost the last digits of nearly every longitude.
    return lon if -180 <= lon < 180 else (lon + 180) % 360 - 180


def _rule_zoom(key: str) -> int:
    return zoom_of_row(mercantile.quadkey_to_tile(key[:_ROW_ZOOM]).y)


def _touching(a: str, b: str) -> bool:
    # As squares on the finer grid of the two, so that an edge, a corner and a seam between zooms all count.
    zoom = max(len(a), len(b))
    width = 1 << zoom
    ax, ay, a_side = _square(a, zoom)
    bx, by, b_side = _square(b, zoom)
    if by > ay + a_side or ay > by + b_side:
        return False
    return (bx - ax) % width <= a_side or (ax - bx) % width <= b_side


def _square(key: str, zoom: int) -> tuple[int, int, int]:
    tile = mercantile.quadkey_to_tile(key)
    side = 1 << (zoom - tile.z)
    return tile.x * side, tile.y * side, side


def _metres(a: Centre, b: Centre) -> float:
    # The haversine on the Mercator sphere, so that it agrees with `side_m` and with the phone.
    half_lat = sin(radians(b.lat - a.lat) / 2)
    half_lon = sin(radians(b.lon - a.lon) / 2)
    chord = half_lat * half_lat + cos(radians(a.lat)) * cos(radians(b.lat)) * half_lon * half_lon
    return 2 * _RADIUS_M * asin(sqrt(chord))


@lru_cache(maxsize=4_096)
def _ring_of_row(zoom: int, y: int, column: int, reach_min: int) -> tuple[tuple[int, int, int, int], ...]:
    # Along a row of the grid every ring is the same but for its place: it is measured once, in mid-world.
    # `column` counts within a tile two zooms wider: the wide cell of a neighbouring row of coarser cells.
    x = (1 << (zoom - 1)) + column
    key = mercantile.quadkey(x, y, zoom)
    # Unwrapped: one look-up would fill the cache of pairs with a hundred that nobody asks for again.
    measured = ((other, about_min.__wrapped__(key, other)) for other in _around(key))
    within = (
        (mercantile.quadkey_to_tile(other), minutes)
        for other, minutes in measured
        if minutes is not None and minutes <= reach_min
    )
    return tuple((tile.x - _column(x, zoom, tile.z), tile.y, tile.z, minutes) for tile, minutes in within)


def _column(x: int, zoom: int, to: int) -> int:
    return x >> (zoom - to) if to <= zoom else x << (to - zoom)


def _around(key: str) -> Iterator[str]:
    # All that meet a square round this one; each row of zoom-10 tiles has its own zoom and parents of that.
    west, north, east, south = _window(key)
    for row in range(floor(north * _ROWS), min(floor(south * _ROWS), _ROWS - 1) + 1):
        top, bottom = max(north, row / _ROWS), min(south, (row + 1) / _ROWS)
        for zoom in (zoom_of_row(row), zoom_of_row(row) - 1):
            tiles = 1 << zoom
            for y in range(floor(top * tiles), ceil(bottom * tiles)):
                for x in range(floor(west * tiles), floor(east * tiles) + 1):
                    yield mercantile.quadkey(x % tiles, y, zoom)


def _window(key: str) -> tuple[float, float, float, float]:
    # West, north, east, south as shares of the Mercator world; west and east may lie beyond its edge.
    tile = mercantile.quadkey_to_tile(key)
    side = 1 / (1 << tile.z)
    x, y = (tile.x + 0.5) * side, (tile.y + 0.5) * side
    # Nearer to the pole a metre is a larger share of the world; a tenth more covers the way there.
    walk = 1.1 * _FARTHEST_M / (EQUATOR_M * cos(radians(centre(key).lat)))
    reach = max(walk, 0.75 * side)  # what touches begins half a side from the centre
    return x - reach, max(0.0, y - reach), x + reach, min(1.0, y + reach)
