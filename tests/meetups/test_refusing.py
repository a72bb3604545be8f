"""Not now. To the sender a refusal is a ring that nobody heard: in words, in time, byte for byte.

The twin test lets two worlds run from the same ring, one refused and one unanswered, and compares all that
the sender can get hold of. Its control plants a leak and sees the comparison find it.
"""

from datetime import timedelta

import pytest
from django.db import transaction

from kernel.refusals import Refusal
from matching import availability, standing
from matching.candidates import candidates_for
from matching.models import CoolDown
from meetups import invitations, partings
from meetups.invitations import InvitationRefused
from meetups.models import Invitation
from meetups.screens import invitation_shown
from notifications import events
from notifications.models import Event
from notifications.publish import publish
from tests import builders
from tests.builders import another_world, session_of
from tests.cast import refuses, told

MOMENTS_S = (
    20,
    89,
    90,
    95,
    300,
    86_400,
    86_500,
    86_600,
)  # round the end of the ring, and of the rest after


@pytest.fixture
def ring(anna, bo):
    return builders.invitation(anna, bo)


def refuse(row, member, clock):
    return invitations.refuse(invitation_id=row.pk, by=member, now=clock.now)


def test_a_refusal_is_a_mark_on_a_ring_that_goes_on(ring, bo, clock):
    refused = refuse(ring, bo, clock)
    assert (refused.state, refused.refused_at, refused.expires_at) == ("sent", clock.now, ring.expires_at)


def test_only_the_invitees_own_screens_hear_of_it(ring, bo, clock, ears):
    refuse(ring, bo, clock)
    assert ears.heard() == {"Bo": told(events.InvitationRefused(ring.pk))}


def test_refusing_twice_is_refusing_once(ring, bo, clock, ears):
    first = refuse(ring, bo, clock).refused_at
    ears.heard()
    clock.tick(seconds=5)
    assert (refuse(ring, bo, clock).refused_at, ears.heard()) == (first, {})


def test_what_was_refused_rings_no_longer_at_the_invitee_and_on_at_the_sender(ring, anna, bo, clock):
    refuse(ring, bo, clock)
    assert list(Invitation.objects.ringing_for(bo, now=clock.now)) == []
    assert list(Invitation.objects.out_from(anna, now=clock.now)) == [ring]


@pytest.mark.parametrize("who", ["anna", "eve"])
def test_only_the_one_invited_can_refuse(ring, anna, eve, clock, who):
    with refuses(InvitationRefused, "not-yours"):
        refuse(ring, {"anna": anna, "eve": eve}[who], clock)


def test_what_is_over_cannot_be_refused(ring, bo, clock):
    clock.tick(seconds=90)
    with refuses(InvitationRefused, "expired"):
        refuse(ring, bo, clock)


# Twin worlds.


def all_the_sender_gets(sender, invitee, ring, now):
    """Events, screen, list, pending rings, and what ringing again comes to; as text."""
    row = Invitation.objects.for_person(sender).get(pk=ring.pk)
    session = availability.current(sender, now=now)
    return [
        repr(list(Event.objects.filter(stream=sender.pk).values_list("seq", "name", "payload", "at"))),
        repr(invitation_shown(row, sender, now=now)),
        repr(list(Invitation.objects.out_from(sender, now=now).values_list("pk", "expires_at"))),
        repr(candidates_for(session, now=now)) if session else "no session",
        ringing_again(sender, invitee, now),
    ]


def ringing_again(sender, invitee, now):
    with another_world():
        try:
            again = invitations.invite(by=builders.again(sender), to=session_of(invitee).pk, now=now)
            outcome = again.meeting, again.invitation.state, again.invitation.expires_at
        except Refusal as refusal:
            outcome = refusal.code, refusal.status, refusal.detail, refusal.retry_after_s
    return repr(outcome)


def watched(answer, ring, clock):
    """All that Anna gets, moment after moment, after Bo answered so; then the world is rolled back."""
    anna, bo, begun = ring.sender, ring.invitee, clock.now
    with another_world():
        answer(ring, bo, clock)
        seen = []
        for moment_s in MOMENTS_S:
            clock.now = begun + timedelta(seconds=moment_s)
            for member in (anna, bo):
                stay_live(member, clock.now)
            if moment_s != 90:  # at 90 s no worker has run yet
                invitations.expire_due(now=clock.now)
            seen.append(all_the_sender_gets(anna, bo, ring, clock.now))
    clock.now = begun
    return seen


def stay_live(member, now):
    session = session_of(member)
    session.heartbeat_at, session.ends_at = now, now + timedelta(minutes=45)
    session.save()


def unanswered(ring, bo, clock):
    pass


def late_refusal(ring, bo, clock):
    clock.tick(seconds=15)
    refuse(ring, bo, clock)


def refusal_after_a_minute_more(ring, bo, clock):
    invitations.extend(invitation_id=ring.pk, by=bo, now=clock.now)
    refuse(ring, bo, clock)


def a_minute_more(ring, bo, clock):
    invitations.extend(invitation_id=ring.pk, by=bo, now=clock.now)


@pytest.mark.parametrize(
    ("answer", "silence"),
    [(refuse, unanswered), (late_refusal, unanswered), (refusal_after_a_minute_more, a_minute_more)],
)
def test_to_the_sender_a_refusal_is_an_expiry_byte_for_byte(ring, clock, answer, silence):
    assert watched(answer, ring, clock) == watched(silence, ring, clock)


def ends_it_at_once(ring, bo, clock):
    refuse(ring, bo, clock)
    Invitation.objects.filter(pk=ring.pk).update(expires_at=clock.now + timedelta(seconds=1))


def tells_the_sender(ring, bo, clock):
    with transaction.atomic():
        publish([events.Notice(ring.sender_id, events.InvitationRefused(ring.pk))], now=clock.now)


def rests_at_once(ring, bo, clock):
    standing.cool_down(sender_id=ring.sender_id, invitee_id=bo.pk, now=clock.now)


def frees_the_slot(ring, bo, clock):
    Invitation.objects.filter(pk=ring.pk).update(state="expired", settled_at=clock.now)


@pytest.mark.parametrize("leak", [ends_it_at_once, tells_the_sender, rests_at_once, frees_the_slot])
def test_control_a_planted_leak_is_found(ring, clock, leak):
    assert watched(leak, ring, clock) != watched(unanswered, ring, clock)


def goes_invisible(ring, bo, clock):
    partings.go_invisible(by=bo, now=clock.now)


def blocks(ring, bo, clock):
    partings.block(by=bo, other_id=ring.sender_id, now=clock.now)


def runs_out_of_time(ring, bo, clock):
    session = session_of(bo)
    with transaction.atomic():
        publish(availability.close(session, now=clock.now), now=clock.now)


@pytest.mark.parametrize("leave", [goes_invisible, blocks, runs_out_of_time])
def test_leaving_by_any_door_sounds_like_an_expiry_too(anna, bo, ring, clock, leave):
    """Presence itself changes at once, as it may; the ring and all that is heard of it do not."""

    def heard_of_the_ring(answer):
        begun = clock.now
        with another_world():
            answer(ring, bo, clock)
            seen = []
            for moment_s in (1, 60, 89, 90, 95):
                clock.now = begun + timedelta(seconds=moment_s)
                if moment_s > 90:
                    invitations.expire_due(now=clock.now)
                row = Invitation.objects.for_person(anna).get(pk=ring.pk)
                seen.append(repr(invitation_shown(row, anna, now=clock.now)))
                seen.append(
                    repr(
                        list(Event.objects.filter(stream=anna.pk).values_list("seq", "name", "payload", "at"))
                    )
                )
            seen.append(repr(CoolDown.objects.values_list("sender", "invitee", "until", "step").get()))
        clock.now = begun
        return seen

    assert heard_of_the_ring(leave) == heard_of_the_ring(unanswered)
