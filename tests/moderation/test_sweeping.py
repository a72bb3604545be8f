"""Who moves through a city to see who is where raises a signal that staff reads; nothing else happens."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin import site
from django.test import RequestFactory

from accounts.models import Restriction
from matching import availability, exposure
from matching.models import CellChange
from moderation import signals
from moderation.models import Signal
from tests import builders
from tests.builders import A_WALK, HERE, NEXT


@pytest.fixture
def ann(places):
    return builders.person("Ann")


def moves(member, clock, times):
    """So many new cells, each a quarter of an hour after the other, one window each."""
    for number in range(times):
        clock.tick(minutes=15)
        session = builders.live(member, now=clock.now, cell=(HERE, NEXT, A_WALK)[number % 3])
        availability.close(session, now=clock.now, by=member.pk)


def looks(member, clock, people):
    exposure.admit(member.pk, [uuid4() for _ in range(people)], now=clock.now)


def test_many_areas_and_many_people_within_hours_are_a_signal(ann, clock):
    moves(ann, clock, 4)
    looks(ann, clock, 40)
    assert signals.watch_due(now=clock.now) == 1
    signal = Signal.objects.get()
    assert (signal.person, signal.kind, signal.cells, signal.people) == (ann, "sweep", 4, 40)
    assert (signal.raised_at, signal.last_at) == (clock.now, clock.now)


@pytest.mark.parametrize(("areas", "people"), [(3, 60), (6, 39)])
def test_many_of_one_alone_are_none(ann, clock, areas, people):
    moves(ann, clock, areas)
    looks(ann, clock, people)
    assert (signals.watch_due(now=clock.now), Signal.objects.exists()) == (0, False)


def test_the_same_over_a_long_day_is_none(ann, clock):
    moves(ann, clock, 2)
    looks(ann, clock, 20)
    clock.tick(hours=3)
    moves(ann, clock, 2)
    looks(ann, clock, 20)
    assert signals.watch_due(now=clock.now) == 0


def test_it_is_raised_once_and_its_counts_grow(ann, clock):
    moves(ann, clock, 4)
    looks(ann, clock, 40)
    assert [signals.watch_due(now=clock.now) for _ in range(2)] == [1, 0]
    first = clock.now
    clock.tick(minutes=10)
    looks(ann, clock, 15)
    assert signals.watch_due(now=clock.now) == 0
    signal = Signal.objects.get()
    assert (signal.people, signal.raised_at, signal.last_at) == (55, first, clock.now)


def test_a_signal_holds_counts_and_times_and_no_place():
    assert {field.name for field in Signal._meta.get_fields()} == {
        "id", "person", "kind", "cells", "people", "day", "raised_at", "last_at",
    }  # fmt: skip


def test_no_measure_follows_by_itself(ann, clock, ears):
    moves(ann, clock, 4)
    looks(ann, clock, 40)
    ears.heard()
    signals.watch_due(now=clock.now)
    assert (Restriction.objects.exists(), ears.heard()) == (False, {})


def test_after_thirty_days_it_is_forgotten(ann, clock):
    moves(ann, clock, 4)
    looks(ann, clock, 40)
    signals.watch_due(now=clock.now)
    CellChange.objects.all().delete()
    signals.watch_due(now=clock.now + timedelta(days=30))
    assert not Signal.objects.exists()


def test_staff_reads_it_and_changes_nothing(nina, ann, clock, client):
    moves(ann, clock, 4)
    looks(ann, clock, 40)
    signals.watch_due(now=clock.now)
    type(nina).objects.filter(pk=nina.pk).update(is_superuser=True)
    client.force_login(nina)
    page = client.get("/admin/moderation/signal/")
    assert (page.status_code, b"ann@ann.example" in page.content) == (200, True)
    request = RequestFactory().get("/admin/moderation/signal/")
    request.user = builders.again(nina)
    admin = site.get_model_admin(Signal)
    assert [
        getattr(admin, f"has_{may}_permission")(request) for may in ("view", "add", "change", "delete")
    ] == [True, False, False, False]
