"""Recognises coordinates in whatever shape they are sent. Pure; `guard` stands at the door with it.

A person's position never reaches us as numbers (the phone turns it into a cell), so anything that looks like
one is a mistake of the sender, and the sooner it is said the less is kept of it.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

# Words that make a name a position's, wherever they stand in it: `userLat`, `where[lng]`, `geo_point`.
WORDS = frozenset(
    {"lat", "latitude", "lon", "lng", "longitude", "latlng", "latlon", "lnglat", "lonlat", "gps", "altitude"}
    | {"coord", "coords", "coordinate", "coordinates", "position", "accuracy", "heading", "wkt"}
    | {"geo", "geolocation", "geojson", "geopoint", "geohash", "geometry", "geometries"}
)
WHOLE_NAMES = WORDS | {"long"}  # alone it is a longitude, in `how_long` it is not

# 60.1699 or 60,1699. With a comma four places are needed: 120,000 is an amount.
_DECIMAL = re.compile(r"(?<![\d.])[-+]?(?:\d{1,3}\.\d{3,}|\d{1,3},\d{4,})(?!\.?\d)")
_NAME_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SPELLED = re.compile(
    r"\bgeo:\s*[-+]?\d"  # RFC 5870
    r"|\b(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:ZM?|M)?\s*\(+\s*[-+]?\d"  # WKT
    r"|\b01010000(?:00|20E6100000)[0-9A-F]{32}\b"  # WKB of a point
    r"|\d{1,3}\s*°\s*\d{1,2}"  # degrees and minutes
    r"|\b[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,7}\b",  # a whole plus code
    re.IGNORECASE,
)
_FURTHEST_EAST, _FURTHEST_NORTH = 180, 90


def find_coordinates(payload: Any) -> str | None:
    """Return where in `payload` a coordinate stands, as a path of names, or None.

    Looks at names, texts, numbers and texts that hold JSON, at any depth. Several lone decimals side by side
    (`{"a": "60.1699", "b": "24.9384"}`) are a pair as much as one text with two.
    """
    pending: list[tuple[str, Any]] = [("", payload)]
    while pending:  # a stack of our own: depth is the sender's choice
        path, value = pending.pop()
        if _is_spelled_out(value) or _is_pair(value):
            return path or "."
        for name, inner in _inside(value):
            where = f"{path}.{name}" if path else name
            if is_position_name(name) or _is_spelled_out(name):
                return where
            pending.append((where, inner))
    return None


def is_position_name(name: str) -> bool:
    """Say whether a field of this name would hold (part of) a position."""
    if name.lower() in WHOLE_NAMES:
        return True
    return any(part.lower() in WORDS for part in _NAME_PART.findall(name))


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str):
        if value.lstrip()[:1] in {"{", "["}:
            yield from _inside(_json_or_none(value))
    elif isinstance(value, dict):
        yield from ((str(name), inner) for name, inner in value.items())
    elif isinstance(value, list | tuple):
        yield from ((str(index), inner) for index, inner in enumerate(value))


def _json_or_none(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_spelled_out(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    text = unicodedata.normalize("NFKC", value)  # full-width digits are digits
    return bool(_SPELLED.search(text)) or _could_be_pair(_DECIMAL.findall(text))


def _is_pair(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list | tuple):
        return False
    return _could_be_pair([text for inner in value if (text := _lone_decimal(inner))])


def _lone_decimal(value: Any) -> str | None:
    if not isinstance(value, str | float):
        return None
    text = str(value).strip()
    return text if _DECIMAL.fullmatch(text) else None


def _could_be_pair(decimals: list[str]) -> bool:
    sizes = [abs(float(text.replace(",", "."))) for text in decimals]
    possible = [size for size in sizes if size <= _FURTHEST_EAST]
    return len(possible) > 1 and min(possible) <= _FURTHEST_NORTH
