"""One ring, and at the same moment a yes, a refusal, a minute more, a change of mind, a sweep: one end."""

from collections import Counter
from datetime import timedelta

import pytest

from kernel.models import Move
from meetups import invitations, partings
from meetups.models import Invitation, Meeting
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import FEW, LONG_S, RACERS, ROUNDS, TRIES, race, refusals, surfaced, winners, won

TAKEN = "the locks and the guard of moves"


def hour(number):
    """A moment of its own for each round, so that a sweep finds the ring of its round only."""
    return NOON + timedelta(hours=number)


def rounds(count, *verbs):
    """In each round one ring, and the verbs on it over and over until all racers have one."""
    starts = []
    for number in range(count):
        now = hour(number)
        sender, invitee = crowd.free(2, now=now)
        [row] = crowd.rings([(sender, invitee)], now=now)
        lanes = (list(verbs) * RACERS)[:RACERS]
        starts.append([lambda verb=verb, row=row, now=now: verb(row, now) for verb in lanes])
    return starts


def accept(row, now):
    return invitations.accept(invitation_id=row.pk, by=row.invitee, now=now)


def refuse(row, now):
    return invitations.refuse(invitation_id=row.pk, by=row.invitee, now=now)


def extend(row, now):
    return invitations.extend(invitation_id=row.pk, by=row.invitee, now=now)


def withdraw(row, now):
    return invitations.withdraw(invitation_id=row.pk, by=row.sender, now=now)


def sweep(row, now):
    return invitations.expire_due(now=now + timedelta(seconds=90))


def vanish(row, now):
    return partings.go_invisible(by=row.sender, now=now)


def ends_of(outcomes):
    """The state each raced ring came to, and that it came there by one move."""
    raced = Invitation.objects.order_by("sent_at")[: len(outcomes)]
    ends = Counter(
        Move.objects.filter(subject_type="meetups.invitation").values_list("subject_id", flat=True)
    )
    assert won([ends[row.pk] for row in raced]) == [1] * len(outcomes)
    return [row.state for row in raced]


@pytest.mark.contest("double accept: one says yes twelve times")
def test_a_yes_said_twelve_times_is_one_meeting(places):
    outcomes = race(rounds(ROUNDS, accept))
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [[]] * len(outcomes))
    assert won([len({meeting.pk for meeting in winners(round_)}) for round_ in outcomes]) == [1] * ROUNDS
    assert (Meeting.objects.count(), broken()) == (len(outcomes), {})


@pytest.mark.contest("accept against cancel")
def test_a_yes_and_a_change_of_mind_end_it_one_way(places):
    outcomes = race(rounds(ROUNDS, accept, withdraw))
    assert surfaced(outcomes) == []
    ends = ends_of(outcomes)
    # Who lost hears which way it went.
    lost = {"accepted": ["already-answered"] * 6, "withdrawn": ["withdrawn"] * 6}
    assert [refusals(round_) for round_ in outcomes] == [lost[end] for end in ends]
    assert (Meeting.objects.count(), broken()) == (ends.count("accepted"), {})


@pytest.mark.contest("accept against expiry")
def test_a_yes_and_the_end_of_its_time_end_it_one_way(places):
    outcomes = race(rounds(ROUNDS, accept, sweep))
    assert surfaced(outcomes) == []
    ends = ends_of(outcomes)
    assert set(ends) <= {"accepted", "expired"}
    assert (Meeting.objects.count(), broken()) == (ends.count("accepted"), {})


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("withdraw", marks=pytest.mark.control("accept against cancel", TAKEN)),
        pytest.param("sweep", marks=pytest.mark.control("accept against expiry", TAKEN)),
    ],
)
def test_control_without_locks_and_guard_it_ends_both_ways(places, no_locks, no_guard, other):
    starts = rounds(TRIES, accept, {"withdraw": withdraw, "sweep": sweep}[other])
    race(starts, within_s=LONG_S, until=lambda _outcomes: broken())
    assert set(broken()) >= {"an invitation comes to its end by one move"}


def test_everything_at_once_ends_it_one_way(places):
    outcomes = race(rounds(FEW, accept, withdraw, sweep, refuse, extend, vanish))
    assert surfaced(outcomes) == []
    ends = [end for end in ends_of_any(outcomes) if end != "sent"]
    assert set(ends) <= {"accepted", "withdrawn", "expired"}
    assert (Meeting.objects.count(), broken()) == (ends.count("accepted"), {})


def ends_of_any(outcomes):
    return list(Invitation.objects.order_by("sent_at").values_list("state", flat=True)[: len(outcomes)])
