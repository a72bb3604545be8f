"""Going live: one window, one cell, somewhere public to meet."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.profiles import ProfileRefused
from matching import availability
from matching.availability import AvailabilityRefused
from matching.models import Availability
from notifications import events
from places import cells
from tests import builders
from tests.builders import FAR, HERE, NEXT, NOWHERE
from tests.cast import refuses, told


@pytest.fixture
def ann(places):
    return builders.person("Ann")


def test_a_window_begins_now_and_ends_by_itself(ann, clock):
    session = builders.live(ann, minutes=45)
    assert (session.state, session.started_at, session.ends_at) == (
        "live", clock.now, clock.now + timedelta(minutes=45),
    )  # fmt: skip


def test_going_live_is_heard_on_ones_own_screens_only(ann, bo, ears):
    session = builders.live(ann)
    assert ears.heard() == {"Ann": told(events.AvailabilityStarted(session.pk))}


def test_the_only_place_kept_of_a_person_is_the_middle_of_the_cell(ann):
    session = builders.stored(builders.live(ann))
    assert (session.centre.x, session.centre.y) == tuple(cells.centre(HERE))


def test_two_people_in_one_cell_are_kept_alike(ann, eve):
    first, second = builders.live(ann), builders.live(eve)
    assert (first.cell, first.centre) == (second.cell, second.centre)


def test_going_live_twice_returns_the_window_that_is_open(ann, ears):
    first = builders.live(ann, cell=HERE, minutes=45)
    ears.heard()
    second = builders.live(ann, cell=NEXT, minutes=90)
    assert (second.pk, second.cell, second.ends_at) == (first.pk, HERE, first.ends_at)
    assert ears.heard() == {}


def test_the_database_holds_one_open_window_a_person(ann, clock):
    first = builders.live(ann)
    second = Availability(
        person=ann, cell=HERE, centre=first.centre, started_at=clock.now, ends_at=first.ends_at,
        heartbeat_at=clock.now, intention="hire",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="one_open_availability_a_person"), transaction.atomic():
        second.save()


def test_a_window_that_ran_out_makes_room_for_the_next_without_any_sweep(ann, clock, ears):
    old = builders.live(ann, minutes=20)
    ears.heard()
    new = builders.live(ann, now=clock.tick(minutes=20))
    assert builders.stored(old).state == "ended"
    assert ears.heard() == {"Ann": told(events.AvailabilityEnded(old.pk), events.AvailabilityStarted(new.pk))}


def test_where_no_public_place_is_open_nobody_goes_live(ann):
    with refuses(AvailabilityRefused, "no-place"):
        builders.live(ann, cell=NOWHERE)
    assert Availability.objects.count() == 0


def test_a_place_that_is_open_by_day_lets_people_go_live_by_day_only(db, clock, settings):
    ann = builders.person("Ann")
    for name in ("one", "two", "three"):
        builders.place(name, lon=24.9414, lat=60.1719, opening_hours="Mo-Su 08:00-18:00").save()
    settings.KAIROS_FIXED_MIDDAY = False
    with refuses(AvailabilityRefused, "no-place"):
        builders.live(ann, now=clock.tick(hours=10))
    assert builders.live(ann, now=clock.tick(hours=14)).state == "live"


@pytest.mark.parametrize("key", ["", "1201", "helsinki", HERE + "0", HERE[:-2], "60.1719,24.9414"])
def test_a_cell_that_the_grid_does_not_know_is_refused(ann, key):
    with refuses(AvailabilityRefused, "bad-cell"):
        builders.live(ann, cell=key)


def test_a_wider_cell_is_taken_as_it_is(ann):
    assert builders.live(ann, cell=cells.parent(HERE)).cell == cells.parent(HERE)


def test_a_cell_with_fewer_than_three_places_is_shown_as_its_parent(db):
    ann, bea = builders.person("Ann"), builders.person("Bea")
    for name, lon in (("one", 24.9414), ("two", 24.9420)):
        builders.place(name, lon=lon, lat=60.1719).save()
    assert builders.live(ann).cell == cells.parent(HERE)
    builders.place("three", lon=24.9418, lat=60.1719).save()
    assert builders.live(bea).cell == HERE


def test_a_topic_with_an_address_in_it_is_refused(ann):
    with refuses(ProfileRefused, "contact-in-text"):
        builders.live(ann, topic="Write to ann@acme.com")


def test_the_last_three_topics_are_offered_again_newest_first(ann, clock):
    for topic in ("Rail freight", "Heat pumps", "Grants", "heat pumps"):
        session = builders.live(ann, now=clock.tick(minutes=1), topic=topic)
        availability.close(session, now=clock.now, by=ann.pk)
    assert builders.again(ann).profile.topics == ["heat pumps", "Grants", "Rail freight"]


def test_who_must_leave_is_free_no_longer_than_that(ann, clock):
    train = clock.now + timedelta(minutes=40)
    assert builders.live(ann, minutes=90, hard_stop_at=train).ends_at == train


def test_who_must_leave_before_anything_fits_does_not_go_live(ann, clock):
    # Ring 1.5, walk 5, talk 10, the way back 5 and a margin of 5: 26 minutes and a half.
    with refuses(AvailabilityRefused, "hard-stop"):
        builders.live(ann, hard_stop_at=clock.now + timedelta(minutes=26))
    assert builders.live(ann, hard_stop_at=clock.now + timedelta(minutes=27)).state == "live"


def test_a_window_far_from_the_others_is_a_window_like_theirs(ann):
    assert builders.live(ann, cell=FAR).cell == FAR
