"""What meetings leave behind: pairs that rest, people who met, promises kept."""

from datetime import timedelta

import pytest

from matching import standing
from matching.models import Acquaintance, CoolDown, Standing
from tests import builders


@pytest.fixture
def rest(eve, max, clock):
    """Let one more invitation of Eve to Max end without a yes, and say for how long they rest."""

    def rest():
        standing.cool_down(sender_id=eve.pk, invitee_id=max.pk, now=clock.now)
        return CoolDown.objects.get(sender=eve, invitee=max).until - clock.now

    return rest


def test_a_pair_rests_a_day_then_a_week_then_ninety_days(rest):
    assert [rest() for _ in range(4)] == [timedelta(days=days) for days in (1, 7, 90, 90)]


def test_only_the_sender_has_to_wait(rest, eve, max):
    rest()
    assert list(CoolDown.objects.values_list("sender", "invitee")) == [(eve.pk, max.pk)]


def test_the_other_way_round_counts_for_itself(rest, eve, max, clock):
    rest()
    standing.cool_down(sender_id=max.pk, invitee_id=eve.pk, now=clock.now)
    assert CoolDown.objects.get(sender=max).until - clock.now == timedelta(days=1)


def test_for_good_stays_for_good(rest, eve, max, clock):
    standing.hide_for_good(by_id=eve.pk, other_id=max.pk)
    standing.cool_down(sender_id=eve.pk, invitee_id=max.pk, now=clock.now)
    assert CoolDown.objects.get(sender=eve, invitee=max).until is None


def test_for_good_ends_a_rest_that_was_for_a_while(rest, eve, max):
    rest()
    standing.hide_for_good(by_id=eve.pk, other_id=max.pk)
    assert CoolDown.objects.get(sender=eve, invitee=max).until is None


def test_a_promise_counts_for_both_and_once(eve, max):
    standing.committed((eve.pk, max.pk))
    standing.committed((max.pk, eve.pk))
    assert list(Standing.objects.values_list("committed", "kept")) == [(2, 0), (2, 0)]


def test_a_promise_kept_makes_two_people_acquainted_once(eve, max, clock):
    standing.committed((eve.pk, max.pk))
    standing.kept((eve.pk, max.pk), now=clock.now)
    standing.committed((eve.pk, max.pk))
    standing.kept((max.pk, eve.pk), now=clock.tick(days=40))
    low, high = sorted((eve.pk, max.pk))
    assert list(Acquaintance.objects.values_list("low", "high", "met_at")) == [(low, high, clock.now)]
    assert list(Standing.objects.values_list("committed", "kept")) == [(2, 2), (2, 2)]


def test_a_meeting_agreed_on_is_a_promise_and_one_proven_is_kept(anna, bo):
    builders.meeting(anna, bo)
    assert list(Standing.objects.values_list("committed", "kept")) == [(1, 0), (1, 0)]
