"""When a place is open, by the OpenStreetMap grammar of opening hours. Pure: points and the import call."""

import zoneinfo
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # the stub lacks one

from places.policy import UNKNOWN_HOURS

ALWAYS: Final = "24/7"
_LOOK_AHEAD = timedelta(days=1)  # open for longer than this is told as open without an end


def understood(expression: str) -> bool:
    """Whether the grammar can be read; what cannot is treated as unknown."""
    try:
        OpeningHours(expression, auto_country=False)
    except ParserError:
        return False
    return True


def open_throughout(expression: str, tz: str, *, since: datetime, until: datetime) -> bool:
    """Whether a place is open during the whole of a span; half-open or "ask us" is not open.

    Units: aware times of any zone; `tz` is the place's own.
    """
    zone = ZoneInfo(tz)
    spans = _parsed(expression, tz).intervals(since.astimezone(zone), until.astimezone(zone))
    return all(state == State.OPEN for _, _, state, _ in spans)


def closes_at(expression: str, tz: str, *, at: datetime) -> datetime | None:
    """When a place that is open closes, by its own clock; None when shut, or open for a day and more."""
    local = at.astimezone(ZoneInfo(tz))
    horizon = local + _LOOK_AHEAD
    spans = takewhile(lambda span: span[2] == State.OPEN, _parsed(expression, tz).intervals(local, horizon))
    end = max((span[1] for span in spans), default=None)
    return end if end is not None and end < horizon else None


@lru_cache(maxsize=8_192)
def _parsed(expression: str, tz: str) -> OpeningHours:
    """Parsing costs ten times an answer, and a city has few different expressions."""
    readable = expression if expression and understood(expression) else UNKNOWN_HOURS
    # The country, for public holidays, by its zone: the library's look-up by coordinates costs 100 MB.
    return OpeningHours(readable, timezone=ZoneInfo(tz), country=_countries().get(tz), auto_country=False)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Country by time zone, from the zone database's own table; empty where a machine carries none."""
    table = next((path for folder in zoneinfo.TZPATH if (path := Path(folder, "zone.tab")).exists()), None)
    rows = table.read_text(encoding="utf-8").splitlines() if table else []
    return {row.split("\t")[2]: row.split("\t")[0] for row in rows if row and not row.startswith("#")}
