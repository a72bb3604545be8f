"""A minute more, once, asked for by the one who is rung."""

from datetime import timedelta

import pytest

from meetups import invitations
from meetups.invitations import InvitationRefused
from notifications import events
from tests import builders
from tests.cast import refuses, told


@pytest.fixture
def ring(anna, bo):
    return builders.invitation(anna, bo)


def extend(row, member, clock):
    return invitations.extend(invitation_id=row.pk, by=member, now=clock.now)


def test_a_minute_is_added_and_both_hear_until_when(ring, bo, eve, clock, ears):
    clock.tick(seconds=70)
    longer = extend(ring, bo, clock)
    assert (longer.expires_at - ring.expires_at, longer.total_s) == (timedelta(seconds=60), 150)
    event = events.InvitationExtended(ring.pk, longer.expires_at)
    assert ears.heard() == {"Anna": told(event), "Bo": told(event)}


def test_it_can_be_accepted_in_that_minute_and_not_after(ring, bo, clock):
    extend(ring, bo, clock)
    with refuses(InvitationRefused, "expired"):
        invitations.accept(invitation_id=ring.pk, by=bo, now=clock.now + timedelta(seconds=150))
    assert invitations.accept(invitation_id=ring.pk, by=bo, now=clock.tick(seconds=149)).state == "agreed"


def test_a_second_minute_is_refused(ring, bo, clock, ears):
    extend(ring, bo, clock)
    ears.heard()
    with refuses(InvitationRefused, "already-extended"):
        extend(ring, bo, clock)
    assert ears.heard() == {}


def test_the_sender_cannot_ring_longer(ring, anna, eve, clock):
    for member in (anna, eve):
        with refuses(InvitationRefused, "not-yours"):
            extend(ring, member, clock)


def test_what_was_refused_in_private_does_not_ring_longer(ring, bo, clock):
    invitations.refuse(invitation_id=ring.pk, by=bo, now=clock.now)
    with refuses(InvitationRefused, "already-extended"):
        extend(ring, bo, clock)
    assert builders.stored(ring).expires_at == ring.expires_at


def test_what_ran_out_does_not_ring_longer(ring, bo, clock):
    clock.tick(seconds=90)
    with refuses(InvitationRefused, "expired"):
        extend(ring, bo, clock)
