"""The proof covers every door, every operation, every event, every periodic task, or says why not."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from config.schedule import timetable
from notifications.events import ALL
from tests import builders
from tests.clock import NOON
from tests.privacy.doors import API, DOORS, EXEMPT, EXEMPT_EVENTS, EXEMPT_TASKS, PAGES
from tests.privacy.machine import TASKS, TwinWorlds
from tests.privacy.people import MODERATOR
from tests.privacy.tour import CORNER, tour
from tests.privacy.traces import MIDDLE, Aim

pytestmark = pytest.mark.django_db
IDS = {"uuid": "00000000-0000-0000-0000-000000000007"}
NOT_ALLOWED = 405
ENDS_ALL = re.compile("sign-|demo/enter|DELETE /api/v1/availability|availability/end").search


def addresses(patterns=None, prefix="/", *, left_out=EXEMPT):
    """Every address of the URL configuration, converters and all."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path, left_out=left_out)
        elif isinstance(pattern, URLPattern) and not path.startswith(tuple(left_out)):
            yield path


def template(path):
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)


def test_every_door_is_driven(worlds):
    """What a page does with a verb is asked of the page: anything but 405 is a door."""
    open_to = {
        f"{verb} {template(path)}"
        for path in addresses()
        if not path.startswith("/api/")
        for verb in ("GET", "POST")
        if answers(worlds[0], verb, re.sub(r"<(\w+):\w+>", lambda found: IDS[found[1]], path))
    }
    driven = {str(door) for door in PAGES if not door.path.startswith("/admin/")}
    assert open_to - driven == set()
    assert driven - open_to == set()


def test_every_operation_of_the_interface_is_driven():
    document = SchemaGenerator().get_schema(request=None, public=True)
    operations = {f"{verb.upper()} {path}" for path, verbs in document["paths"].items() for verb in verbs} | {
        "GET /api/v1/schema/",
        "GET /api/v1/docs/",
    }
    assert {str(door) for door in API} == operations


def test_every_address_of_the_interface_is_in_its_document():
    known = {template(path) for path in addresses() if path.startswith("/api/")}
    assert known == {door.path for door in API}


def test_every_periodic_task_is_driven():
    assert set(TASKS) | set(EXEMPT_TASKS) == set(timetable(demo=True))


def test_what_is_left_out_exists():
    every = list(addresses(left_out=()))
    assert all(any(path.startswith(prefix) for path in every) for prefix in EXEMPT)
    assert {event.name for event in ALL} >= set(EXEMPT_EVENTS)
    assert all(reason for reasons in (EXEMPT, EXEMPT_TASKS, EXEMPT_EVENTS) for reason in reasons.values())


def test_every_event_is_heard_by_somebody_else(twins):
    two = twins()
    tour(two)
    assert {event.name for event in ALL} - set(EXEMPT_EVENTS) - two.heard == set()


def test_the_phones_of_others_ring(twins):
    two = twins()
    tour(two)
    assert two.rung >= {"anna", "bo", "mia", "seth"}


def test_every_door_is_knocked_at_in_both_worlds(twins):
    """By chance alone the lives of a minute would come to a third of them."""
    two = twins()

    @seed(3)
    @settings(
        max_examples=1,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def all_of_them(data):
        go_round(two, data)

    all_of_them()
    assert {str(door) for door in DOORS} - two.opened.keys() - two.shut.keys() == set()
    assert len(two.opened) > len({str(door) for door in DOORS}) / 2  # most let somebody in


def go_round(twins, data):
    """A neighbour at every door, and leaving at the end."""
    life = TwinWorlds(twins)
    try:
        life.she_goes_live(ways=([MIDDLE], [CORNER]), aim=Aim(builders.HERE))
        life.two_agree("anna", she_asks=False, says_yes=False)
        for door in sorted(DOORS, key=lambda door: ENDS_ALL(str(door)) is not None):
            life.knock("anna", door, data)
    finally:
        life.teardown()


def answers(world, verb, path):
    """Whether a member is not told 405."""

    def ask(world):
        client: Client = world.people[MODERATOR].client()
        return client.generic(verb, path).status_code

    world.begin()
    try:
        status, _received = world.live_through(1, NOON, ask)
    finally:
        world.end()
    return status != NOT_ALLOWED
