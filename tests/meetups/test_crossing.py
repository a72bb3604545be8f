"""Two who ring at each other have said yes: the second ring accepts the first, on the first one's terms."""

from meetups import invitations
from meetups.models import Invitation
from notifications import events
from places.models import MeetingPoint
from tests import builders
from tests.builders import session_of
from tests.cast import told


def cross(anna, bo, clock, **terms):
    return invitations.invite(by=bo, to=session_of(anna).pk, now=clock.tick(seconds=20), **terms)


def test_the_second_ring_is_the_yes_to_the_first(anna, bo, clock):
    first = builders.invitation(anna, bo)
    asked = cross(anna, bo, clock)
    assert (asked.invitation, asked.meeting.invitation, builders.stored(first).state) == (
        first,
        first,
        "accepted",
    )
    assert Invitation.objects.count() == 1


def test_the_earlier_terms_hold(anna, bo, clock):
    first = builders.invitation(anna, bo, length_min=10)
    other = MeetingPoint.objects.get(name="Kaisaniemi Park")
    meeting = cross(anna, bo, clock, length_min=30, point=other.pk).meeting
    assert (meeting.length_min, meeting.point, meeting.invitation.topic) == (
        10,
        first.point,
        "Opening a Nordic office",
    )


def test_both_hear_what_they_would_hear_after_any_yes(anna, bo, clock, ears):
    first = builders.invitation(anna, bo)
    ears.heard()
    meeting = cross(anna, bo, clock).meeting
    assert ears.heard() == {
        member.profile.first_name: told(
            events.InvitationAccepted(first.pk, meeting.pk),
            events.MeetingAgreed(meeting.pk),
            events.AvailabilityChanged(session_of(member).pk),
        )
        for member in (anna, bo)
    }


def test_a_ring_back_takes_a_private_refusal_back(anna, bo, clock):
    first = builders.invitation(anna, bo)
    invitations.refuse(invitation_id=first.pk, by=bo, now=clock.tick(seconds=5))
    assert cross(anna, bo, clock).meeting.invitation == first


def test_a_ring_back_after_the_moment_passed_is_a_ring_of_its_own(anna, bo, clock):
    first = builders.invitation(anna, bo)
    clock.tick(seconds=70)
    asked = cross(anna, bo, clock)
    assert (asked.meeting, asked.invitation.sender, asked.invitation.state) == (None, bo, "sent")
    assert builders.stored(first).state == "expired"


def test_a_ring_back_needs_no_quota_and_no_free_place(anna, bo, clock):
    first = builders.invitation(anna, bo)
    MeetingPoint.objects.update(active=False)
    assert cross(anna, bo, clock, length_min=45).meeting.point == first.point


def test_three_who_ring_in_a_circle_do_not_cross(anna, bo, eve, clock):
    builders.live(eve)
    rings = [builders.invitation(*pair) for pair in ((anna, bo), (bo, eve), (eve, anna))]
    assert [ring.state for ring in rings] == ["sent"] * 3
