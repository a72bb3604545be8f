"""Of a crowd only so many are scored; the gauge counts all of them."""

from matching import candidates, policy, prefilter
from tests import builders


def test_the_gauge_counts_more_people_than_are_scored(anna, clock, monkeypatch):
    for number in range(5):
        builders.live(builders.person(f"Guest{number}"), now=clock.now)
    monkeypatch.setattr(policy, "SCORED_MOST", 3)
    sight = candidates.sight_of(builders.session_of(anna), now=clock.now)
    shown = candidates.candidates_for(sight.viewer, now=clock.now, sight=sight)
    assert (len(sight.free), len(shown.cards), shown.liquidity.count) == (3, 3, 5)


def test_somebody_more_in_a_crowd_makes_the_list_new(anna, clock, monkeypatch):
    monkeypatch.setattr(policy, "SCORED_MOST", 0)  # nobody is scored: the number alone tells
    before = candidates.sight_of(builders.session_of(anna), now=clock.now).etag
    builders.live(builders.person("Guest"), now=clock.now)
    assert candidates.sight_of(builders.session_of(anna), now=clock.now).etag != before


def test_below_that_nobody_is_counted_twice(anna, bo, clock, monkeypatch):
    monkeypatch.setattr(prefilter, "how_many_free", None)
    assert candidates.candidates_for(builders.session_of(anna), now=clock.now).liquidity.count == 1
