"""Presence is a lease: hidden after three minutes of silence, ended after ten, forgotten in an hour."""

from datetime import timedelta

import pytest

from matching import availability
from matching.candidates import candidates_for
from matching.models import Availability, CellChange
from notifications import events
from tests import builders
from tests.cast import told


def seen_by(member, clock):
    availability.beat(by=member, now=clock.now)
    viewer = availability.current(member, now=clock.now)
    return [card.first_name for card in candidates_for(viewer, now=clock.now).cards]


def test_three_minutes_of_silence_hide_a_person(anna, bo, clock):
    clock.tick(minutes=2, seconds=59)
    assert seen_by(anna, clock) == ["Bo"]
    clock.tick(seconds=1)
    assert seen_by(anna, clock) == []
    assert builders.session_of(bo).hidden(clock.now)


def test_a_heartbeat_shows_a_person_again(anna, bo, clock):
    clock.tick(minutes=5)
    assert seen_by(anna, clock) == []
    assert availability.beat(by=bo, now=clock.now)
    assert seen_by(anna, clock) == ["Bo"]


def test_a_heartbeat_is_no_event(anna, bo, clock, ears):
    availability.beat(by=bo, now=clock.tick(minutes=1))
    assert ears.heard() == {}


def test_ten_minutes_of_silence_end_the_window_for_its_person_at_once(anna, clock):
    clock.tick(minutes=9, seconds=59)
    assert availability.current(anna, now=clock.now).state == "live"
    clock.tick(seconds=1)
    assert availability.current(anna, now=clock.now) is None
    assert not availability.beat(by=anna, now=clock.now)


def test_the_sweep_ends_what_ran_out_and_tells_its_person_once(anna, bo, clock, ears):
    session = builders.session_of(bo)
    clock.tick(minutes=9)
    availability.beat(by=anna, now=clock.now)
    clock.tick(minutes=1)
    assert [availability.end_due(now=clock.now), availability.end_due(now=clock.now)] == [1, 0]
    session = builders.stored(session)
    assert (session.state, session.ended_at) == ("ended", clock.now)
    assert ears.heard() == {"Bo": told(events.AvailabilityEnded(session.pk))}


def test_the_sweep_ends_a_window_at_its_end_although_the_phone_is_awake(anna, clock):
    session = builders.session_of(anna)
    clock.now = session.ends_at - timedelta(seconds=1)
    Availability.objects.update(heartbeat_at=clock.now)
    assert availability.end_due(now=clock.now) == 0
    assert availability.end_due(now=clock.tick(seconds=1)) == 1


def test_the_sweep_leaves_who_is_meeting_alone(anna, bo, clock):
    builders.meeting(anna, bo)
    assert availability.end_due(now=clock.tick(hours=1)) == 0
    assert builders.session_of(anna).state == "committed"


@pytest.fixture
def ended(anna, clock):
    session = builders.session_of(anna)
    availability.close(session, now=clock.now, by=anna.pk)
    return session


def test_an_hour_after_the_window_its_cell_is_forgotten(ended, clock):
    availability.end_due(now=clock.tick(minutes=59))
    assert builders.stored(ended).cell == builders.HERE
    availability.end_due(now=clock.tick(minutes=1))
    gone = builders.stored(ended)
    assert (gone.cell, gone.centre) == ("", None)


def test_an_open_window_never_loses_its_cell(anna, clock):
    builders.live(anna, now=clock.now, minutes=120)
    Availability.objects.update(ends_at=clock.now + timedelta(hours=2))
    for _ in range(8):
        availability.beat(by=anna, now=clock.tick(minutes=9))
        availability.end_due(now=clock.now)
    assert builders.session_of(anna).cell == builders.HERE


def test_a_day_after_a_change_of_cell_not_even_its_time_is_kept(ended, clock):
    availability.end_due(now=clock.tick(hours=23))
    assert CellChange.objects.count() == 1
    availability.end_due(now=clock.tick(hours=1))
    assert CellChange.objects.count() == 0
