"""State + events = a fresh fetch, for every stage that tells anybody anything (an idea of Zulip's).

A client reads its fragments once. From then on it reads again only those that what it hears is about, by the
first word of an event's name. After any stage it must know what somebody knows who reads everything.
"""

import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import events
from notifications.models import Event
from tests.api import stages_of_matching, stages_of_meetups  # noqa: F401 -- they note their scenes
from tests.api.conftest import Program
from tests.api.scenes import STAGES, Scene, telling

LATER = ("plans", "pulses/pledges", "alerts")
# What an event is about, by its first word. (The list of people has no events: a visible page asks for it.)
FRAGMENTS = {
    "availability": ("availability",),
    "invitation": ("invitations",),
    "table": ("tables/current",),
    "meeting": ("meetings/current", "tables/current"),  # a table that is agreed on rings no more
    "plans": LATER,
    "plan": ("plans",),
    "pulse": ("pulses/pledges",),
    "enough": ("alerts",),
    "account": ("availability", "invitations", "tables/current", "meetings/current", *LATER),
}
EVERYTHING = FRAGMENTS["account"]
# Stages that call somebody to the page without changing what it says.
A_CALL_ONLY = {"matching.plans.tell_due", "matching.pulses.deciding.gather"}


class Client:
    """One person's device: what it has read, and how far it has heard."""

    def __init__(self, person):
        self.person, self._program = person, Program(person)
        self.heard_up_to = self.head()
        self.state = self.read(EVERYTHING)

    def head(self):
        return Event.objects.filter(stream=self.person.pk).count()

    def read(self, fragments):
        answers = {path: self._program.get(path) for path in fragments}
        return {path: (answer.status_code, answer.json()) for path, answer in answers.items()}

    def hear(self):
        """Apply what happened since: read again what it is about."""
        heard = Event.objects.filter(stream=self.person.pk, seq__gt=self.heard_up_to)
        for name in heard.values_list("name", flat=True):
            self.state |= self.read(FRAGMENTS[name.partition("-")[0]])


def acted(scene, stages):
    """The devices of everybody, which read before the act and heard nothing since; that it was this act."""
    play, seen = STAGES[stages](scene), set()
    next(play)
    clients = [Client(person) for person in scene.people]
    sys.setprofile(lambda frame, what, _arg: what == "call" and seen.add(name_of(frame)))
    try:
        next(play, None)
    finally:
        sys.setprofile(None)
    assert set(stages) <= seen
    return clients


def name_of(frame):
    return f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}"


def test_every_stage_that_tells_somebody_has_its_scene():
    assert {stage for stages in STAGES for stage in stages} == telling()


def test_every_event_is_about_something():
    assert {event.name.partition("-")[0] for event in events.ALL} == set(FRAGMENTS)


@pytest.mark.parametrize("stages", STAGES, ids=lambda stages: stages[0])
def test_who_applied_what_was_heard_knows_what_who_reads_everything_knows(anna, bo, clock, stages):
    clients = acted(Scene(anna, bo, clock), stages)
    fresh = [client.read(EVERYTHING) for client in clients]
    # Control: whoever is not told knows something else.
    is_stale = [client.state != read for client, read in zip(clients, fresh, strict=True)]
    assert any(is_stale) == (not A_CALL_ONLY.intersection(stages))
    for client in clients:
        client.hear()
    assert [client.state for client in clients] == fresh


WRITES = ("INSERT", "UPDATE", "DELETE", "WITH COUNTED")


@pytest.mark.parametrize("stages", STAGES, ids=lambda stages: stages[0])
def test_events_are_written_once_and_last(anna, bo, clock, stages):
    """Streams are the last lock: whatever is written or locked after them could wait in a circle."""
    play = STAGES[stages](Scene(anna, bo, clock))
    next(play)
    with CaptureQueriesContext(connection) as asked:
        next(play, None)
    telling = [changes for changes in transactions(query["sql"] for query in asked) if any(changes)]
    assert telling
    assert [changes.index(True) + 1 for changes in telling] == [len(changes) for changes in telling]


def transactions(statements):
    """Of each outermost transaction, for each write or lock: whether it is the writing of events."""
    outermost, changes = None, []
    for statement in statements:
        words = " ".join(statement.split()).upper()
        name = words.rpartition(" ")[2]
        if words.startswith("SAVEPOINT"):
            outermost = outermost or name
        elif words.startswith("RELEASE") and name == outermost:
            yield changes
            outermost, changes = None, []
        elif words.startswith(WRITES) or " FOR UPDATE" in words or " FOR NO KEY UPDATE" in words:
            changes.append("NOTIFICATIONS_STREAM" in words and words.startswith("WITH COUNTED"))


def test_control_what_is_written_after_the_events_is_seen():
    events_first = [
        "SAVEPOINT a",
        "WITH counted AS (INSERT INTO notifications_stream",
        "UPDATE x",
        "RELEASE SAVEPOINT a",
    ]
    assert list(transactions(events_first)) == [[True, False]]
