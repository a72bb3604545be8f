"""Dispatchers, yes, no, going, a block and the end of its time pull at one table at once: it ends one way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from matching import availability
from meetups import dispatch, invitations, meetings, partings, tables
from meetups.models import Meeting, Party, Seat, Table
from tests.clock import NOON
from tests.races import crowd
from tests.races.invariants import broken
from tests.races.racing import FEW, LONG_S, RACERS, race, refusals, surfaced, winners

TWICE = "one open seat a person"


def hour(number):
    """A moment of its own for each round, each before the last: who comes is new, who was there is seated."""
    return NOON + timedelta(hours=3 * (FEW - number))


def yes(table, by, now=NOON):
    return tables.accept(table_id=table.pk, by=by.person, now=now)


def test_two_dispatchers_at_once_ring_nobody_twice(places):
    def rounds():
        for number in range(FEW):
            now = hour(number)
            crowd.asking(8, now=now)
            yield [lambda now=now: dispatch.dispatch_due(now=now)] * RACERS

    outcomes = race(list(rounds()))
    assert (surfaced(outcomes), broken()) == ([], {})
    # Whom one run holds another skips; whatever is left the next run rings.
    for number in range(len(outcomes)):
        dispatch.dispatch_due(now=hour(number))
    rung = Seat.objects.filter(table__offered_at__in=[hour(number) for number in range(len(outcomes))])
    assert rung.count() == 8 * len(outcomes)


def test_control_without_locks_two_dispatchers_ring_somebody_twice(without, no_locks):
    without("one_open_seat_a_person")
    starts = []
    for number in range(FEW):
        now = hour(number)
        crowd.asking(8, now=now)
        starts.append([lambda now=now: dispatch.dispatch_due(now=now)] * 4)
    race(starts, within_s=LONG_S, until=lambda _outcomes: broken())
    assert set(broken()) >= {TWICE}


def test_the_index_alone_seats_nobody_twice(places, no_locks):
    starts = []
    for number in range(FEW):
        now = hour(number)
        crowd.asking(8, now=now)
        starts.append([lambda now=now: dispatch.dispatch_due(now=now)] * 4)
    outcomes = race(starts)
    assert {type(raised) for raised in surfaced(outcomes)} <= {IntegrityError}
    assert TWICE not in broken()


def act_invite(one, other, now):
    return invitations.invite(by=one.person, to=other.pk, now=now)


def act_vanish(one, _other, now):
    return partings.go_invisible(by=one.person, now=now)


def act_block(one, other, now):
    return partings.block(by=one.person, other_id=other.person_id, now=now)


def act_wish_no_more(one, _other, now):
    return availability.wish(session_id=one.pk, by=one.person, now=now, surprise=False)


@pytest.mark.parametrize(
    "act", [act_invite, act_vanish, act_block, act_wish_no_more], ids=lambda act: act.__name__
)
def test_the_dispatcher_against_whatever_people_do(places, act):
    starts = []
    for number in range(FEW):
        now = hour(number)
        one, other = crowd.asking(2, now=now)
        starts.append(
            [lambda now=now: dispatch.dispatch_due(now=now)] * 4
            + [lambda one=one, other=other, now=now: act(one, other, now)] * 2
        )
    outcomes = race(starts)
    assert (surfaced(outcomes), broken()) == ([], {})


def test_the_dispatcher_against_a_yes_to_an_invitation(places):
    starts = []
    for number in range(FEW):
        now = hour(number)
        one, other = crowd.asking(2, now=now)
        [row] = crowd.rings([(one, other)], now=now)
        starts.append(
            [lambda now=now: dispatch.dispatch_due(now=now)] * 3
            + [lambda row=row, now=now: invitations.accept(invitation_id=row.pk, by=row.invitee, now=now)] * 3
        )
    outcomes = race(starts)
    assert (surfaced(outcomes), broken(), Seat.objects.count()) == ([], {}, 0)


def test_the_second_yes_said_by_both_on_six_phones_each_is_one_meeting(places):
    pairs = list(zip(crowd.asking(FEW, now=NOON), crowd.asking(FEW, now=NOON), strict=True))
    starts = [
        [lambda table=table, by=by: yes(table, by) for by in pair] * (RACERS // 2)
        for table, pair in zip(crowd.seated(pairs, now=NOON), pairs, strict=True)
    ]
    outcomes = race(starts)
    assert (surfaced(outcomes), [refusals(round_) for round_ in outcomes]) == ([], [[]] * len(outcomes))
    assert [len({meeting.pk for meeting in winners(round_) if meeting}) for round_ in outcomes] == [1] * len(
        outcomes
    )
    assert (Meeting.objects.count(), broken()) == (len(outcomes), {})


def test_three_who_say_yes_at_once_are_one_meeting_of_three(places):
    trios = list(zip(*(crowd.asking(FEW, now=NOON) for _ in range(3)), strict=True))
    starts = [
        [lambda table=table, by=by: yes(table, by) for by in trio] * (RACERS // 3)
        for table, trio in zip(crowd.seated(trios, now=NOON), trios, strict=True)
    ]
    outcomes = race(starts)
    assert (surfaced(outcomes), broken()) == ([], {})
    assert Party.objects.filter(running=True).count() == 3 * len(outcomes)
    assert Meeting.objects.count() == len(outcomes)


def test_a_third_who_joins_while_one_of_the_two_leaves(places):
    trios = list(zip(*(crowd.asking(FEW, now=NOON) for _ in range(3)), strict=True))
    starts = []
    for table, (one, other, third) in zip(crowd.seated(trios, now=NOON), trios, strict=True):
        yes(table, one)
        meeting = yes(table, other)
        starts.append(
            [lambda table=table, third=third: yes(table, third)] * 3
            + [
                lambda meeting=meeting, one=one: meetings.cancel(
                    meeting_id=meeting.pk, by=one.person, now=NOON, reason="other"
                )
            ]
            * 3
        )
    outcomes = race(starts)
    assert (surfaced(outcomes), broken()) == ([], {})


def against(act):
    pairs = list(zip(crowd.asking(FEW, now=NOON), crowd.asking(FEW, now=NOON), strict=True))
    starts = []
    for table, (one, other) in zip(crowd.seated(pairs, now=NOON), pairs, strict=True):
        starts.append(
            [lambda table=table, one=one: yes(table, one), lambda table=table, other=other: yes(table, other)]
            * 3
            + [lambda table=table, one=one, other=other: act(table, one, other)] * 3
        )
    return starts


def sweep(_table, _one, _other):
    return tables.expire_due(now=NOON + timedelta(seconds=90))


def refuse(table, one, _other):
    return tables.refuse(table_id=table.pk, by=one.person, now=NOON)


def block(_table, one, other):
    return act_block(one, other, NOON)


def vanish(_table, one, other):
    return act_vanish(one, other, NOON)


@pytest.mark.parametrize("act", [sweep, refuse, block, vanish], ids=lambda act: act.__name__)
def test_a_table_comes_to_one_end(places, act):
    outcomes = race(against(act))
    assert (surfaced(outcomes), broken()) == ([], {})
    if act is block:
        assert not Party.objects.filter(running=True).exists()
    agreed = Table.objects.filter(state="agreed").count()
    assert agreed == Meeting.objects.count()


def test_a_yes_at_a_table_and_a_yes_to_an_invitation_are_one_meeting(places):
    trios = list(zip(*(crowd.asking(FEW, now=NOON) for _ in range(3)), strict=True))
    rows = crowd.seated([trio[:2] for trio in trios], now=NOON)
    starts = []
    for table, (one, other, third) in zip(rows, trios, strict=True):
        yes(table, one)
        [ring] = crowd.rings([(third, other)], now=NOON)
        starts.append(
            [lambda table=table, other=other: yes(table, other)] * 4
            + [lambda ring=ring: invitations.accept(invitation_id=ring.pk, by=ring.invitee, now=NOON)] * 4
        )
    outcomes = race(starts)
    assert (surfaced(outcomes), broken()) == ([], {})
    assert Meeting.objects.running().count() == len(outcomes)
