"""Whatever is sent, the API answers as its own document says: fuzzed from that document, as a living person.

Everybody is thrown away after each request: it happens between a savepoint and its rollback.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from kernel import tokens
from meetups import partings
from tests import builders
from tests.clock import NOON

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 25  # requests an operation, beyond those that walk through its document

document = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/",
    application,
    config=schemathesis.Config.from_dict(
        {"generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"}}
    ),
)


@dataclass
class World:
    """Real ids to aim at, and who speaks: somebody live, somebody in a meeting, somebody to throw away."""

    ids: dict[str, UUID]
    secrets: dict[str, str]

    def speaker(self, method: str, path: str) -> str:
        if method == "DELETE" or (method, path) == ("POST", "/api/v1/availability"):
            return self.secrets["throw-away"]
        return self.secrets["meeting" if "/meetings/" in path else "live"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once, taken back at the end: thirty operations would wait for it thirty times."""
    with django_db_blocker.unblock(), kept_connection(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)


@contextmanager
def kept_connection():
    """Requests share the test's connection and its transaction, as they do with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def made() -> World:
    builders.places()
    anna, bo, eve, gil, hal = (builders.person(name) for name in ("Anna", "Bo", "Eve", "Gil", "Hal"))
    for member in (anna, bo, gil, hal):
        builders.live(member)
    meeting, invitation = builders.meeting(gil, hal), builders.invitation(bo, anna)
    block = partings.block(by=eve, other_id=hal.pk, now=NOON)
    speakers = {"live": anna, "meeting": gil, "throw-away": eve}
    return World(
        ids={"invitation_id": invitation.pk, "meeting_id": meeting.pk, "block_id": block.pk},
        secrets={part: tokens.issue(user=one, scopes=["me", "meet"], now=NOON)[1] for part, one in speakers.items()},
    )


def test_a_stranger_is_refused_at_every_door(client, db):
    for operation in document.get_all_operations():
        if operation.ok().definition.raw.get("security"):
            path = operation.ok().full_path.format_map({name: uuid4() for name in ("invitation_id", "meeting_id", "block_id")})
            answer = client.generic(operation.ok().method, path)
            assert (operation.ok().label, answer.status_code) == (operation.ok().label, 401)


@document.parametrize()
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the clock stands still for all
def test_the_api_keeps_to_its_document(case, world):
    headers = {"Authorization": f"Bearer {world.speaker(case.method, case.path)}"}
    for name, value in case.path_parameters.items():
        if is_id(value):
            case.path_parameters[name] = str(world.ids[name])
    with transaction.atomic():
        case.call_and_validate(headers=headers, checks=CHECKS)
        transaction.set_rollback(True)


def is_id(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True
