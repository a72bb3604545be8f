"""The ways in which a position is usually written, and a search for all of them."""

import re
import struct
from math import floor, log, pi, radians, tan
from typing import Final, NamedTuple

import mercantile

RADIUS_M: Final = 6_378_137
GEOHASH: Final = "0123456789bcdefghjkmnpqrstuvwxyz"
OPEN_LOCATION: Final = "23456789CFGHJMPQRVWX"
WHOLE: Final = r"(?<![0-9a-fA-F.-]){}(?![0-9a-fA-F])"  # no part of an id


class Place(NamedTuple):
    """Degrees."""

    lon: float
    lat: float


def writings(place: Place) -> dict[str, re.Pattern[str]]:
    """A pattern for each way of writing a position that is finer than a cell."""
    tile = mercantile.tile(place.lon, place.lat, 17)
    found = {
        "web mercator, metres": whole(*(str(f(value)) for value in mercator(place) for f in (floor, round))),
        "geohash": re.compile(rf"(?<![0-9a-z]){geohash(place)[:7]}", re.IGNORECASE),
        "plus code": re.compile(re.escape(plus_code(place)), re.IGNORECASE),
        "quadkey finer than the cell": re.compile(rf"(?<![0-9a-f]){mercantile.quadkey(tile)}"),
        "tile finer than the cell": re.compile(rf"17/{tile.x}/{tile.y}"),
        "degrees and minutes": re.compile(
            rf"{int(place.lat)}\s*(?:°|%C2%B0|\\u00b0)\s*{int(place.lat % 1 * 60)}"
            rf"\D{{1,6}}{int(place.lat * 3600 % 60)}"
        ),
    }
    for name, value in place._asdict().items():
        cut, rounded = f"{floor(value * 1e4) / 1e4:.4f}", f"{value:.4f}"
        decimal = "|".join(re.escape(one).replace(r"\.", "(?:[.,]|%2C|%2E)") for one in {cut, rounded})
        found |= {
            f"{name}, decimal": re.compile(rf"(?<!\d)(?:{decimal})"),
            f"{name}, whole numbers": whole(
                *(str(f(value * 10**places)) for places in (5, 6, 7) for f in (floor, round))
            ),
            f"{name}, bytes": re.compile(
                "|".join({struct.pack(order, value).hex() for order in ("<d", ">d", "<f", ">f")}),
                re.IGNORECASE,
            ),
        }
    return found


def hits(text: str, place: Place) -> list[str]:
    """How a place is written in a text, with what stands round it."""
    return [
        f"{name}: …{text[max(0, hit.start() - 40) : hit.end() + 20]}…"
        for name, pattern in writings(place).items()
        for hit in pattern.finditer(text)
    ]


def whole(*numbers: str) -> re.Pattern[str]:
    return re.compile(WHOLE.format(f"(?:{'|'.join(sorted(set(numbers)))})"))


def mercator(place: Place) -> tuple[float, float]:
    return RADIUS_M * radians(place.lon), RADIUS_M * log(tan(pi / 4 + radians(place.lat) / 2))


def geohash(place: Place, length: int = 9) -> str:
    """Base 32 of the bits of longitude and latitude by turns."""
    low, high = [-180.0, -90.0], [180.0, 90.0]
    value, text = 0, ""
    for bit in range(5 * length):
        axis = bit % 2
        middle = (low[axis] + high[axis]) / 2
        upper = place[axis] >= middle
        (low if upper else high)[axis] = middle
        value = 2 * value + upper
        if bit % 5 == 4:
            text, value = text + GEOHASH[value], 0
    return text


def plus_code(place: Place) -> str:
    """Ten digits of an Open Location Code, some 14 m."""
    lat, lon = floor((place.lat + 90) * 8000), floor((place.lon + 180) * 8000)
    pairs = []
    for _ in range(5):
        pairs.append(OPEN_LOCATION[lat % 20] + OPEN_LOCATION[lon % 20])
        lat, lon = lat // 20, lon // 20
    digits = "".join(reversed(pairs))
    return f"{digits[:8]}+{digits[8:]}"
