"""A quarter of an hour before: six in the own neighbourhood hear it once, the other pledges go in silence."""

from datetime import timedelta

import pytest

from accounts.models import User
from matching import pulses
from matching.models import Pledge
from meetups import partings
from notifications import events
from tests import builders
from tests.cast import Ears, told
from tests.clock import NOON
from tests.matching.planning import A_WALK_AWAY, EVENING, KERAVA, LUNCH, NEXT_DOOR, STATION, helsinki, point

DECIDED = helsinki(17, 45)


def promise(member, *, name=STATION, at=EVENING, now=NOON):
    return pulses.pledge(by=member, now=now, point=point(name).pk, starts_at=at)


@pytest.fixture
def six(places):
    """Four at the station and two next door: one neighbourhood."""
    people = [builders.proven(f"Gil{number}") for number in range(6)]
    for number, member in enumerate(people):
        promise(member, name=NEXT_DOOR if number > 3 else STATION)
    return people


def heard_by(people):
    """What each of those hears who gathers."""
    return {
        member.profile.first_name: told(
            events.PulseGathers(Pledge.objects.get(person=member, starts_at=EVENING).pk)
        )
        for member in people
    }


def standing(member, now=DECIDED):
    return [pulse.gathers for pulse in pulses.mine(member, now=now)]


def test_six_are_told_once_a_quarter_of_an_hour_before(six):
    ears = Ears()
    assert (pulses.gather_due(now=DECIDED - timedelta(seconds=1)), ears.heard()) == (0, {})
    assert pulses.gather_due(now=DECIDED) == 6
    assert ears.heard() == heard_by(six)
    assert (pulses.gather_due(now=DECIDED + timedelta(seconds=15)), ears.heard()) == (0, {})
    assert standing(six[0]) == [True]


def test_five_are_told_nothing_and_their_pledges_go(six):
    pulses.take_back(by=six[0], now=NOON, pledge_id=Pledge.objects.get(person=six[0]).pk)
    ears = Ears()
    assert (pulses.gather_due(now=DECIDED), ears.heard()) == (0, {})
    assert not Pledge.objects.exists()


def test_ones_own_false_accounts_make_nobody_gather(places):
    socks = [builders.person(f"Sock{number}") for number in range(6)]
    some = [builders.proven(f"Gil{number}") for number in range(4)]
    for member in (*socks, *some):
        promise(member)
    ears = Ears()
    assert (pulses.gather_due(now=DECIDED), ears.heard()) == (0, {})


def test_who_has_met_nobody_yet_gathers_with_five_who_have(places, eve):
    news = [builders.person(f"New{number}") for number in range(2)]
    some = [builders.proven(f"Gil{number}") for number in range(5)]
    for member in (*news, *some):
        promise(member)
    ears = Ears()
    assert (standing(news[0]), standing(some[0])) == ([True], [])
    assert pulses.around(point(), eve, now=DECIDED)[0].others is None
    assert pulses.gather_due(now=DECIDED) == 2
    assert ears.heard() == heard_by(news)


def test_each_hears_by_the_own_neighbourhood(six):
    # Two cells on from the station but next to the theatre: six are near it, one's own with theirs too few.
    edge = builders.proven("Edge")
    promise(edge, name=A_WALK_AWAY)
    assert (standing(edge), standing(six[0])) == ([], [True])
    ears = Ears()
    assert pulses.gather_due(now=DECIDED) == 6
    assert ears.heard() == heard_by(six)
    assert not Pledge.objects.filter(person=edge).exists()


def test_who_goes_in_silence_counted_for_the_others_all_the_same(places):
    # The theatre sees all seven; the station's four miss the three beyond it, and those miss the four.
    groups = [(STATION, 3), (NEXT_DOOR, 1), (A_WALK_AWAY, 2)]
    people = {name: [builders.proven(f"{name[:3]}{n}") for n in range(count)] for name, count in groups}
    for name, some in people.items():
        for member in some:
            promise(member, name=name)
    middle = people[NEXT_DOOR][0]
    ears = Ears()
    assert pulses.gather_due(now=DECIDED) == 1
    assert ears.heard() == heard_by([middle])


def test_blocked_people_do_not_make_up_the_six(six):
    partings.block(by=six[0], other_id=six[5].pk, now=NOON)
    ears = Ears()
    assert pulses.gather_due(now=DECIDED) == 4
    assert ears.heard() == heard_by(six[1:5])


def test_frozen_people_do_not_make_up_the_six_and_hear_nothing(six):
    User.objects.filter(pk=six[5].pk).update(is_active=False)
    ears = Ears()
    assert (pulses.gather_due(now=DECIDED), ears.heard()) == (0, {})


def test_other_places_and_other_hours_do_not_help(six):
    pulses.take_back(by=six[0], now=NOON, pledge_id=Pledge.objects.get(person=six[0]).pk)
    for number, (name, at) in enumerate([(KERAVA, EVENING), (STATION, LUNCH)]):
        promise(builders.proven(f"Hal{number}"), name=name, at=at)
    ears = Ears()
    assert (pulses.gather_due(now=DECIDED), ears.heard()) == (0, {})
    assert list(Pledge.objects.values_list("starts_at", flat=True)) == [LUNCH]


def test_without_a_worker_a_page_finds_the_same(six, eve):
    pledges = Pledge.objects.count()
    alone = builders.proven("Alone")
    promise(alone, name=KERAVA)
    assert (standing(six[0]), standing(alone)) == ([True], [])
    assert (standing(alone, now=DECIDED - timedelta(seconds=1)), Pledge.objects.count()) == (
        [False],
        pledges + 1,
    )


def test_after_the_decision_only_those_who_gather_are_told_of(places, eve):
    def others(now):
        return pulses.around(point(), eve, now=now)[0].others

    five = [builders.proven(f"Gil{number}") for number in range(5)]
    for member in five:
        promise(member)
    clock = DECIDED - timedelta(seconds=1)
    assert (others(clock), others(DECIDED)) == (5, None)
    pulses.gather_due(now=DECIDED)
    assert others(DECIDED) is None


def test_who_was_told_stays_told_when_others_take_theirs_back(six):
    pulses.gather_due(now=DECIDED)
    pulses.take_back(by=six[0], now=DECIDED, pledge_id=Pledge.objects.get(person=six[0]).pk)
    assert standing(six[1], now=helsinki(17, 50)) == [True]
    pulses.gather_due(now=helsinki(17, 50))
    assert Pledge.objects.count() == 5


def test_a_pulse_that_is_over_leaves_no_pledge(six):
    pulses.gather_due(now=DECIDED)
    pulses.gather_due(now=helsinki(19, 30) - timedelta(seconds=1))
    assert Pledge.objects.count() == 6
    pulses.gather_due(now=helsinki(19, 30))
    assert not Pledge.objects.exists()
