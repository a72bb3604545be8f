"""The standing cast of every test, and what each of them hears.

anna is free here; bo is free in the next cell; chen is free 30 km away; dora is free here and blocked by
anna; eve is a stranger to all of them; max organizes; nina moderates.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import pytest

from accounts.models import User
from kernel.refusals import Refusal
from meetups import partings
from notifications.events import Event as Said
from notifications.models import Event, Stream
from tests import builders

Heard: TypeAlias = dict[str, list[tuple[str, dict[str, Any]]]]


@pytest.fixture
def places(db):
    return builders.places()


@pytest.fixture
def anna(places):
    member = builders.person(
        "Anna",
        role="Product manager",
        last_name="Aalto",
        offers=["product-management"],
        seeks=["cybersecurity"],
    )
    builders.live(member, topic="Opening a Nordic office")
    return member


@pytest.fixture
def bo(places):
    member = builders.person(
        "Bo",
        role="Security engineer",
        last_name="Berg",
        offers=["cybersecurity"],
        seeks=["product-management"],
    )
    builders.live(member, cell=builders.NEXT, topic="Securing a young product")
    return member


@pytest.fixture
def chen(places):
    member = builders.person("Chen", role="Architect")
    builders.live(member, cell=builders.FAR)
    return member


@pytest.fixture
def dora(anna, clock):
    member = builders.person("Dora", role="Buyer")
    builders.live(member)
    partings.block(by=anna, other_id=member.pk, now=clock.now)
    return member


@pytest.fixture
def eve(db):
    return builders.person("Eve", role="Analyst")


@pytest.fixture
def max(db):
    return builders.person("Max", role="Organizer")


@pytest.fixture
def nina(db):
    member = builders.person("Nina", role="Moderator")
    User.objects.filter(pk=member.pk).update(is_staff=True)
    return builders.again(member)


class Ears:
    """What everybody heard since the last time somebody asked. Equality with it proves who heard nothing."""

    def __init__(self) -> None:
        self._counted = self._heads()

    def heard(self) -> Heard:
        """Name and payload of each new event, in order, by first name; who heard nothing is not there."""
        new: Heard = defaultdict(list)
        for event in Event.objects.select_related("stream__person__profile").order_by("stream", "seq"):
            if event.seq > self._counted.get(event.stream_id, 0):
                new[event.stream.person.profile.first_name].append((event.name, event.payload))
        self._counted = self._heads()
        return dict(new)

    def _heads(self) -> dict[Any, int]:
        return dict(Stream.objects.values_list("person_id", "head"))


@contextmanager
def refuses(kind: type[Refusal], code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """What happens inside is refused, for this one reason."""
    with pytest.raises(kind) as refused:
        yield refused
    assert refused.value.code == code


def told(*events: Said) -> list[tuple[str, dict[str, Any]]]:
    """The events as they reach a person, whole."""
    return [(event.name, event.payload) for event in events]


@pytest.fixture
def ears(request):
    """Opens when the cast has settled: what they heard on the way there does not count."""
    for name in ("anna", "bo", "chen", "dora", "eve"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
    return Ears()
