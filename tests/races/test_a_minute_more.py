"""A minute more is asked for as the ring ends, and by two thumbs at once: it is added once, or not at all."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from meetups import invitations, policy
from meetups.models import Invitation
from notifications.models import Event
from tests.clock import NOON
from tests.races import crowd
from tests.races.racing import FEW, RACERS, race, refusals, surfaced, winners

RING, MORE = timedelta(seconds=90), timedelta(seconds=60)


def hour(number):
    """A moment of its own for each round, so that a sweep finds the ring of its round only."""
    return NOON + timedelta(hours=number)


def rounds(count, *verbs):
    starts = []
    for number in range(count):
        now = hour(number)
        [row] = crowd.rings([crowd.free(2, now=now)], now=now)
        lanes = (list(verbs) * RACERS)[:RACERS]
        starts.append([lambda verb=verb, row=row, now=now: verb(row, now) for verb in lanes])
    return starts


def extend(row, now):
    return invitations.extend(invitation_id=row.pk, by=row.invitee, now=now)


def naive_extend(row, _now):
    """What one writes first: look whether it was done, then add."""
    with transaction.atomic():
        found = Invitation.objects.get(pk=row.pk)
        if found.extended_at is None:
            Invitation.objects.filter(pk=row.pk).update(
                extended_at=found.sent_at, expires_at=F("expires_at") + policy.RING_EXTENSION
            )


def withdraw(row, now):
    return invitations.withdraw(invitation_id=row.pk, by=row.sender, now=now)


def sweep(_row, now):
    return invitations.expire_due(now=now + RING)


def raced(outcomes):
    return list(Invitation.objects.order_by("sent_at")[: len(outcomes)])


def rang_for(row):
    return row.expires_at - row.sent_at


def heard(name):
    return Event.objects.filter(name=name).count()


def test_twelve_thumbs_add_one_minute(places):
    outcomes = race(rounds(FEW, extend))
    assert surfaced(outcomes) == []
    assert [refusals(round_) for round_ in outcomes] == [["already-extended"] * (RACERS - 1)] * len(outcomes)
    assert {rang_for(row) for row in raced(outcomes)} == {RING + MORE}
    assert heard("invitation-extended") == 2 * len(outcomes)  # both hear it, once


def test_a_minute_more_and_the_end_of_the_ring_come_to_one_of_the_two(places):
    outcomes = race(rounds(FEW, extend, sweep))
    assert surfaced(outcomes) == []
    for row, round_ in zip(raced(outcomes), outcomes, strict=True):
        # What rang on is swept in the next round, an hour later.
        swept = row.settled_at == row.sent_at + RING
        rang, told = (RING, {"expired"}) if swept else (RING + MORE, {"already-extended"})
        assert (row.extended_at is None, rang_for(row), set(refusals(round_))) == (swept, rang, told)


def test_a_minute_more_does_not_keep_what_is_taken_back(places):
    outcomes = race(rounds(FEW, extend, withdraw))
    assert surfaced(outcomes) == []
    assert {row.state for row in raced(outcomes)} == {"withdrawn"}
    assert all(set(refusals(round_)) <= {"withdrawn", "already-extended"} for round_ in outcomes)
    assert all(rang_for(row) == (RING + MORE if row.extended_at else RING) for row in raced(outcomes))


def test_the_database_alone_adds_no_second_minute(places, slowly):
    outcomes = race(rounds(10, naive_extend))
    caught = surfaced(outcomes)
    assert {type(raised) for raised in caught} == {IntegrityError}
    assert all("invitation_extended_once_at_most" in str(raised) for raised in caught)
    assert {rang_for(row) for row in raced(outcomes)} == {RING + MORE}


def test_control_without_its_rule_the_same_race_adds_many(without, slowly):
    without("invitation_extended_once_at_most")
    outcomes = race(rounds(10, naive_extend))
    assert [len(winners(round_)) for round_ in outcomes] == [RACERS] * len(outcomes)
    assert max(rang_for(row) for row in raced(outcomes)) > RING + MORE
