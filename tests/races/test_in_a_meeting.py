"""Two people and a clock pull at one meeting at once: codes, goodbyes, sweeps, a freeze. It ends one way."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kernel.idempotency import once_by_form
from kernel.models import Move
from matching.models import Standing
from meetups import invitations, meetings, proof
from meetups.models import Meeting, Party
from moderation import decisions
from notifications.models import Event
from tests.builders import code_of, wrong_code_for
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import FEW, LONG_S, RACERS, ROUNDS, TRIES, race, refusals, surfaced, winners, won


def agreed(count):
    """So many meetings just agreed on: sender and invitee beside each."""
    pairs = list(zip(crowd.free(count, now=NOON), crowd.free(count, now=NOON), strict=True))
    return [
        (invitations.accept(invitation_id=row.pk, by=row.invitee, now=NOON), row.sender, row.invitee)
        for row in crowd.rings(pairs, now=NOON)
    ]


def test_twelve_guesses_at_once_are_five_tries(places):
    guesses = [(meeting, by, wrong_code_for(meeting, of)) for meeting, by, of in agreed(FEW)]
    outcomes = race([[lambda guess=guess: prove(*guess)] * RACERS for guess in guesses])
    told = ["no-tries-left"] * 7 + ["wrong-code"] * 5
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [told] * FEW)
    assert Party.objects.filter(tries=5).count() == FEW


def prove(meeting, by, code):
    return proof.prove(meeting_id=meeting.pk, by=by, now=NOON, code=code)


def under_a_key(meeting, by, code):
    """As the pages send it, in the transaction that remembers the call; but no door repeats a deadlock."""
    request = RequestFactory().post("/", headers={"Idempotency-Key": uuid4().hex})
    request.user = by
    return once_by_form(request, lambda: HttpResponse(prove(meeting, by, code)))()


def scans(count, how=prove):
    """In each round both give the other's code on six phones each."""
    return [
        [
            lambda meeting=meeting, by=by, code=code: how(meeting, by, code)
            for by, code in ((one, code_of(meeting, other)), (other, code_of(meeting, one))) * (RACERS // 2)
        ]
        for meeting, one, other in agreed(count)
    ]


@pytest.mark.contest("double scan")
@pytest.mark.parametrize("how", [prove, under_a_key])
def test_both_give_the_code_at_once_on_six_phones_each_and_met_once(places, how):
    outcomes = race(scans(ROUNDS, how))
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [[]] * ROUNDS)
    times = Counter(Move.objects.filter(became="met").values_list("subject_id", flat=True))
    assert won(times.values()) == [1] * ROUNDS
    assert Event.objects.filter(name="meeting-met").count() == 2 * ROUNDS
    assert (Standing.objects.filter(kept=1).count(), broken()) == (2 * ROUNDS, {})


@pytest.mark.control("double scan", "the locks, the guard of moves and the checks")
def test_control_without_locks_guard_and_checks_a_meeting_counts_twice(without, no_locks, no_guard):
    for check in ("kept_at_most_committed", "acquaintance_in_order"):
        without(check)
    race(scans(TRIES), within_s=LONG_S, until=lambda _outcomes: broken())
    assert set(broken()) >= {"nobody kept more promises than were made"}


def test_both_prove_and_vouch_at_once_and_met_once(places):
    starts = []
    for meeting, one, other in agreed(FEW):
        codes = {one: code_of(meeting, other), other: code_of(meeting, one)}
        starts.append(
            [
                verb
                for by, code in codes.items()
                for verb in [
                    lambda meeting=meeting, by=by, code=code: proof.prove(
                        meeting_id=meeting.pk, by=by, now=NOON, code=code
                    ),
                    lambda meeting=meeting, by=by: proof.vouch(meeting_id=meeting.pk, by=by, now=NOON),
                ]
                * 3
            ]
        )
    outcomes = race(starts)
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [[]] * len(outcomes))
    met = Meeting.objects.filter(state="met").count()
    assert (met, Standing.objects.filter(kept=1).count(), broken()) == (len(outcomes), 2 * met, {})


def test_every_way_out_at_once_is_one_way_out(places):
    late = NOON + timedelta(minutes=40)
    ways = (
        lambda meeting, by: meetings.cancel(meeting_id=meeting.pk, by=by, now=NOON, reason="other"),
        lambda meeting, by: meetings.release(meeting_id=meeting.pk, by=by, now=NOON + timedelta(minutes=3)),
        lambda meeting, by: meetings.close_one(meeting.pk, now=late),
        lambda meeting, by: meetings.depart(meeting_id=meeting.pk, by=by, now=NOON),
        lambda meeting, by: proof.vouch(meeting_id=meeting.pk, by=by, now=NOON),
        lambda meeting, by: meetings.end(meeting_id=meeting.pk, by=by, now=NOON),
    )
    starts = [
        [lambda way=way, meeting=meeting, by=by: way(meeting, by) for way in ways for by in (one, other)]
        for meeting, one, other in agreed(FEW)
    ]
    outcomes = race(starts)
    assert (surfaced(outcomes), broken()) == ([], {})
    assert Meeting.objects.running().count() == FEW - len(outcomes)


def test_who_is_frozen_while_somebody_says_yes_to_them_ends_in_no_meeting(places):
    senders, invitees = crowd.free(FEW, now=NOON), crowd.free(FEW, now=NOON)
    rows = crowd.rings(zip(senders, invitees, strict=True), now=NOON)
    starts = [
        [lambda row=row: invitations.accept(invitation_id=row.pk, by=row.invitee, now=NOON)] * 6
        + [lambda row=row: freeze(row.sender)] * 3
        + [lambda row=row: freeze(row.invitee)] * 3
        for row in rows
    ]
    outcomes = race(starts)
    assert surfaced(outcomes) == []
    assert [len(winners(round_)) >= 6 for round_ in outcomes] == [True] * len(outcomes)
    assert (Party.objects.filter(running=True).count(), broken()) == (0, {})


def freeze(member):
    return decisions.freeze(person=member, facts="Danger was reported.", clause="Conduct 3", now=NOON)
