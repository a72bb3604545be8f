"""A minute more, once, asked for by the one who is rung."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import profiles
from matching.models import CoolDown
from meetups import invitations, partings
from meetups.invitations import InvitationRefused
from meetups.models import Invitation
from meetups.screens import invitation_shown
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


def test_who_sweeps_waits_for_the_minute_too(ring, bo, clock, ears):
    extend(ring, bo, clock)
    ears.heard()
    assert invitations.expire_due(now=clock.tick(seconds=149)) == 0
    assert invitations.expire_due(now=clock.tick(seconds=1)) == 1
    assert ears.heard() == dict.fromkeys(("Anna", "Bo"), told(events.InvitationExpired(ring.pk)))


def test_the_rest_of_the_pair_begins_when_the_minute_is_over(ring, anna, bo, clock):
    extend(ring, bo, clock)
    invitations.expire_due(now=clock.tick(seconds=200))
    assert CoolDown.objects.get(sender=anna, invitee=bo).until == clock.now + timedelta(hours=24)


def test_no_worker_need_run_for_the_minute_to_count(ring, anna, bo, clock):
    """Whoever locks the two settles what has run out, and this has not."""
    extend(ring, bo, clock)
    clock.tick(seconds=149)
    partings.go_invisible(by=anna, now=clock.now)
    assert builders.stored(ring).state == "withdrawn"


def test_asking_for_a_minute_and_then_not_now_rings_out_the_minute(ring, bo, clock, ears):
    extend(ring, bo, clock)
    ears.heard()
    invitations.refuse(invitation_id=ring.pk, by=bo, now=clock.now)
    assert ears.heard() == {"Bo": told(events.InvitationRefused(ring.pk))}
    assert builders.stored(ring).state_at(clock.tick(seconds=149)) == "sent"
    assert builders.stored(ring).state_at(clock.tick(seconds=1)) == "expired"


def test_after_a_silent_no_the_minute_is_neither_there_nor_offered(ring, bo, clock, ears, client):
    """To the sender nothing happens at all: no event, the same screen, the same end."""
    client.force_login(ring.sender)
    before = client.get(f"/invitations/{ring.pk}/").content
    invitations.refuse(invitation_id=ring.pk, by=bo, now=clock.now)
    ears.heard()
    with refuses(InvitationRefused, "already-extended"):
        extend(ring, bo, clock)
    assert ears.heard() == {}
    assert invitation_shown(stored_for(bo, ring), bo, now=clock.now).can_extend is False
    assert plain(client.get(f"/invitations/{ring.pk}/").content) == plain(before)


def test_the_database_holds_that_it_happens_once(ring, bo, clock):
    extend(ring, bo, clock)
    row = builders.stored(ring)
    with pytest.raises(IntegrityError, match="invitation_extended_once_at_most"), transaction.atomic():
        Invitation.objects.filter(pk=ring.pk).update(expires_at=row.expires_at + timedelta(seconds=60))
    with pytest.raises(IntegrityError, match="invitation_extended_once_at_most"), transaction.atomic():
        Invitation.objects.filter(pk=ring.pk).update(extended_at=None)
    assert builders.stored(ring) == row


def test_a_minute_comes_on_top_of_a_longer_ring(anna, bo, clock):
    profiles.update(by=bo, changes={"answer_s": 300})
    longer = extend(builders.invitation(anna, bo), bo, clock)
    assert longer.expires_at - longer.sent_at == timedelta(seconds=360)


def test_both_screens_say_it_and_only_one_offers_it(ring, anna, bo, clock):
    annas, bos = (Client() for _ in range(2))
    annas.force_login(anna)
    bos.force_login(bo)
    address = f"/invitations/{ring.pk}/"
    assert ["+1 min" in page.get(address).content.decode() for page in (annas, bos)] == [False, True]
    assert "add a minute" in bos.get(address).content.decode()
    bos.post(f"{address}extension/")
    out, incoming = (page.get(address).content.decode() for page in (annas, bos))
    assert ("Ringing a minute longer" in out, 'total-s="150"' in out, 'total-s="150"' in incoming) == (
        True,
        True,
        True,
    )
    assert "+1 min" not in incoming
    assert "add a minute" not in incoming


def stored_for(member, ring):
    return Invitation.objects.for_person(member).get(pk=ring.pk)


def plain(page):
    """A page without what is new in each answer."""
    return re.sub(rb'(csrfmiddlewaretoken" value|data-csrf|data-now)="[^"]*"', b"", page)
