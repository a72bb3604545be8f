"""A quarter of an hour more, twice, and never beyond two hours or the train."""

from datetime import timedelta

from matching import availability
from matching.availability import AvailabilityRefused
from notifications import events
from tests import builders
from tests.cast import refuses, told


def extend(member, clock):
    return availability.extend(session_id=builders.session_of(member).pk, by=member, now=clock.now)


def test_a_tap_adds_a_quarter_of_an_hour(anna, bo, clock, ears):
    before = builders.session_of(anna).ends_at
    session = extend(anna, clock)
    assert session.ends_at - before == timedelta(minutes=15)
    assert ears.heard() == {"Anna": told(events.AvailabilityChanged(session.pk))}


def test_a_third_tap_is_refused(anna, clock, ears):
    assert [extend(anna, clock).extensions, extend(anna, clock).can_extend] == [1, False]
    ears.heard()
    with refuses(AvailabilityRefused, "cannot-extend"):
        extend(anna, clock)
    assert (builders.session_of(anna).extensions, ears.heard()) == (2, {})


def test_no_window_grows_beyond_two_hours(places, clock):
    ann = builders.person("Ann")
    started = builders.live(ann, minutes=110)
    assert extend(ann, clock).ends_at == started.started_at + timedelta(minutes=120)
    with refuses(AvailabilityRefused, "cannot-extend"):
        extend(ann, clock)


def test_no_window_grows_beyond_the_train(places, clock):
    ann = builders.person("Ann")
    train = clock.now + timedelta(minutes=50)
    builders.live(ann, minutes=45, hard_stop_at=train)
    assert extend(ann, clock).ends_at == train


def test_a_window_that_ran_out_is_not_extended(anna, clock):
    session = builders.session_of(anna)
    clock.now = session.ends_at
    with refuses(AvailabilityRefused, "not-available"):
        availability.extend(session_id=session.pk, by=anna, now=clock.now)


def test_nobody_extends_the_window_of_another(anna, bo, clock):
    with refuses(AvailabilityRefused, "not-available"):
        availability.extend(session_id=builders.session_of(anna).pk, by=bo, now=clock.now)


def test_nobody_extends_while_meeting(anna, bo, clock):
    builders.meeting(anna, bo)
    with refuses(AvailabilityRefused, "in-a-meeting"):
        extend(anna, clock)


def test_a_topic_can_be_changed_while_live(anna, clock, ears):
    session = availability.retopic(
        session_id=builders.session_of(anna).pk, by=anna, now=clock.now, topic="Heat pumps"
    )
    assert builders.stored(session).topic == "Heat pumps"
    assert ears.heard() == {"Anna": told(events.AvailabilityChanged(session.pk))}
