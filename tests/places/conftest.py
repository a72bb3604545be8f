"""What these tests share: a public place where one wants it, the demo city, the phone's own modules."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from places import imports, points
from places.models import MeetingPoint
from places.osm import Extract

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CITY = ROOT / "data" / "helsinki-centre.osm.pbf"
STATION = {"lon": 24.9414, "lat": 60.1719}


@pytest.fixture(autouse=True)
def _real_hours(settings):
    """The rest of the suite judges opening at a fixed midday; here the hour is the subject."""
    settings.KAIROS_FIXED_MIDDAY = False


@pytest.fixture
def point_at(db) -> Callable[..., MeetingPoint]:
    """A café at a position, unless said otherwise; by default it never closes."""
    number = count(1)

    def build(*, lon: float, lat: float, **given: Any) -> MeetingPoint:
        n = next(number)
        facts = {"name": f"Café {n}", "kind": "cafe", "source_id": f"test/{n}"}
        facts["always_open"] = not given.get("opening_hours") and given.get("always_open", True)
        return MeetingPoint.objects.create(**{**facts, **points.located(lon=lon, lat=lat), **given})

    return build


@pytest.fixture
def city(db) -> MeetingPoint:
    """Central Helsinki as the demo has it; the station is given back."""
    imports.take(Extract(CITY).places(), source="helsinki-centre")
    return MeetingPoint.objects.get(name="Helsinki", kind="station")


@pytest.fixture
def at() -> Callable[[str], datetime]:
    """A time on a Wednesday in winter, by its UTC hour: at("12:00") is two in the afternoon in Helsinki."""
    return lambda hour: datetime.fromisoformat(f"2026-01-14T{hour}:00").replace(tzinfo=UTC)


@pytest.fixture(scope="session")
def phone() -> Callable[[list[list[Any]]], list[Any]]:
    """Call functions of the phone's modules, many at a time."""
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    if node is None:
        pytest.skip("no node here to run the phone's modules")

    def call(calls: list[list[Any]]) -> list[Any]:
        ran = subprocess.run(
            [node, HERE / "phone.mjs", ROOT / "static" / "js"],
            input=json.dumps(calls),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(ran.stdout)

    return call
