"""Sessions go after ninety days, rests once the ladder forgets them, acquaintances once they part nobody."""

from datetime import timedelta

import pytest

from matching import availability, forgetting, policy, standing
from matching.models import Acquaintance, Availability, CoolDown
from tests import builders

MOMENT = timedelta(seconds=1)


def rest(sender, invitee, now):
    standing.cool_down(sender_id=sender.pk, invitee_id=invitee.pk, now=now)
    return CoolDown.objects.get(sender=sender, invitee=invitee)


def test_a_session_goes_ninety_days_after_its_end_and_an_open_one_never(anna, bo, clock):
    availability.close(builders.session_of(anna), now=clock.now, by=anna.pk)
    later = clock.now + policy.SESSION_KEPT_FOR
    assert forgetting.forget_due(now=later - MOMENT) == 0
    assert [forgetting.forget_due(now=later) for _twice in range(2)] == [1, 0]
    assert list(Availability.objects.values_list("person", flat=True)) == [bo.pk]


def test_a_rest_is_remembered_as_long_as_the_ladder(anna, bo, clock):
    row = rest(anna, bo, clock.now)
    over = row.until + policy.COOL_DOWN_REMEMBERED_FOR
    assert (forgetting.forget_due(now=over - MOMENT), forgetting.forget_due(now=over)) == (0, 1)
    assert CoolDown.objects.count() == 0


@pytest.mark.parametrize("swept", [True, False])
def test_after_that_the_ladder_begins_anew_swept_or_not(anna, bo, clock, swept):
    rest(anna, bo, clock.now)
    second = rest(anna, bo, clock.now + timedelta(days=2))
    assert second.until == clock.now + timedelta(days=9)
    later = second.until + policy.COOL_DOWN_REMEMBERED_FOR
    if swept:
        forgetting.forget_due(now=later)
    assert rest(anna, bo, later).until == later + policy.COOL_DOWNS[0]


def test_a_moment_earlier_it_goes_on_where_it_was(anna, bo, clock):
    first = rest(anna, bo, clock.now)
    later = first.until + policy.COOL_DOWN_REMEMBERED_FOR - MOMENT
    assert rest(anna, bo, later).until == later + policy.COOL_DOWNS[1]


def test_not_a_fit_stays(anna, bo, clock):
    standing.hide_for_good(by_id=anna.pk, other_id=bo.pk)
    assert forgetting.forget_due(now=clock.now + timedelta(days=4000)) == 0
    assert CoolDown.objects.count() == 1


def test_that_two_met_lately_goes_once_it_parts_nobody(anna, bo, clock):
    low, high = sorted((anna.pk, bo.pk))
    Acquaintance.objects.create(low_id=low, high_id=high, met_at=clock.now)
    later = clock.now + policy.ACQUAINTANCE_KEPT_FOR
    assert (forgetting.forget_due(now=later - MOMENT), forgetting.forget_due(now=later)) == (0, 1)
    assert policy.ACQUAINTANCE_KEPT_FOR > policy.MET_RESTS_FOR


def test_more_than_a_batch_goes_in_one_run(anna, bo, clock, monkeypatch):
    monkeypatch.setattr(policy, "FORGOTTEN_AT_ONCE", 1)
    for member in (anna, bo):
        availability.close(builders.session_of(member), now=clock.now, by=member.pk)
    assert forgetting.forget_due(now=clock.now + policy.SESSION_KEPT_FOR) == 2
