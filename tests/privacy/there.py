"""What is there in a world, as the rules need to know it."""

from typing import Any

from accounts.models import Profile
from kernel import clock
from matching.models import Availability
from meetups.models import Meeting, Table
from places.models import MeetingPoint
from tests.privacy.people import A_PLACE, CELLS, TOPIC
from tests.privacy.received import VICTIM
from tests.privacy.worlds import World


def is_wide(world: World) -> bool:
    """Whether she chose the wider area."""
    return Profile.objects.get(user=world.people[VICTIM].user).wide_area


def a_place(_world: World) -> str:
    """The place round which everybody is."""
    return str(MeetingPoint.objects.get(name=A_PLACE).pk)


def ringing_table(world: World, name: str) -> str | None:
    """The table that somebody is asked to."""
    user = world.people[name].user
    table = user and Table.objects.ringing_for(user, now=clock.now()).first()
    return str(table.pk) if table else None


def open_session(world: World, name: str) -> str | None:
    session = Availability.objects.open().filter(person=world.people[name].user).first()
    return str(session.pk) if session else None


def running(world: World) -> tuple[str, str, dict[str, str]] | None:
    meeting = Meeting.objects.for_person(world.people[VICTIM].user).running().first()
    if meeting is None:
        return None
    codes = {
        name: party.code
        for party in meeting.parties.all()
        for name, person in world.people.items()
        if person.user and person.user.pk == party.person_id
    }
    others = sorted(codes.keys() - {VICTIM})  # at a table of three the first of the two
    # A guest of the demo city is nobody we know.
    return (str(meeting.pk), others[0], codes) if others else None


def everybody_beats(world: World) -> None:
    Availability.objects.open().update(heartbeat_at=clock.now())


def wishes_of(name: str) -> dict[str, Any]:
    return {"cell": CELLS[name], "minutes": 90, "intention": "swap-ideas", "topic": TOPIC, "reach_min": 20}
