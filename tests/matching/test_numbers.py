"""The arithmetic of availability: what fits, what is shown, what the gauge is called. Pure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import policy
from tests.clock import NOON

minutes = st.integers(0, 150)
walks = st.sampled_from(policy.REACH_CHOICES_MIN)


@pytest.mark.parametrize(
    ("count", "level"),
    [(0, "cold"), (3, "cold"), (4, "warming"), (7, "warming"), (8, "warm"), (11, "warm"), (12, "hot")],
)
def test_the_gauge_has_four_words(count, level):
    assert policy.liquidity_level(count) == level


@given(st.integers(0, 86_400 * 1_000_000).map(lambda us: NOON + timedelta(microseconds=us)))
def test_a_time_shown_to_others_is_a_round_one_and_never_later(moment):
    shown = policy.shown_time(moment)
    assert (shown.minute % 5, shown.second, shown.microsecond) == (0, 0, 0)
    assert timedelta(0) <= moment - shown < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("free_min", "walk_min", "talk_min"),
    [(45, 5, 38), (45, 20, 23), (21.5, 10, 10), (21.4, 10, 0), (0, 5, 0)],
)
def test_what_is_left_to_talk_is_the_window_without_ring_and_walk(free_min, walk_min, talk_min):
    ends_at = NOON + timedelta(minutes=free_min)
    assert (
        policy.longest_talk_min(now=NOON, ends_at=ends_at, hard_stop_at=None, walk_min=walk_min) == talk_min
    )


def test_before_a_train_the_way_back_and_five_minutes_are_kept_free():
    train = NOON + timedelta(minutes=45)
    # 45 less 1.5 to ring, twice 10 to walk and 5 to spare.
    assert policy.longest_talk_min(now=NOON, ends_at=train, hard_stop_at=train, walk_min=10) == 18


@given(minutes, st.none() | minutes, walks)
def test_a_talk_of_the_length_offered_ends_in_time(free_min, stop_min, walk_min):
    ends_at = NOON + timedelta(minutes=free_min)
    hard_stop_at = None if stop_min is None else NOON + timedelta(minutes=stop_min)
    talk_min = policy.longest_talk_min(
        now=NOON, ends_at=ends_at, hard_stop_at=hard_stop_at, walk_min=walk_min
    )
    if talk_min:
        over_at = NOON + policy.RING_FOR + timedelta(minutes=walk_min + talk_min)
        assert talk_min >= policy.TALK_LEAST_MIN
        assert over_at <= ends_at
        assert hard_stop_at is None or over_at + timedelta(minutes=walk_min) < hard_stop_at
