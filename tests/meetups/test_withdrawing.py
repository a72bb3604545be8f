"""Taking an own ring back. The pair rests as after any ring without a yes."""

from datetime import timedelta

import pytest

from matching.models import CoolDown
from meetups import invitations
from meetups.invitations import InvitationRefused
from notifications import events
from tests import builders
from tests.cast import refuses, told


@pytest.fixture
def ring(anna, bo):
    return builders.invitation(anna, bo)


def withdraw(row, member, clock):
    return invitations.withdraw(invitation_id=row.pk, by=member, now=clock.now)


def test_a_ring_taken_back_is_over_for_both(ring, anna, eve, clock, ears):
    taken_back = withdraw(ring, anna, clock)
    assert (taken_back.state, taken_back.settled_at) == ("withdrawn", clock.now)
    assert ears.heard() == {name: told(events.InvitationWithdrawn(ring.pk)) for name in ("Anna", "Bo")}


def test_taking_back_twice_is_taking_back_once(ring, anna, clock, ears):
    withdraw(ring, anna, clock)
    ears.heard()
    withdraw(ring, anna, clock)
    assert (CoolDown.objects.get().step, ears.heard()) == (1, {})


def test_the_sender_rests_for_a_day(ring, anna, bo, clock):
    withdraw(ring, anna, clock)
    rest = CoolDown.objects.get()
    assert (rest.sender, rest.invitee, rest.until - clock.now) == (anna, bo, timedelta(days=1))


def test_a_ring_refused_in_private_is_taken_back_like_any_other(ring, anna, bo, clock, ears):
    invitations.refuse(invitation_id=ring.pk, by=bo, now=clock.now)
    ears.heard()
    withdraw(ring, anna, clock)
    assert ears.heard() == {name: told(events.InvitationWithdrawn(ring.pk)) for name in ("Anna", "Bo")}


@pytest.mark.parametrize("who", ["bo", "eve"])
def test_only_the_sender_can_take_it_back(ring, bo, eve, clock, who):
    with refuses(InvitationRefused, "not-yours"):
        withdraw(ring, {"bo": bo, "eve": eve}[who], clock)


def test_what_ran_out_cannot_be_taken_back(ring, anna, clock):
    clock.tick(seconds=90)
    with refuses(InvitationRefused, "expired"):
        withdraw(ring, anna, clock)


def test_what_was_accepted_cannot_be_taken_back(ring, anna, bo, clock):
    invitations.accept(invitation_id=ring.pk, by=bo, now=clock.now)
    with refuses(InvitationRefused, "already-answered"):
        withdraw(ring, anna, clock)
