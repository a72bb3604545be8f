"""Two people say yes to the same third at the same moment: one meeting, two hundred times of two hundred.

The controls take the defences away one after the other, and see the race lost when none is left.
"""

import pytest
from django.db import IntegrityError, transaction

from meetups import invitations, meetings, policy, states
from meetups.invitations import InvitationRefused
from meetups.models import Invitation, Meeting, Party
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import LONG_S, RACERS, ROUNDS, race, refusals, surfaced, winners, won

TWO_HUNDRED = max(ROUNDS, 200)
ONE_RUNNING = "one running meeting a person"


def accept(invitation, by):
    return invitations.accept(invitation_id=invitation.pk, by=by, now=NOON)


def naive_accept(invitation, by):
    """What one writes first: look whether both are free, then insert."""
    people = (invitation.sender_id, invitation.invitee_id)
    with transaction.atomic():
        row = Invitation.objects.get(pk=invitation.pk)
        if row.state != states.SENT or Party.objects.filter(person__in=people, running=True).exists():
            raise InvitationRefused("superseded")
        meeting = Meeting.objects.create(
            invitation=row, point=row.point, length_min=row.length_min, agreed_at=NOON,
            meet_at=policy.meeting_time(NOON, (3, 3)), colour="amber", shape="moon", word="tango",
        )  # fmt: skip
        sessions = zip(people, (row.sender_session, row.invitee_session), strict=True)
        Party.objects.bulk_create(
            Party(
                meeting=meeting,
                person_id=person,
                session=session,
                code=meetings.different_codes(1)[0],
                walk_min=3,
            )
            for person, session in sessions
        )
        Invitation.objects.filter(pk=row.pk).update(state=states.ACCEPTED, settled_at=NOON)
    return meeting


def rounds(count, yes):
    """In each round two people whom the same third has invited."""
    trios = [iter(crowd.free(count, now=NOON)) for _ in range(3)]
    trios = list(zip(*trios, strict=True))
    first = crowd.rings(((sender, one) for sender, one, _other in trios), now=NOON)
    second = crowd.rings(((sender, other) for sender, _one, other in trios), now=NOON)
    return [
        [lambda row=row: yes(row, row.invitee) for row in pair] for pair in zip(first, second, strict=True)
    ]


@pytest.mark.contest("double accept: two say yes to the same third")
def test_of_two_who_say_yes_at_once_one_meets_and_the_other_hears_it_at_once(places):
    outcomes = race(rounds(TWO_HUNDRED, accept))
    assert surfaced(outcomes) == []
    assert [refusals(round_) for round_ in outcomes] == [["superseded"]] * TWO_HUNDRED
    assert won([len(winners(round_)) for round_ in outcomes]) == [1] * TWO_HUNDRED
    assert (Meeting.objects.running().count(), broken()) == (TWO_HUNDRED, {})


@pytest.mark.control("double accept: two say yes to the same third", "the locks and the index")
def test_control_without_index_and_locks_the_same_race_doubles_meetings(without, slowly):
    without("one_running_meeting_a_person")
    outcomes = race(rounds(30, naive_accept), within_s=LONG_S)
    doubled = [round_ for round_ in outcomes if len(winners(round_)) > 1]
    assert broken()[ONE_RUNNING] == len(doubled) > 0


def test_the_index_alone_lets_nobody_meet_twice(places, slowly):
    outcomes = race(rounds(30, naive_accept), within_s=LONG_S)
    caught = surfaced(outcomes)
    assert {type(raised) for raised in caught} == {IntegrityError}
    assert all("one_running_meeting_a_person" in str(raised) for raised in caught)
    assert (Meeting.objects.running().count(), ONE_RUNNING in broken()) == (30, False)


def test_the_locks_alone_let_nobody_meet_twice(without):
    without("one_running_meeting_a_person")
    outcomes = race(rounds(30, accept))
    assert (surfaced(outcomes), Meeting.objects.running().count(), broken()) == ([], 30, {})


@pytest.mark.contest("double accept: twelve say yes to the same one")
def test_of_twelve_who_say_yes_at_once_one_meets(places):
    """More than may ring for one person at a time: they crowd harder than people ever could."""
    senders = crowd.free(ROUNDS, now=NOON)
    starts = []
    for sender in senders:
        guests = crowd.free(RACERS, now=NOON)
        rings = crowd.rings(((sender, guest) for guest in guests), now=NOON)
        starts.append([lambda row=row: accept(row, row.invitee) for row in rings])
    outcomes = race(starts)
    assert surfaced(outcomes) == []
    assert [refusals(round_) for round_ in outcomes] == [["superseded"] * (RACERS - 1)] * len(outcomes)
    assert won([len(winners(round_)) for round_ in outcomes]) == [1] * ROUNDS
    assert (Meeting.objects.running().count(), broken()) == (ROUNDS, {})
