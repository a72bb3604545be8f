"""Everybody live is seen and nobody is a star: the choice of cards in simulated hours of one area."""

from datetime import timedelta

import pytest

from bench import fairness

SEEDS = (7,)


def hours(way):
    one = {"size": 200, "lasts": timedelta(hours=1)}
    return fairness.mean_of([fairness.simulate(way, seed, **one) for seed in SEEDS])


@pytest.fixture(scope="module")
def fairly():
    return hours(fairness.fairly)


@pytest.fixture(scope="module")
def by_score():
    return hours(fairness.score_first)


def test_everybody_in_reach_of_somebody_is_on_a_list_every_ten_minutes(fairly):
    assert fairly.seen == 1


def test_showing_is_spread_more_evenly_than_by_score_alone(fairly, by_score):
    assert fairly.gini < 0.9 * by_score.gini


def test_fairness_costs_hardly_a_meeting(fairly, by_score):
    assert fairly.meetings >= 0.9 * by_score.meetings
