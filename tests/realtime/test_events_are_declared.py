"""The one list of events, and the documents that are made of it."""

import uuid
from datetime import UTC, datetime, timedelta, timezone

import jsonschema
import pytest

from notifications.api.asyncapi import document
from notifications.events import ALL, InvitationReceived, MeetingLate, schema_of
from notifications.messages import Numbered, Reset, Sync, event_frame, heads_frame

NAMES = {
    "availability": ["started", "changed", "ended"],
    "invitation": [
        "sent",
        "received",
        "accepted",
        "refused",
        "expired",
        "withdrawn",
        "superseded",
        "extended",
    ],
    "table": ["offered", "accepted", "refused", "passed"],
    "meeting": [
        "agreed",
        "joined",
        "left",
        "departed",
        "late",
        "arrived",
        "messaged",
        "met",
        "cancelled",
        "released",
        "ended",
    ],
    "plans": ["changed"],
    "plan": ["due"],
    "pulse": ["gathers"],
    "enough": ["people-free"],
    "account": ["frozen"],
}
SOME = {"availability", "invitation", "table", "meeting", "plan", "pledge", "alert"}


def example_of(event):
    values = dict.fromkeys(SOME, uuid.uuid4()) | {
        "expires_at": datetime(2026, 6, 17, 9, 2, tzinfo=UTC),
        "who": "other",
        "minutes": 5,
        "preset": "on-my-way",
    }
    return event(**{name: values[name] for name in schema_of(event)["properties"]})


def test_the_names_are_a_promise():
    promised = [f"{noun}-{verb}" for noun, verbs in NAMES.items() for verb in verbs]
    assert [event.name for event in ALL] == promised


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.name)
def test_a_payload_is_what_its_schema_says(event):
    payload = example_of(event).payload
    jsonschema.validate(payload, schema_of(event), format_checker=jsonschema.FormatChecker())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(payload | {"first_name": "Anna"}, schema_of(event))


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.name)
def test_an_event_carries_ids_and_nothing_that_goes_stale(event):
    assert schema_of(event)["properties"].keys() <= SOME | {"expires_at", "who", "minutes", "preset"}


def test_times_travel_in_utc():
    helsinki = timezone(timedelta(hours=3))
    event = InvitationReceived(uuid.uuid4(), expires_at=datetime(2026, 6, 17, 12, 2, tzinfo=helsinki))
    assert event.payload["expires_at"] == "2026-06-17T09:02:00Z"


def test_an_event_cannot_be_changed():
    with pytest.raises(AttributeError):
        MeetingLate(uuid.uuid4(), "you", 5).minutes = 10


def test_every_frame_is_what_the_document_says():
    messages = document(server="wss://live.example.org")["components"]["messages"]
    epoch, at = uuid.uuid4(), datetime(2026, 6, 17, 9, 2, tzinfo=UTC)
    numbered = [Numbered(seq, event.name, at, example_of(event).payload) for seq, event in enumerate(ALL, 1)]
    frames = {event.name: event_frame(event) for event in numbered} | {
        "sync": Sync(epoch, len(numbered), tuple(numbered)).as_json(),
        "reset": Reset(epoch, 7).as_json(),
        "heads": heads_frame(7),
        "hello": {"type": "hello", "epoch": None, "since": 0},
        "seen": {"type": "seen", "seq": 7},
    }
    assert frames.keys() == messages.keys()
    for name, frame in frames.items():
        jsonschema.validate(frame, messages[name]["payload"])


def test_every_reference_of_the_document_leads_somewhere():
    whole = document(server="ws://localhost:8001")
    assert whole["servers"]["live"] == {"host": "localhost:8001", "protocol": "ws"}
    references = list(references_in(whole))
    assert len(references) > len(ALL)
    for reference in references:
        place = whole
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def references_in(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from references_in(inner)
