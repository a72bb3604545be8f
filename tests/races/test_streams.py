"""Streams come last and in one order: those who tell the same people at once never wait in a circle."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import OperationalError

from meetups import invitations
from meetups.models import Invitation
from notifications import publish
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import FEW, LONG_S, RACERS, TRIES, race, refusals, surfaced


def sweeps(count):
    """In each round twelve people have rung at each other, it all ran out, and twelve workers sweep."""
    starts = []
    for number in range(count):
        now = NOON + timedelta(hours=number)
        crowd.rings(combinations(crowd.free(RACERS, now=now), 2), now=now)
        over_at = now + timedelta(seconds=90)
        starts.append([lambda at=over_at: invitations.expire_due(now=at, limit=6)] * RACERS)
    return starts


@pytest.mark.contest("twelve workers sweep the same people")
def test_twelve_workers_sweep_the_same_people_and_tell_each_of_all(places):
    outcomes = race(sweeps(FEW))
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [[]] * len(outcomes))
    swept = Invitation.objects.exclude(settled_at=None).count()
    assert (sum(map(sum, outcomes)), broken()) == (swept, {})


@pytest.mark.control("twelve workers sweep the same people", "the order of the streams")
def test_control_without_the_order_the_workers_wait_for_each_other_in_a_circle(places, monkeypatch):
    # Each in an order of its own, and time passes from one row to the next.
    careless = publish._WRITE.replace("ORDER BY person_id", "ORDER BY random()").replace(
        "+ excluded.head", "+ excluded.head + length(pg_sleep(0.005)::text)"
    )
    monkeypatch.setattr(publish, "_WRITE", careless)
    outcomes = race(sweeps(TRIES), within_s=LONG_S, until=surfaced)
    assert {type(raised) for raised in surfaced(outcomes)} == {OperationalError}
