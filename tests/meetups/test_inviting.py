"""Meet now: whom one may ring, and all that the ring carries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from matching import availability
from matching.models import Availability
from meetups import invitations, partings
from meetups.invitations import InvitationRefused
from meetups.models import Invitation
from notifications import events
from places.models import MeetingPoint
from tests import builders
from tests.builders import FAR, HERE, NEXT, session_of
from tests.cast import refuses, told


@pytest.fixture
def refused(anna, bo, clock, ears):
    """Invite Bo as Anna, see it refused without a trace, and say why."""

    def refused(*, by=anna, to=None, **terms):
        ears.heard()
        with pytest.raises(InvitationRefused) as reason:
            invitations.invite(by=by, to=to or session_of(bo).pk, now=clock.now, **terms)
        assert ears.heard() == {}
        return reason.value.code

    yield refused
    assert Invitation.objects.count() == 0


def test_a_ring_carries_all_that_one_look_needs(anna, bo, clock):
    ring = builders.invitation(anna, bo, length_min=30)
    assert (ring.state, ring.sent_at, ring.expires_at) == (
        "sent",
        clock.now,
        clock.now + timedelta(seconds=90),
    )
    assert (ring.topic, ring.length_min, ring.near, ring.about_min) == (
        "Opening a Nordic office",
        30,
        "next-area",
        10,
    )
    assert [code for code, _term in ring.reasons] == [
        "offers-what-you-seek", "seeks-what-you-offer", "same-intention",
    ]  # fmt: skip


def test_the_place_proposed_makes_the_longer_walk_shortest(anna, bo):
    ring = builders.invitation(anna, bo)
    assert (ring.point.name, ring.sender_walk_min, ring.invitee_walk_min) == (
        "Finnish National Theatre",
        4,
        3,
    )


def test_another_of_the_places_proposed_can_be_chosen(anna, bo):
    other = MeetingPoint.objects.get(name="Kaisaniemi Park")
    assert builders.invitation(anna, bo, point=other.pk).point == other


def test_the_one_rung_hears_it_and_the_senders_own_screens_do(anna, bo, eve, ears):
    ring = builders.invitation(anna, bo)
    assert ears.heard() == {
        "Anna": told(events.InvitationSent(ring.pk)),
        "Bo": told(events.InvitationReceived(ring.pk, ring.expires_at)),
    }


def test_ringing_twice_is_ringing_once(anna, bo, clock, ears):
    first = builders.invitation(anna, bo)
    ears.heard()
    second = builders.invitation(anna, bo, now=clock.tick(seconds=60), length_min=10)
    assert (second, builders.stored(first).expires_at, second.length_min) == (first, first.expires_at, 20)
    assert ears.heard() == {}


def test_ringing_twice_loses_nothing_that_ran_out_meanwhile(anna, bo, eve, clock, ears):
    """The second ring settles what it holds: what it found over must still be told."""
    builders.live(eve)
    old = builders.invitation(anna, eve)
    ring = builders.invitation(anna, bo, now=clock.tick(seconds=60))
    ears.heard()
    assert builders.invitation(anna, bo, now=clock.tick(seconds=40)) == ring
    assert builders.stored(old).state == "expired"
    assert ears.heard() == {name: told(events.InvitationExpired(old.pk)) for name in ("Anna", "Eve")}


def test_the_database_holds_one_pending_invitation_a_pair(anna, bo):
    ring = builders.invitation(anna, bo)
    ring.pk = uuid4()
    ring.sender, ring.invitee = ring.invitee, ring.sender
    with pytest.raises(IntegrityError, match="one_pending_invitation_a_pair"), transaction.atomic():
        ring.save(force_insert=True)


def test_who_is_not_live_rings_at_nobody(eve, refused):
    assert refused(by=eve) == "not-available"


def test_who_ran_out_of_time_rings_at_nobody(anna, clock, refused):
    Availability.objects.filter(person=anna).update(ends_at=clock.tick(seconds=1))
    assert refused() == "not-available"


def test_who_is_in_a_meeting_rings_at_nobody(anna, bo, eve, clock):
    builders.live(eve)
    builders.meeting(anna, eve)
    with refuses(InvitationRefused, "in-a-meeting"):
        builders.invitation(anna, bo)


def test_who_is_in_a_meeting_cannot_be_rung(anna, bo, eve):
    builders.live(eve)
    builders.meeting(bo, eve)
    with refuses(InvitationRefused, "not-reachable"):
        builders.invitation(anna, bo)


def test_nobody_rings_at_oneself(anna, refused):
    assert refused(to=session_of(anna).pk) == "not-reachable"


def test_a_session_that_never_was_cannot_be_rung(refused):
    assert refused(to=uuid4()) == "not-reachable"


def test_yesterdays_list_cannot_be_used_today(bo, clock, refused):
    yesterday = session_of(bo)
    availability.close(yesterday, now=clock.now, by=bo.pk)
    builders.live(bo, now=clock.tick(seconds=10), cell=NEXT)
    assert refused(to=yesterday.pk) == "not-reachable"


def test_who_blocked_cannot_be_rung_and_nobody_learns_why(anna, dora, refused):
    assert refused(by=dora, to=session_of(anna).pk) == "not-reachable"
    assert refused(to=session_of(dora).pk) == "not-reachable"


def test_who_is_hidden_by_silence_cannot_be_rung(bo, clock, refused):
    Availability.objects.filter(person=bo).update(heartbeat_at=clock.now - timedelta(minutes=3))
    assert refused() == "not-reachable"


def test_who_is_too_far_cannot_be_rung(bo, refused):
    Availability.objects.filter(person=bo).update(cell=FAR)
    assert refused() == "not-reachable"


def test_who_was_hidden_for_good_cannot_be_rung(anna, bo, refused):
    partings.not_a_fit(by=bo, other_id=anna.pk)
    assert refused() == "not-reachable"


def test_a_pair_that_rests_does_not_ring(anna, bo, clock):
    invitations.withdraw(invitation_id=builders.invitation(anna, bo).pk, by=anna, now=clock.now)
    with refuses(InvitationRefused, "not-reachable"):
        builders.invitation(anna, bo)
    assert builders.invitation(bo, anna).state == "sent"


def test_where_no_place_between_two_is_open_nobody_rings(refused):
    MeetingPoint.objects.update(active=False)
    assert refused() == "no-place"


def test_a_place_that_was_not_proposed_is_refused(refused):
    assert refused(point=MeetingPoint.objects.get(name="Kerava Station").pk) == "unknown-point"


@pytest.mark.parametrize("length_min", [45, 15, 0])
def test_a_talk_too_long_or_not_offered_is_refused(refused, length_min):
    assert refused(length_min=length_min) == "too-long"


def test_the_lengths_offered_are_those_that_fit_into_the_time_of_both(anna, bo, clock):
    mine, theirs = session_of(anna), session_of(bo)
    assert invitations.lengths_that_fit(mine, theirs, 10, now=clock.now) == [10, 20, 30]
    theirs.ends_at = clock.now + timedelta(minutes=32)
    assert invitations.lengths_that_fit(mine, theirs, 10, now=clock.now) == [10, 20]
    mine.hard_stop_at = clock.now + timedelta(minutes=40)
    assert invitations.lengths_that_fit(mine, theirs, 10, now=clock.now) == [10]


def test_people_in_one_cell_meet_near_it(anna, bo):
    Availability.objects.filter(person=bo).update(cell=HERE)
    assert builders.invitation(anna, bo).point.cell == HERE


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"to": "bo"}, "This person cannot be reached right now."),
        ({"length_min": "21"}, "So long a talk does not fit into the time you both have."),
        ({"point": "here"}, "This meeting point is not one of those proposed."),
    ],
)
def test_a_form_with_what_the_screen_never_offers_is_told_what_is_wrong(anna, bo, client, wrong, says):
    client.force_login(anna)
    form = {"to": str(session_of(bo).pk), "length_min": "20", **wrong}
    answer = client.post("/invitations/", form, headers={"HX-Request": "true"})
    assert (answer.status_code in {409, 422}, says in answer.content.decode()) == (True, True)
    assert not Invitation.objects.exists()
