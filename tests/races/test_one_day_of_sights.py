"""One viewer on twelve devices, each shown somebody else: one allowance for all of them."""

from uuid import uuid4

from django.db import models

from matching import exposure, policy
from matching.models import Seen
from tests.clock import NOON
from tests.races import crowd
from tests.races.racing import FEW, LONG_S, RACERS, TRIES, race, surfaced


def looks(count):
    """Viewers with five places left, and twelve devices that each show two new people."""
    rounds = []
    for viewer in crowd.members(count, now=NOON):
        exposure.admit(viewer.pk, [uuid4() for _ in range(policy.SEEN_MOST - 5)], now=NOON)
        rounds.append([lambda viewer=viewer: look(viewer)] * RACERS)
    return rounds


def look(viewer):
    """The new people whom one device was allowed to show."""
    asked = [uuid4(), uuid4()]
    seen = exposure.admit(viewer.pk, asked, now=NOON)
    return [person for person in asked if person in seen]


def test_twelve_devices_are_shown_sixty_people_together(places):
    outcomes = race(looks(FEW))
    assert surfaced(outcomes) == []
    assert [sum(map(len, round_)) for round_ in outcomes] == [5] * len(outcomes)


def test_control_without_the_lock_more_are_shown(places, monkeypatch, slowly):
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_how: rows)
    outcomes = race(
        looks(TRIES), within_s=LONG_S, until=lambda done: any(sum(map(len, one)) > 5 for one in done)
    )
    assert any(sum(map(len, round_)) > 5 for round_ in outcomes)
    assert max(len(row.people) for row in Seen.objects.all()) <= policy.SEEN_MOST
