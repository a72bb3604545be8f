"""What the tests of plans, pulses and alerts share: places by name, times in Helsinki, a crowd."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Profile
from places.models import MeetingPoint
from tests import builders
from tests.clock import NOON

HELSINKI = ZoneInfo("Europe/Helsinki")
LUNCH = datetime(2026, 6, 18, 12, tzinfo=HELSINKI)  # tomorrow's
EVENING = datetime(2026, 6, 17, 18, tzinfo=HELSINKI)  # today's
STATION = "Helsinki Central Station"
NEXT_DOOR = "Finnish National Theatre"  # in the cell that touches the station's
A_WALK_AWAY = "Siltasaari"  # two cells on: not the station's neighbourhood, but its neighbour's
KERAVA = "Kerava Station"


def point(name: str = STATION) -> MeetingPoint:
    return MeetingPoint.objects.get(name=name)


def helsinki(hour: int, minute: int = 0, *, day: int = 17) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=HELSINKI)


def crowd(
    count: int, *, prefix: str = "Gil", cell: str = builders.HERE, now: datetime = NOON, met=True, **said
):
    """So many people free in a cell, each with a proven meeting unless said otherwise."""
    people = []
    for number in range(count):
        member = builders.person(f"{prefix}{number}", now=now - timedelta(hours=1), **said)
        if met:
            Profile.objects.filter(user=member).update(met_once_at=now - timedelta(days=40))
        builders.live(member, now=now, cell=cell)
        people.append(builders.again(member))
    return people
