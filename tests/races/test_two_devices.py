"""One person on twelve devices at once: one window, told once."""

import pytest
from django.db import OperationalError, models

from matching import availability
from matching.models import Availability, CellChange
from meetups import invitations
from notifications.models import Event
from tests.builders import HERE
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import FEW, LONG_S, RACERS, ROUNDS, TRIES, race, refusals, surfaced, winners, won


def go_live(member):
    return availability.start(by=member, now=NOON, cell=HERE, minutes=45, intention="swap-ideas")


def rounds(count):
    return [[lambda member=member: go_live(member)] * RACERS for member in crowd.members(count, now=NOON)]


@pytest.mark.contest("two devices go live")
def test_going_live_on_twelve_devices_opens_one_window(places):
    outcomes = race(rounds(ROUNDS))
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [[]] * len(outcomes))
    assert won([len({session.pk for session in winners(round_)}) for round_ in outcomes]) == [1] * ROUNDS
    assert (
        Availability.objects.count() == CellChange.objects.count() == Event.objects.count() == len(outcomes)
    )
    assert broken() == {}


@pytest.mark.control("two devices go live", "the lock and the index")
def test_control_without_lock_and_index_windows_double(without, no_locks):
    without("one_open_availability_a_person")
    race(rounds(TRIES), within_s=LONG_S, until=lambda _outcomes: broken())
    assert set(broken()) >= {"one open availability a person"}


def live_against_yes():
    senders, invitees = crowd.free(FEW, now=NOON), crowd.free(FEW, now=NOON)
    rows = crowd.rings(zip(senders, invitees, strict=True), now=NOON)
    return [
        [lambda row=row: invitations.accept(invitation_id=row.pk, by=row.invitee, now=NOON)] * 4
        + [lambda row=row: go_live(row.invitee)] * 4
        + [lambda row=row: go_live(row.sender)] * 4
        for row in rows
    ]


@pytest.mark.contest("a device goes live against accept")
def test_a_device_that_goes_live_while_another_says_yes_does_no_harm(places):
    outcomes = race(live_against_yes())
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [[]] * len(outcomes))
    assert broken() == {}


@pytest.mark.control("a device goes live against accept", "the weaker of two locks")
def test_control_a_stronger_lock_of_the_person_would_lock_both_up(places, monkeypatch, thoughtful):
    """Going live waits for the session, the yes for its foreign key to the person: a circle."""
    lock = models.QuerySet.select_for_update
    monkeypatch.setattr(
        models.QuerySet, "select_for_update", lambda rows, no_key=False, **how: lock(rows, **how)
    )
    outcomes = race(live_against_yes(), within_s=LONG_S, until=surfaced)
    assert {type(raised) for raised in surfaced(outcomes)} == {OperationalError}
