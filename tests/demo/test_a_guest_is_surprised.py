"""A guest who asks to be surprised is rung within twenty seconds, through dispatcher and public API."""

from uuid import UUID

import pytest

from demo import cues, tasks
from demo.models import Cue, Resident
from demo.people import CAST, STATION
from demo.steps import Ring, Seen, Step, next_step
from matching.models import Availability
from meetups import dispatch, tables
from meetups.models import Meeting, Seat
from tests import builders
from tests.clock import NOON
from tests.demo.conftest import AINO
from tests.demo.test_a_guest_meets_somebody import GO_LIVE, all_are_live, pass_time, site  # noqa: F401 -- fixtures

EVERY_S = 10  # the dispatcher, as in config.schedule


@pytest.fixture
def surprised(city, pass_time, client, clock):  # noqa: F811 -- a fixture
    """A guest who went live in a city that lives, and asked."""
    pass_time(all_are_live, within_s=10)
    client.post("/demo/enter/")
    client.post("/availability/", GO_LIVE | {"surprise": "on"})
    return Availability.objects.get(person__is_demo=False).person


def rung(member):
    return Seat.objects.filter(person=member, open=True).exists()


def until_rung(member, clock, within_s):
    """The seconds until a table rings at somebody; the dispatcher runs when beat would run it."""
    for second in range(2, within_s + 1, 2):
        Availability.objects.update(heartbeat_at=clock.tick(seconds=2))
        tasks.live()
        if second % EVERY_S == 0:
            dispatch.dispatch_due(now=clock.now)
        if rung(member):
            return second
    return None


def test_within_twenty_seconds_somebody_rings_with_them_and_says_yes(surprised, clock, client):
    assert until_rung(surprised, clock, 20) is not None
    table = Seat.objects.get(person=surprised).table
    assert client.post(f"/tables/{table.pk}/acceptance/").status_code == 303
    for _look in range(25):
        clock.tick(seconds=2)
        tasks.live()
        if Meeting.objects.exists():
            break
    meeting = Meeting.objects.get()
    assert (meeting.table, meeting.other_than(surprised).person.is_demo) == (table, True)


def test_after_a_moment_that_passed_another_one_comes_forward(surprised, clock, client):
    until_rung(surprised, clock, 20)
    first = Seat.objects.get(person=surprised).table
    client.post(f"/tables/{first.pk}/refusal/")
    Availability.objects.update(heartbeat_at=clock.tick(seconds=90))
    tables.expire_due(now=clock.now)
    assert until_rung(surprised, clock, 60) is not None
    sat = [
        seat.table.seats.exclude(person=surprised).get().person
        for seat in Seat.objects.filter(person=surprised)
    ]
    assert len(set(sat)) == 2


def test_who_did_not_ask_brings_nobody_forward_so_soon(city, newcomer, clock):
    builders.live(Resident.objects.get(key=AINO).person, cell=STATION, minutes=90, reach_min=20)
    for _second in range(6):
        assert cues.give_due(now=clock.tick(seconds=2)) == 0
    assert not Cue.objects.exists()


def test_a_resident_answers_a_table_as_they_answer_an_invitation():
    ring = Ring(UUID(int=7), NOON)
    aino = CAST[AINO]
    step = next_step(Seen(free=True, table=ring), aino, NOON.replace(minute=4))
    assert (step.verb, step.about) == ("accept-table", ring.id)


def test_a_resident_asks_for_a_surprise_when_the_newcomer_did():
    who, cue = CAST[AINO], UUID(int=8)
    assert next_step(Seen(free=True, cue=cue, wish=True), who, NOON) == Step("wish", NOON, cue)
