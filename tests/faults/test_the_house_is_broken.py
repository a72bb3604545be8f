"""The most telling of `make faults`, small: Redis dies, pages die at the worst moment, and nothing is lost.

And one control: where no socket is told anything, deaf sockets are found. Twenty people, real processes,
sweeps every three seconds instead of twenty.
"""

import os

import pytest
from django.db import connection

from places.models import MeetingPoint
from tests import builders
from tests.faults import phone, rows
from tests.faults.faults import Fault, killed, redis_killed, web
from tests.faults.house import House
from tests.faults.run import live_through

PEOPLE = 20
SWEEP_S = 3.0
BEHIND_AT_MOST_S = SWEEP_S + 5  # as 25 s are to a sweep of twenty
DEAF_AFTER_S = 3.0  # where nothing is told


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup, django_db_blocker):
    """Two processes of pages, of which the second dies in four of a hundred commits; one of sockets."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("TEST_DATABASE", connection.settings_dict["NAME"])
        environment.setenv("TEST_HEADS_EVERY_S", str(SWEEP_S))
        builders.places()
        connection.close()
        folder = tmp_path_factory.mktemp("house")
        house = House(
            folder, os.environ["DATABASE_URL"], live=1, has_worker=False, settings="tests.faults.settings"
        )
        house.web[1].environment = house.web[1].environment | {"KAIROS_FAULT": "crash-before-the-bell"}
        house.web[1].command = house.web[1].command.replace("config.wsgi:", "tests.faults.web:")
        with house:
            yield house
        rows.empty()
        MeetingPoint.objects.all().delete()
        connection.close()


@pytest.fixture
def transactional_db(house, django_db_blocker):
    """Real commits, which the processes see; the house lasts longer than a test."""
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize(
    "fault",
    [
        Fault("redis", "Redis killed", "after 5 s", redis_killed(5), after_s=2, redis_dead=True,
              worst_s=BEHIND_AT_MOST_S),
        Fault("web", "pages killed, the others die at commits", "after 3 s", killed(web(0), 3), after_s=2,
              worst_s=BEHIND_AT_MOST_S),
    ],
    ids=lambda fault: fault.name,
)  # fmt: skip
def test_nothing_is_lost_doubled_or_late(transactional_db, house, fault):
    line = live_through(fault, house, clients=PEOPLE)
    assert (line.broken, line.verdict.confirmed > PEOPLE) == ([], True)


def without_sweeps(house):
    house.restart({process: {"TEST_HEADS_EVERY_S": "3600"} for process in house.live})


def test_sockets_that_tell_nothing_are_found_though_phones_hear_by_asking(
    transactional_db, house, monkeypatch
):
    """Redis is dead, which all others hear through by sweeps: there are none."""
    monkeypatch.setattr(phone, "SILENT_AFTER_S", DEAF_AFTER_S / 2)
    fault = Fault("control", "Redis killed, no sweeps", "after 4 s", redis_killed(4), after_s=0,
                  worst_s=DEAF_AFTER_S, prepare=without_sweeps, finds="deaf")  # fmt: skip
    assert live_through(fault, house, clients=PEOPLE).broken == []
