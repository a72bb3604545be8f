"""A block and a ring, a block and a yes, at once: whoever is first, nothing is left between the two."""

from functools import partial
from time import sleep

import pytest
from django.db.models import F

from meetups import invitations, partings
from meetups.models import Invitation, Meeting, Party
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import LONG_S, RACERS, ROUNDS, TRIES, race, refusals, surfaced

AUDIBLE = "nothing rings audibly between two of whom one blocks the other"
RUNNING = "no meeting runs between two of whom one blocks the other"


def pairs(count):
    return list(zip(crowd.free(count, now=NOON), crowd.free(count, now=NOON), strict=True))


def ring(mine, theirs):
    return invitations.invite(by=mine.person, to=theirs.pk, now=NOON)


def block(mine, theirs):
    return partings.block(by=mine.person, other_id=theirs.person_id, now=NOON)


def against_rings(count, *, racers=RACERS, stagger_s=0.001):
    """For eight rounds the one rung blocks, for the next eight the one who rings, and so on.

    `stagger_s`: how much later than in the last round the block comes, to meet every step of the ring.
    """

    def blocked_after(number, pair):
        sleep(number % 8 * stagger_s)
        return block(*pair)

    return [
        [lambda one=one, other=other: ring(one, other)] * (racers - 1)
        + [partial(blocked_after, number, (one, other) if number // 8 % 2 else (other, one))]
        for number, (one, other) in enumerate(pairs(count))
    ]


def against_yes(count, *, racers=RACERS, stagger_s=0.0):
    """`stagger_s`: how much later than in the last round the yes comes, to meet every step of the block."""

    def accepted_after(number, row):
        sleep(number % 8 * stagger_s)
        return invitations.accept(invitation_id=row.pk, by=row.invitee, now=NOON)

    both = pairs(count)
    rows = crowd.rings(both, now=NOON)
    return [
        [partial(accepted_after, number, row)] * (racers - 1)
        + [partial(block, *((one, other) if number // 8 % 2 else (other, one)))]
        for number, (row, (one, other)) in enumerate(zip(rows, both, strict=True))
    ]


@pytest.mark.contest("block against invite")
def test_after_a_block_nothing_rings_between_the_two(places):
    outcomes = race(against_rings(ROUNDS))
    assert surfaced(outcomes) == []
    assert {code for round_ in outcomes for code in refusals(round_)} <= {"not-reachable"}
    assert broken() == {}
    # What the one rung blocks rings on, marked; what the one who rings blocks is taken back.
    rung = Invitation.objects.filter(invitee__blocks__blocked=F("sender"))
    marked = Invitation.objects.pending().exclude(refused_at=None)
    assert set(marked.values_list("pk", flat=True)) == set(rung.values_list("pk", flat=True))


@pytest.mark.contest("accept against block")
def test_after_a_block_no_meeting_runs_between_the_two(places):
    outcomes = race(against_yes(ROUNDS))
    assert surfaced(outcomes) == []
    assert (Party.objects.filter(running=True).count(), broken()) == (0, {})
    assert {state for (state,) in Meeting.objects.values_list("state")} <= {"cancelled"}


@pytest.mark.control("block against invite", "the locks")
def test_control_without_locks_a_ring_slips_past_a_block(places, no_locks):
    starts = against_rings(TRIES, racers=2, stagger_s=0.01)
    race(starts, within_s=LONG_S, until=lambda _outcomes: broken())
    assert set(broken()) >= {AUDIBLE}


@pytest.mark.control("accept against block", "the locks")
def test_control_without_locks_a_meeting_slips_past_a_block(places, no_locks):
    starts = against_yes(TRIES, racers=2, stagger_s=0.005)
    race(starts, within_s=LONG_S, until=lambda _outcomes: broken())
    assert set(broken()) >= {RUNNING}
