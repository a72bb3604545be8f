"""How many one may ring: three at once, ten a session, fifteen a day, six for who has met nobody yet."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Profile
from matching.models import Availability
from meetups import invitations
from meetups.invitations import InvitationRefused
from meetups.models import Invitation
from tests import builders
from tests.builders import session_of


@pytest.fixture
def guests(anna):
    people = [builders.person(name) for name in ("Fay", "Gus", "Hal", "Ida")]
    for member in people:
        builders.live(member)
    return people


@pytest.fixture
def rang(anna, chen, clock, old_session):
    """Let Anna have rung that often, as rows of the past; the ring to Chen is only their pattern."""

    def rang(times, *, state="expired", ago=timedelta(hours=1), session=None):
        low, high = sorted((anna.pk, chen.pk))
        point = builders.MeetingPoint.objects.first()
        at = clock.now - ago
        Invitation.objects.bulk_create(
            Invitation(
                id=uuid4(), sender=anna, invitee=chen, sender_session=session or old_session,
                invitee_session=session_of(chen), low=low, high=high, point=point, length_min=20,
                near="a-walk", about_min=15, sender_walk_min=5, invitee_walk_min=5, state=state, sent_at=at,
                settled_at=at, expires_at=at + timedelta(seconds=90),
            )
            for _ in range(times)
        )  # fmt: skip

    return rang


@pytest.fixture
def old_session(anna, clock):
    """A window that Anna had earlier today."""
    over_at = clock.now - timedelta(hours=2)
    return Availability.objects.create(
        person=anna, state="ended", started_at=over_at - timedelta(hours=1), ends_at=over_at,
        ended_at=over_at, heartbeat_at=over_at, intention="hire",
    )  # fmt: skip


def no_newcomer(member):
    Profile.objects.filter(user=member).update(met_once_at=member.date_joined)


def why_not(sender, invitee, now):
    with pytest.raises(InvitationRefused) as refused:
        builders.invitation(sender, invitee, now=now)
    return refused.value.code, refused.value.status, refused.value.params


def test_three_ring_at_once_and_a_fourth_waits(anna, guests, clock):
    first, *_ = [builders.invitation(anna, guest) for guest in guests[:3]]
    assert why_not(anna, guests[3], clock.now) == ("too-many-open", 429, {})
    invitations.withdraw(invitation_id=first.pk, by=anna, now=clock.now)
    assert builders.invitation(anna, guests[3]).state == "sent"


def test_what_ran_out_makes_room_without_any_sweep(anna, guests, clock):
    for guest in guests[:3]:
        builders.invitation(anna, guest)
    assert builders.invitation(anna, guests[3], now=clock.tick(seconds=90)).state == "sent"


def test_a_private_refusal_makes_no_room(anna, guests, clock):
    """Else the sender would learn of it by trying."""
    first, *_ = [builders.invitation(anna, guest) for guest in guests[:3]]
    invitations.refuse(invitation_id=first.pk, by=guests[0], now=clock.now)
    assert why_not(anna, guests[3], clock.now) == ("too-many-open", 429, {})


def test_three_ring_at_one_person_and_a_fourth_finds_nobody(anna, guests, clock):
    first, *_ = [builders.invitation(guest, anna) for guest in guests[:3]]
    assert why_not(guests[3], anna, clock.now) == ("not-reachable", 409, {})
    invitations.refuse(invitation_id=first.pk, by=anna, now=clock.now)
    assert why_not(guests[3], anna, clock.now) == ("not-reachable", 409, {})
    invitations.withdraw(invitation_id=first.pk, by=guests[0], now=clock.now)
    assert builders.invitation(guests[3], anna).state == "sent"


def test_who_has_met_nobody_yet_rings_six_times_a_day(anna, bo, clock, rang):
    rang(5)
    rang(1, ago=timedelta(hours=24))
    assert builders.invitation(anna, bo).state == "sent"
    rang(1)
    clock.tick(minutes=2)
    assert why_not(anna, bo, clock.now) == ("not-reachable", 409, {})
    assert Invitation.objects.filter(sender=anna, sent_at__gt=clock.now - timedelta(days=1)).count() == 7


def test_the_seventh_ring_of_a_newcomer_is_refused_with_the_number(anna, bo, clock, rang):
    rang(6)
    assert why_not(anna, bo, clock.now) == ("day-quota", 429, {"most": 6})


def test_the_first_proven_meeting_opens_the_full_quota(anna, bo, clock, rang):
    rang(14)
    no_newcomer(anna)
    assert builders.invitation(anna, bo).state == "sent"


def test_the_sixteenth_ring_of_a_day_is_refused(anna, bo, clock, rang):
    rang(15)
    no_newcomer(anna)
    assert why_not(anna, bo, clock.now) == ("day-quota", 429, {"most": 15})


def test_the_eleventh_ring_of_a_session_is_refused(anna, bo, guests, clock, rang):
    no_newcomer(anna)
    rang(9, ago=timedelta(0), session=session_of(anna))
    assert builders.invitation(anna, bo).state == "sent"
    assert why_not(anna, guests[0], clock.now) == ("session-quota", 429, {"most": 10})


@pytest.mark.parametrize("state", ["expired", "withdrawn", "accepted"])
def test_a_ring_counts_whatever_became_of_it(anna, bo, clock, rang, state):
    rang(6, state=state)
    assert why_not(anna, bo, clock.now) == ("day-quota", 429, {"most": 6})


def test_a_ring_that_was_superseded_is_given_back(anna, bo, clock, rang):
    rang(6, state="superseded")
    rang(5)
    assert builders.invitation(anna, bo).state == "sent"


def test_an_older_day_counts_no_longer(anna, bo, clock, rang):
    rang(6, ago=timedelta(hours=24))
    assert builders.invitation(anna, bo).state == "sent"
