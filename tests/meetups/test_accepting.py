"""The first yes wins: one meeting, both out of every list, everything else that rang for the two is over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Block
from kernel.models import Move
from matching import availability
from matching.models import Availability
from meetups import invitations, meetings, partings, proof
from meetups.invitations import InvitationRefused
from meetups.models import Meeting, Party
from notifications import events
from tests import builders
from tests.builders import session_of
from tests.cast import refuses, told


@pytest.fixture
def ring(anna, bo):
    return builders.invitation(anna, bo)


def accept(row, member, clock):
    return invitations.accept(invitation_id=row.pk, by=member, now=clock.now)


def refusal(row, member, clock):
    with pytest.raises(InvitationRefused) as refused:
        accept(row, member, clock)
    assert Meeting.objects.count() == 0
    return refused.value.code


def test_a_yes_makes_a_meeting_of_the_invitation(ring, anna, bo, clock):
    meeting = accept(ring, bo, clock)
    assert (meeting.state, meeting.invitation, meeting.point, meeting.length_min) == (
        "agreed",
        ring,
        ring.point,
        20,
    )
    assert (builders.stored(ring).state, builders.stored(ring).settled_at) == ("accepted", clock.now)
    assert {(side.person, side.walk_min, side.running) for side in meeting.parties.all()} == {
        (anna, ring.sender_walk_min, True), (bo, ring.invitee_walk_min, True),
    }  # fmt: skip


def test_they_meet_after_the_longer_walk_and_three_minutes(ring, bo, clock):
    assert max(ring.sender_walk_min, ring.invitee_walk_min) == 4
    assert accept(ring, bo, clock).meet_at == clock.now + timedelta(minutes=7)


def test_both_are_engaged_and_the_moves_are_on_record(ring, anna, bo, clock):
    accept(ring, bo, clock)
    sessions = (session_of(anna), session_of(bo))
    assert [session.state for session in sessions] == ["committed", "committed"]
    moves = Move.objects.filter(at=clock.now).values_list("subject_type", "subject_id", "was", "became", "by")
    assert set(moves) == {
        ("meetups.invitation", ring.pk, "sent", "accepted", bo.pk),
        *(("matching.availability", session.pk, "live", "committed", None) for session in sessions),
    }


def test_both_hear_of_it_and_nobody_else(ring, eve, clock, ears):
    meeting = accept(ring, ring.invitee, clock)
    assert ears.heard() == {
        member.profile.first_name: told(
            events.InvitationAccepted(ring.pk, meeting.pk),
            events.MeetingAgreed(meeting.pk),
            events.AvailabilityChanged(session_of(member).pk),
        )
        for member in (ring.sender, ring.invitee)
    }


@pytest.fixture
def others(eve, max):
    for member in (eve, max):
        builders.live(member)
    return eve, max


def test_whatever_else_rang_for_either_is_superseded(ring, others, clock, ears):
    anna, bo, (eve, max) = ring.sender, ring.invitee, others
    rings = [builders.invitation(*pair) for pair in ((anna, eve), (max, anna), (bo, max), (eve, bo))]
    apart = builders.invitation(eve, max)
    ears.heard()
    meeting = accept(ring, bo, clock)
    assert [builders.stored(row).state for row in rings] == ["superseded"] * 4
    assert builders.stored(apart).state == "sent"
    heard = ears.heard()
    rest = {"Anna": rings[:2], "Bo": rings[2:], "Eve": [rings[0], rings[3]], "Max": rings[1:3]}
    for name, over in rest.items():
        superseded = [event for event in heard[name] if event[0] == "invitation-superseded"]
        assert sorted(map(str, superseded)) == sorted(
            str(event) for event in told(*(events.InvitationSuperseded(row.pk) for row in over))
        )
    assert heard["Anna"][2:] == told(
        events.InvitationAccepted(ring.pk, meeting.pk),
        events.MeetingAgreed(meeting.pk),
        events.AvailabilityChanged(session_of(anna).pk),
    )


def test_the_database_holds_one_running_meeting_a_person(ring, eve, clock):
    side = accept(ring, ring.invitee, clock).parties.first()
    builders.live(eve)
    side.pk, side.meeting_id, side.code = None, uuid4(), "0000"
    with pytest.raises(IntegrityError, match="one_running_meeting_a_person"), transaction.atomic():
        side.save(force_insert=True)


def test_nobody_rests_after_being_superseded(anna, bo, eve, clock):
    builders.live(eve)
    builders.invitation(anna, eve)
    meeting = accept(builders.invitation(anna, bo), bo, clock)
    meetings.cancel(meeting_id=meeting.pk, by=anna, now=clock.now, reason="other")
    assert builders.invitation(anna, eve, now=clock.tick(seconds=1)).state == "sent"


def test_a_repeated_yes_returns_the_same_meeting_and_says_nothing(ring, anna, bo, clock, ears):
    first = accept(ring, bo, clock)
    ears.heard()
    clock.tick(seconds=30)
    assert (accept(ring, bo, clock), ears.heard()) == (first, {})


def test_a_repeated_yes_returns_the_meeting_long_after_it_ended(ring, anna, bo, clock, ears):
    first = accept(ring, bo, clock)
    meetings.cancel(meeting_id=first.pk, by=anna, now=clock.now, reason="other")
    sessions = {"Anna": session_of(anna).pk, "Bo": session_of(bo).pk}
    ears.heard()
    clock.tick(hours=1)
    assert accept(ring, bo, clock) == first
    # What the repeated yes found over, it must tell: both windows ran out meanwhile.
    assert ears.heard() == {name: told(events.AvailabilityEnded(pk)) for name, pk in sessions.items()}


def test_an_invitee_cannot_accept_when_the_moment_has_passed(ring, bo, clock, ears):
    """Decided by the clock: no worker has run, the row still says `sent`."""
    clock.tick(seconds=90)
    assert refusal(ring, bo, clock) == "expired"
    assert (builders.stored(ring).state, builders.stored(ring).state_at(clock.now)) == ("sent", "expired")
    assert ears.heard() == {}


def test_an_invitee_can_accept_in_the_last_second(ring, bo, clock):
    clock.tick(seconds=89.9)
    assert accept(ring, bo, clock).state == "agreed"


def test_only_the_one_invited_can_say_yes(ring, anna, eve, clock):
    assert [refusal(ring, anna, clock), refusal(ring, eve, clock)] == ["not-yours", "not-yours"]


def test_a_ring_taken_back_cannot_be_accepted(ring, anna, bo, clock):
    invitations.withdraw(invitation_id=ring.pk, by=anna, now=clock.now)
    assert refusal(ring, bo, clock) == "withdrawn"


def test_who_comes_second_hears_that_they_have_just_been_taken(anna, bo, eve, clock):
    builders.live(eve)
    first, second = builders.invitation(anna, bo), builders.invitation(anna, eve)
    accept(first, bo, clock)
    with refuses(InvitationRefused, "superseded") as refused:
        accept(second, eve, clock)
    assert refused.value.detail == "They have just been taken. Others match."
    assert Party.objects.filter(running=True).count() == 2


def test_a_sender_whose_time_ran_out_is_gone_without_any_sweep(ring, anna, bo, clock):
    Availability.objects.filter(person=anna).update(ends_at=clock.tick(seconds=10))
    assert refusal(ring, bo, clock) == "withdrawn"


def test_a_sender_who_went_invisible_is_gone(ring, anna, bo, clock):
    partings.go_invisible(by=anna, now=clock.now)
    assert refusal(ring, bo, clock) == "withdrawn"


def test_an_invitee_who_is_no_longer_live_says_yes_to_nobody(ring, bo, clock):
    availability.close(session_of(bo), now=clock.now, by=bo.pk)
    assert refusal(ring, bo, clock) == "not-available"


def test_a_private_refusal_can_be_taken_back_while_it_rings(ring, bo, clock):
    invitations.refuse(invitation_id=ring.pk, by=bo, now=clock.tick(seconds=10))
    assert accept(ring, bo, clock).invitation == ring


def test_after_a_block_no_yes_brings_two_together(ring, anna, bo, clock, ears):
    """The ring still hangs there, as if unheard; not even who blocked can answer it any more."""
    partings.block(by=bo, other_id=anna.pk, now=clock.now)
    assert refusal(ring, bo, clock) == "expired"
    with refuses(InvitationRefused, "expired"):
        builders.invitation(bo, anna)
    assert (Meeting.objects.count(), Block.objects.count()) == (0, 1)
    assert ears.heard() == {"Bo": told(events.InvitationRefused(ring.pk))}


def test_a_yes_of_the_past_gives_nothing_to_who_did_not_say_it(ring, anna, bo, eve, clock):
    meeting = accept(ring, bo, clock)
    proof.prove(meeting_id=meeting.pk, by=anna, now=clock.now, code=builders.code_of(meeting, bo))
    for member in (anna, eve):
        with refuses(InvitationRefused, "already-answered"):
            accept(ring, member, clock)
