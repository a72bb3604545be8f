"""Who lives in the demo city: what they say of themselves, where they linger, how they behave. Pure.

The people themselves stand in `data/cast.toml`. Their mail domains end in `.example`, which nobody can own.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from places import cells

_FILE: Final = Path(__file__).with_name("data") / "cast.toml"


@dataclass(frozen=True, slots=True)
class Temperament:
    """How somebody behaves. Who talks for no time never says goodbye and lets the clock close the meeting.

    Units: `_s` seconds, as (least, most); `yes` and `no` of ten invitations, the rest is silence.
    """

    yes: int
    no: int
    answers_in_s: tuple[int, int]
    sets_off_in_s: tuple[int, int]
    walks_for_s: tuple[int, int]
    talks_for_s: tuple[int, int] | None
    says_on_the_way: str | None = None
    says_there: str | None = None


# Walks are short, so that nobody who tries Kairos has to sit through one; answers come within 5 to 40 s.
TEMPERAMENTS: Final[Mapping[str, Temperament]] = {
    "eager": Temperament(
        yes=10,
        no=0,
        answers_in_s=(5, 12),
        sets_off_in_s=(3, 6),
        walks_for_s=(15, 25),
        talks_for_s=(150, 240),
        says_there="by-the-entrance",
    ),
    "open": Temperament(
        yes=9,
        no=1,
        answers_in_s=(8, 20),
        sets_off_in_s=(4, 10),
        walks_for_s=(20, 40),
        talks_for_s=(180, 300),
        says_on_the_way="two-minutes",
        says_there="at-a-table",
    ),
    "calm": Temperament(
        yes=9,
        no=0,
        answers_in_s=(12, 30),
        sets_off_in_s=(6, 14),
        walks_for_s=(30, 50),
        talks_for_s=None,
        says_there="at-the-counter",
    ),
    "busy": Temperament(
        yes=6,
        no=2,
        answers_in_s=(15, 40),
        sets_off_in_s=(10, 20),
        walks_for_s=(30, 60),
        talks_for_s=(60, 120),
        says_on_the_way="running-late",
    ),
}

# Public places, degrees (longitude, latitude): where people linger, not where anybody is.
HAUNTS: Final[Mapping[str, tuple[float, float]]] = {
    "station": (24.9415, 60.1713),
    "elielinaukio": (24.9397, 60.1718),
    "university": (24.9486, 60.1728),
    "kluuvi": (24.9483, 60.1694),
    "esplanadi": (24.9420, 60.1680),
    "galleria": (24.9464, 60.1682),
    "kamppi": (24.9357, 60.1694),
    "oodi": (24.9381, 60.1737),
    "forum": (24.9367, 60.1685),
    "senate": (24.9523, 60.1695),
    "market": (24.9530, 60.1672),
}


@dataclass(frozen=True, slots=True)
class Persona:
    """One person of the cast, as others read them and as they behave."""

    first_name: str
    last_name: str
    role: str
    company: str
    languages: tuple[str, ...]
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    wants: str
    topic: str
    cell: str
    temperament: Temperament

    @property
    def key(self) -> str:
        """The name as it stands in addresses; the same in every installation."""
        return _slug(f"{self.first_name} {self.last_name}")

    @property
    def mail(self) -> str:
        """A mailbox at the company, or at a domain of one's own."""
        return f"{self.key}@{_slug(self.company) or self.key}.example"


def cell_at(haunt: str) -> str:
    """The cell of a place where people of the city linger."""
    lon, lat = HAUNTS[haunt]
    return cells.cell_for(lon=lon, lat=lat)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def _persona(row: dict[str, Any]) -> Persona:
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    cell, temperament = cell_at(said.pop("at")), TEMPERAMENTS[said.pop("temperament")]
    return Persona(**said, cell=cell, temperament=temperament)


def _load() -> dict[str, Persona]:
    with _FILE.open("rb") as file:
        cast = [_persona(row) for row in tomllib.load(file)["person"]]
    return {persona.key: persona for persona in cast}


CAST: Final[Mapping[str, Persona]] = _load()
STATION: Final = cell_at("station")
