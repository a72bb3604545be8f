"""The standing cast of every test, and what each of them hears.

anna is free here; bo is free in the next cell; chen is free 30 km away; dora is free here and blocked by
anna; eve is a stranger to all of them; max organizes; nina moderates.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, TypeAlias

import pytest

from accounts.models import Profile, User
from kernel.refusals import Refusal
from matching.models import Availability, CellChange
from meetups import partings
from notifications.events import Event as Said
from notifications.models import Event, Stream
from tests import builders

Heard: TypeAlias = dict[str, list[tuple[str, dict[str, Any]]]]


@pytest.fixture
def places(db):
    return builders.places()


def on_stage(name: str, *, cell: str | None = None, topic: str = "", **said: Any) -> User:
    """A member of the cast, live in `cell` if one is named.

    Made through the stages once a process; from then on the same rows are laid down again, which is quicker.
    """
    if name not in _ROWS:
        member = builders.person(name, **said)
        if cell:
            builders.live(member, cell=cell, topic=topic)
        _ROWS[name] = rows_of(member)
    else:
        for row in _ROWS[name]:
            copy(row).save_base(raw=True, force_insert=True)
    return builders.again(_ROWS[name][0])


def rows_of(member: User) -> list[Any]:
    """All that going on stage has written of a member, in the order in which it can be written again."""
    return [
        *(User.objects.get(pk=member.pk), Profile.objects.get(pk=member.pk)),
        *Availability.objects.filter(person=member),
        *CellChange.objects.filter(person=member),
        *Stream.objects.filter(person=member),
        *Event.objects.filter(stream=member.pk),
    ]


_ROWS: dict[str, list[Any]] = {}


@pytest.fixture
def anna(places):
    return on_stage(
        "Anna", cell=builders.HERE, topic="Opening a Nordic office", last_name="Aalto",
        role="Product manager", offers=["product-management"], seeks=["cybersecurity"],
    )  # fmt: skip


@pytest.fixture
def bo(places):
    return on_stage(
        "Bo", cell=builders.NEXT, topic="Securing a young product", last_name="Berg",
        role="Security engineer", offers=["cybersecurity"], seeks=["product-management"],
    )  # fmt: skip


@pytest.fixture
def chen(places):
    return on_stage("Chen", cell=builders.FAR, role="Architect")


@pytest.fixture
def dora(anna, clock):
    member = on_stage("Dora", cell=builders.HERE, role="Buyer")
    partings.block(by=anna, other_id=member.pk, now=clock.now)
    return member


@pytest.fixture
def eve(db):
    return on_stage("Eve", role="Analyst")


@pytest.fixture
def max(db):
    return on_stage("Max", role="Organizer")


@pytest.fixture
def nina(db):
    member = on_stage("Nina", role="Moderator")
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
