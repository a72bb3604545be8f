"""The script of the documentation, run as a reader would run it, against a running house."""

import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from meetups.models import Meeting
from places.models import MeetingPoint
from tests import builders
from tests.browser.house import House

SCRIPT = Path(__file__).parents[2] / "docs" / "journey.py"
PATIENCE_S = 90  # of a busy machine


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """Real commits, which the running house sees; afterwards they are taken away by hand."""
    with django_db_blocker.unblock():
        yield
        get_user_model().objects.all().delete()
        MeetingPoint.objects.all().delete()
        connection.close()


@pytest.fixture
def house(transactional_db, tmp_path):
    builders.places()
    running = House(connection.settings_dict["NAME"], "journey", tmp_path)
    running.start()
    yield running
    running.stop()


def token_for(address: str) -> str:
    said = StringIO()
    call_command("issue_token", address, "--create", stdout=said)
    return said.getvalue().strip()


def crowd(*, now: datetime) -> None:
    """More people than a list has cards, as near, free and open as the two; half speak of what Anna does."""
    for number in range(40):
        member = builders.person(f"Guest{number}", now=now)
        where, topic = (builders.HERE, "Nordic office") if number % 2 else (builders.NEXT, "Sailing")
        builders.live(member, now=now, cell=where, topic=topic, open_to="all")


def journey(house: House) -> "subprocess.CompletedProcess[str]":
    tokens = [token_for(address) for address in ("anna@nordlys.example", "bo@berg.example")]
    command = [sys.executable, SCRIPT, house.url, *tokens]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE_S)


def test_the_script_of_the_documentation_walks_the_whole_way_through_a_crowd(house):
    crowd(now=datetime.now(UTC))  # the clock that the house has, not that of the tests
    first = journey(house)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.count("the meeting is: met") == 2
    assert Meeting.objects.get().state == "closed"
    again = journey(house)
    assert again.returncode == 1
    assert again.stderr.startswith("Stopped: Anna does not see the other.")
