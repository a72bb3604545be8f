"""A block: silent, at once, both ways. It ends everything between two people and nothing else."""

import pytest

from accounts.models import Block
from matching.models import CoolDown
from meetups import invitations, meetings, partings, proof
from meetups.partings import PartingRefused
from notifications import events
from tests import builders
from tests.builders import code_of, session_of, stored
from tests.cast import refuses, told


def block(by, other, clock):
    return partings.block(by=by, other_id=other.pk, now=clock.now)


def test_a_block_without_anything_between_the_two_makes_no_sound(anna, bo, clock, ears):
    row = block(anna, bo, clock)
    assert (row.blocker, row.blocked, row.created_at, ears.heard()) == (anna, bo, clock.now, {})


def test_blocking_twice_is_blocking_once(anna, bo, clock):
    assert (block(anna, bo, clock), Block.objects.count()) == (block(anna, bo, clock), 1)


def test_both_may_block_each_other(anna, bo, clock):
    block(anna, bo, clock)
    block(bo, anna, clock)
    assert Block.objects.count() == 2


def test_nobody_blocks_oneself(anna, clock):
    with refuses(PartingRefused, "yourself"):
        block(anna, anna, clock)


def test_the_own_ring_is_taken_back(anna, bo, clock, ears):
    ring = builders.invitation(anna, bo)
    ears.heard()
    block(anna, bo, clock)
    assert stored(ring).state == "withdrawn"
    assert ears.heard() == {name: told(events.InvitationWithdrawn(ring.pk)) for name in ("Anna", "Bo")}


def test_the_others_ring_rings_on_as_if_unheard(anna, bo, clock, ears):
    ring = builders.invitation(anna, bo)
    ears.heard()
    block(bo, anna, clock)
    assert (stored(ring).state, ears.heard()) == ("sent", {"Bo": told(events.InvitationRefused(ring.pk))})
    invitations.expire_due(now=clock.tick(seconds=90))
    assert ears.heard() == {name: told(events.InvitationExpired(ring.pk)) for name in ("Anna", "Bo")}


def test_rings_with_others_are_left_alone(anna, bo, eve, clock):
    builders.live(eve)
    rings = [builders.invitation(*pair) for pair in ((anna, eve), (eve, bo))]
    block(anna, bo, clock)
    assert [(stored(ring).state, stored(ring).refused_at) for ring in rings] == [("sent", None)] * 2


def agreed(anna, bo, clock):
    return builders.meeting(anna, bo)


def under_way(anna, bo, clock):
    return meetings.depart(meeting_id=builders.meeting(anna, bo).pk, by=bo, now=clock.now)


def met(anna, bo, clock):
    meeting = builders.meeting(anna, bo)
    return proof.prove(meeting_id=meeting.pk, by=anna, now=clock.now, code=code_of(meeting, bo))


@pytest.mark.parametrize("stand", [agreed, under_way, met])
def test_a_meeting_ends_wherever_it_stands(anna, bo, eve, clock, stand):
    meeting = stand(anna, bo, clock)
    block(anna, bo, clock)
    over = stored(meeting)
    assert (over.state, over.over_by, over.over_at) == ("cancelled", anna, clock.now)
    assert [session_of(member).state for member in (anna, bo)] == ["live", "live"]


def test_the_one_blocked_hears_what_any_cancellation_says(anna, bo, eve, clock, ears):
    meeting = builders.meeting(anna, bo)
    ears.heard()
    block(anna, bo, clock)
    assert ears.heard() == {
        "Anna": told(
            events.MeetingCancelled(meeting.pk, "you"), events.AvailabilityChanged(session_of(anna).pk)
        ),
        "Bo": told(
            events.MeetingCancelled(meeting.pk, "other"), events.AvailabilityChanged(session_of(bo).pk)
        ),
    }


def test_a_meeting_with_somebody_else_goes_on(anna, bo, eve, clock, ears):
    builders.live(eve)
    meeting = builders.meeting(anna, eve)
    ears.heard()
    block(anna, bo, clock)
    block(bo, anna, clock)
    assert (stored(meeting).state, ears.heard()) == ("agreed", {})


def test_a_block_taken_back_leaves_no_trace(anna, bo, clock):
    row = block(anna, bo, clock)
    for _ in range(2):
        partings.unblock(by=anna, block_id=row.pk)
    assert Block.objects.count() == 0
    assert builders.invitation(anna, bo).state == "sent"


def test_nobody_takes_back_the_block_of_another(anna, bo, eve, clock):
    row = block(anna, bo, clock)
    for member in (bo, eve):
        partings.unblock(by=member, block_id=row.pk)
    assert Block.objects.count() == 1


def test_not_a_fit_is_heard_by_nobody_and_repeats_harmlessly(anna, bo, ears):
    for _ in range(2):
        partings.not_a_fit(by=anna, other_id=bo.pk)
    assert (list(CoolDown.objects.values_list("sender", "invitee", "until")), ears.heard()) == (
        [(anna.pk, bo.pk, None)], {},
    )  # fmt: skip


def test_whom_one_blocks_leaves_ones_page_of_people_met_and_the_others_shows_no_gap(anna, bo, clock, client):
    builders.met_and_parted(anna, bo)
    block(anna, bo, clock)
    shown = {}
    for reader, name in ((anna, "Bo"), (bo, "Anna")):
        client.force_login(reader)
        shown[name] = f"Report {name}" in client.get("/met/").content.decode()
    assert shown == {"Bo": False, "Anna": True}
