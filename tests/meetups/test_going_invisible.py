"""Going invisible: out of every list at once. What rang from here is taken back, what rang here runs out."""

import pytest

from matching import availability
from matching.candidates import candidates_for
from meetups import invitations, partings
from meetups.invitations import InvitationRefused
from meetups.partings import PartingRefused
from notifications import events
from tests import builders
from tests.builders import session_of, stored
from tests.cast import refuses, told


def test_one_is_in_nobodys_list_any_more(anna, bo, clock):
    viewer = availability.current(anna, now=clock.now)
    assert [card.first_name for card in candidates_for(viewer, now=clock.now).cards] == ["Bo"]
    partings.go_invisible(by=bo, now=clock.now)
    assert candidates_for(viewer, now=clock.now).cards == []


def test_only_the_own_screens_hear_of_it(anna, bo, clock, ears):
    session = session_of(bo)
    partings.go_invisible(by=bo, now=clock.now)
    assert (stored(session).state, stored(session).ended_at) == ("ended", clock.now)
    assert ears.heard() == {"Bo": told(events.AvailabilityEnded(session.pk))}


def test_the_own_rings_are_taken_back(anna, bo, eve, clock, ears):
    builders.live(eve)
    rings = sorted((builders.invitation(anna, other) for other in (bo, eve)), key=lambda ring: ring.pk)
    session = session_of(anna)
    ears.heard()
    partings.go_invisible(by=anna, now=clock.now)
    assert [stored(ring).state for ring in rings] == ["withdrawn", "withdrawn"]
    assert ears.heard() == {
        "Anna": told(
            *(events.InvitationWithdrawn(ring.pk) for ring in rings), events.AvailabilityEnded(session.pk)
        ),
        **{ring.invitee.profile.first_name: told(events.InvitationWithdrawn(ring.pk)) for ring in rings},
    }


def test_what_rings_here_rings_on_for_its_sender(anna, bo, clock, ears):
    ring = builders.invitation(anna, bo)
    session = session_of(bo)
    ears.heard()
    partings.go_invisible(by=bo, now=clock.now)
    assert (stored(ring).state, stored(ring).expires_at) == ("sent", ring.expires_at)
    # Bo's own screens stop ringing; Anna hears nothing.
    assert ears.heard() == {
        "Bo": told(events.InvitationRefused(ring.pk), events.AvailabilityEnded(session.pk))
    }


def test_who_went_invisible_cannot_say_yes_any_more(anna, bo, clock):
    ring = builders.invitation(anna, bo)
    partings.go_invisible(by=bo, now=clock.now)
    with refuses(InvitationRefused, "not-available"):
        invitations.accept(invitation_id=ring.pk, by=bo, now=clock.now)


@pytest.mark.parametrize("times", [1, 2])
def test_going_twice_or_without_being_live_changes_nothing(eve, anna, clock, ears, times):
    partings.go_invisible(by=anna, now=clock.now)
    ears.heard()
    for _ in range(times):
        partings.go_invisible(by=anna, now=clock.now)
        partings.go_invisible(by=eve, now=clock.now)
    assert ears.heard() == {}


def test_nobody_vanishes_from_a_meeting(anna, bo, clock, ears):
    builders.meeting(anna, bo)
    ears.heard()
    with refuses(PartingRefused, "in-a-meeting"):
        partings.go_invisible(by=anna, now=clock.now)
    assert (session_of(anna).state, ears.heard()) == ("committed", {})


def test_what_had_run_out_already_is_told_as_run_out(anna, bo, clock, ears):
    ring = builders.invitation(anna, bo)
    session = session_of(anna)
    ears.heard()
    partings.go_invisible(by=anna, now=clock.tick(seconds=90))
    assert ears.heard() == {
        "Anna": told(events.InvitationExpired(ring.pk), events.AvailabilityEnded(session.pk)),
        "Bo": told(events.InvitationExpired(ring.pk)),
    }
