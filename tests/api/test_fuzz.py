"""Whatever is sent, the API answers as its own document says: fuzzed from that document, as a living person.

What a request changes is thrown away after it: each stands between a savepoint and its rollback.
"""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
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
from matching import alerts, less_like, plans, pulses
from meetups import partings
from places.models import MeetingPoint
from tests import builders
from tests.clock import NOON

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BOUNDS = {  # within a minute
    # Requests an operation, beyond those that walk through its part of the document.
    "generation": {"max-examples": 10, "deterministic": True, "database": "none"},
    "phases": {"coverage": {"unexpected-methods": ["PUT"]}},
    # It would try each of 230 tags twice over.
    "operations": [{"include-operation-id": "change_me", "phases": {"coverage": {"enabled": False}}}],
}

document = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/", application, config=schemathesis.Config.from_dict(BOUNDS)
)


@dataclass
class World:
    """Real ids to aim at, and who speaks: somebody live, somebody in a meeting, somebody to throw away."""

    ids: dict[str, str]
    secrets: dict[str, str]

    def speaker(self, method: str, path: str) -> str:
        if method == "DELETE" or (method, path) == ("POST", "/api/v1/availability"):
            return self.secrets["throw-away"]
        return self.secrets["meeting" if "/meetings/" in path else "live"]


def test_a_stranger_is_refused_at_every_door(client, db):
    for operation in (found.ok() for found in document.get_all_operations()):
        if operation.definition.raw.get("security"):
            path = operation.full_path.format_map(defaultdict(uuid4))
            answer = client.generic(operation.method, path)
            assert (operation.label, answer.status_code) == (operation.label, 401)


@document.parametrize()
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the clock, which stands still
def test_the_api_keeps_to_its_document(case, world):
    aim(case, world.ids)
    headers = {"Authorization": f"Bearer {world.speaker(case.method, case.path)}"}
    with transaction.atomic():
        case.call_and_validate(headers=headers, checks=CHECKS)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once, taken back at the end: thirty operations would wait for it thirty times."""
    with django_db_blocker.unblock(), one_connection(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)


@contextmanager
def one_connection():
    """Requests share the connection of the test and its transaction, as they do with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def made() -> World:
    builders.places()
    anna, bo, eve, gil, hal, ivy, joe, kim = (
        builders.person(name) for name in ("Anna", "Bo", "Eve", "Gil", "Hal", "Ivy", "Joe", "Kim")
    )
    for member in (anna, bo, gil, hal, ivy, joe, kim):
        builders.live(member)
    meeting, invitation = builders.meeting(gil, hal), builders.invitation(bo, anna)
    table = builders.table(joe, kim)
    block = partings.block(by=eve, other_id=hal.pk, now=NOON)
    ivys = builders.session_of(ivy)
    station = MeetingPoint.objects.get(name="Helsinki Central Station")
    later = NOON + timedelta(hours=6)
    plan = plans.add(
        by=eve,
        now=NOON,
        point=station.pk,
        starts_at=later,
        ends_at=later + timedelta(hours=1),
        intention="hire",
    )
    evening = pulses.coming(station, now=NOON)[1].starts_at
    pledge = pulses.pledge(by=eve, now=NOON, point=station.pk, starts_at=evening)
    alert = alerts.watch(by=eve, now=NOON, point=station.pk, until=later)
    kind = less_like.less_like(builders.session_of(anna), session=ivys.pk, now=NOON)
    ids = {
        "meeting_id": meeting, "invitation_id": invitation, "block_id": block, "table_id": table,
        "candidate_id": ivys, "kind_id": kind, "subscription_id": builders.push_subscription(eve),
        "plan_id": plan, "pledge_id": pledge, "alert_id": alert, "point": station, "around": station,
        "to": ivys, "candidate": ivys, "invitation": invitation, "meeting": meeting,
    }  # fmt: skip
    speakers = {"live": anna, "meeting": gil, "throw-away": eve, "table": joe}
    return World(
        ids={name: str(row.pk) for name, row in ids.items()},
        secrets={
            part: tokens.issue(user=member, scopes=["me", "meet"], now=NOON)[1]
            for part, member in speakers.items()
        },
    )


def aim(case: Any, ids: dict[str, str]) -> None:
    """Put real ids where well-formed ones stand: a random one would never find anything."""
    for name, value in case.path_parameters.items():
        case.path_parameters[name] = ids[name] if is_id(value) else value
    body = case.body if isinstance(case.body, dict) else {}
    for said in (body, case.query):
        for name in ("to", "point", "around"):
            if is_id(said.get(name)):
                said[name] = ids[name]
    about = body.get("about")
    if isinstance(about, dict) and is_id(about.get("id")) and str(about.get("kind")) in ids:
        about["id"] = ids[about["kind"]]


def is_id(value: object) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False
