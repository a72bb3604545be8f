"""The score of a pair: symmetric, between 0 and 100, and every reason traceable. Pure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import policy
from matching.scoring import (
    REASONS_MOST,
    WEIGHTS,
    Reason,
    Related,
    Side,
    direction,
    judge,
    reasons_for,
    tag_value,
    time_overlap,
    topic_value,
)
from matching.topics import EMPTY_WORDS, words
from tests.clock import NOON

TERMS = ("cybersecurity", "cloud", "saas", "grants", "fintech", "logistics")
RELATED = Related({"cloud": ["saas"], "saas": ["cloud"], "grants": ["fintech"]})
TOPICS = (
    "",
    "Rail freight",
    "Opening a Nordic office",
    "the and of",
    "Sécurité des données",
    "AI for freight",
)

tags = st.frozensets(st.sampled_from(TERMS), max_size=3)
sides = st.builds(
    Side,
    intention=st.sampled_from(policy.INTENTIONS),
    topic=st.one_of(st.sampled_from(TOPICS), st.text(max_size=80)),
    role=st.sampled_from(["Engineer", "Freight buyer", "Lawyer"]),
    offers=tags,
    seeks=tags,
    ends_at=st.integers(-30, 150).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    reliability=st.floats(0, 1),
)
walks = st.sampled_from(policy.REACH_CHOICES_MIN)


def side(**said):
    plain = {
        "intention": "hire", "topic": "", "role": "", "offers": frozenset(), "seeks": frozenset(),
        "ends_at": NOON + timedelta(minutes=45), "reliability": 0.8,
    }  # fmt: skip
    return Side(
        **plain
        | {name: frozenset(value) if isinstance(value, set) else value for name, value in said.items()}
    )


def verdict(me, other, walk_min=5):
    return judge(me, other, walk_min=walk_min, now=NOON, related=RELATED)


@given(sides, sides, walks)
def test_a_pair_has_one_score_whoever_asks(me, other, walk_min):
    assert verdict(me, other, walk_min).score == verdict(other, me, walk_min).score


@given(sides, sides, walks)
def test_a_score_lies_between_nothing_and_a_hundred(me, other, walk_min):
    assert 0 <= verdict(me, other, walk_min).score <= 100


@given(sides, sides, walks)
def test_there_are_two_or_three_reasons_and_none_twice(me, other, walk_min):
    reasons = reasons_for(me, other, related=RELATED)
    assert 2 <= len(reasons) <= REASONS_MOST
    assert len(set(reasons)) == len(reasons)


@given(sides, sides, walks)
def test_every_reason_can_be_traced_to_what_somebody_said(me, other, walk_min):
    near = {
        term: {wish for wish in me.seeks if term in RELATED.near(frozenset({wish}))} for term in other.offers
    }
    holds = {
        "offers-what-you-seek": lambda term: term in me.seeks & other.offers,
        "seeks-what-you-offer": lambda term: term in me.offers & other.seeks,
        "answers-your-intention": lambda term: term == other.intention,
        "same-topic": lambda term: all(
            words(one) <= words(me.topic) & words(other.topic) for one in term.split(", ")
        ),
        "related-to-what-you-seek": lambda term: bool(near.get(term)),
        "same-intention": lambda term: term == me.intention == other.intention,
        "time": lambda term: term == "",
        "walk": lambda term: term == "",
    }
    assert [one for one in reasons_for(me, other, related=RELATED) if not holds[one.code](one.term)] == []


@given(sides, sides, walks)
def test_a_shorter_walk_never_lowers_the_score(me, other, walk_min):
    assert verdict(me, other, 5).score >= verdict(me, other, walk_min).score


def test_the_weights_make_a_hundred():
    assert sum(WEIGHTS.values()) == 100


def test_everything_that_can_agree_makes_a_hundred():
    me = side(
        intention="swap-ideas", topic="Rail freight", offers={"cloud"}, seeks={"grants"}, reliability=1.0
    )
    other = side(
        intention="swap-ideas", topic="Rail freight", offers={"grants"}, seeks={"cloud"}, reliability=1.0
    )
    assert verdict(me, other).score == 100


def test_what_nobody_said_is_left_out_and_the_rest_counts_for_more():
    known = {"overlap": 1.0, "walk_min": 5, "related": RELATED}
    # topic 35 x 0.2, time 15, walk 15, reliability 10 x 0.8 of 75: the tags are no part of it.
    assert direction(side(), side(intention="discover"), **known) == pytest.approx(
        100 * (7 + 15 + 15 + 8) / 75
    )
    # The same of 100, once something is sought and not offered.
    assert direction(side(seeks={"cloud"}), side(intention="discover"), **known) == pytest.approx(
        7 + 15 + 15 + 8
    )


def test_who_seeks_nothing_has_no_tag_value():
    assert tag_value(frozenset(), frozenset({"cloud"}), related=RELATED) is None


@pytest.mark.parametrize(
    ("seeks", "offers", "value"),
    [
        ({"cloud"}, {"cloud"}, 1.0),
        ({"cloud"}, {"saas"}, 0.5),
        ({"cloud"}, {"grants"}, 0.0),
        ({"cloud", "grants"}, {"cloud"}, 0.5),
        ({"cloud", "grants", "saas"}, {"cloud", "grants"}, 1.0),
    ],
)
def test_two_of_what_one_seeks_are_enough_and_a_neighbour_counts_half(seeks, offers, value):
    assert tag_value(frozenset(seeks), frozenset(offers), related=RELATED) == value


def test_buyers_and_sellers_answer_each_other_and_two_sellers_do_not():
    seller, buyer = side(intention="find-clients"), side(intention="find-suppliers")
    assert [topic_value(seller, buyer), topic_value(buyer, seller), topic_value(seller, seller)] == [
        1.0,
        1.0,
        0.2,
    ]


def test_a_topic_is_answered_by_the_others_topic_or_role():
    me = side(intention="swap-ideas", topic="Rail freight")
    by_topic = side(intention="swap-ideas", topic="Freight on rails")
    by_role = side(intention="swap-ideas", role="Rail freight buyer")
    by_nothing = side(intention="swap-ideas", topic="Opera")
    assert [topic_value(me, other) for other in (by_topic, by_role, by_nothing)] == [1.0, 1.0, 0.5]


@pytest.mark.parametrize(("minutes", "value"), [(-5, 0.0), (0, 0.0), (10, 0.25), (40, 1.0), (90, 1.0)])
def test_the_time_both_have_is_that_of_who_leaves_first(minutes, value):
    short = side(ends_at=NOON + timedelta(minutes=minutes))
    assert time_overlap(side(ends_at=NOON + timedelta(hours=3)), short, now=NOON) == value


def test_reasons_come_strongest_first():
    me = side(intention="find-clients", topic="Freight", seeks={"cloud", "grants"}, offers={"logistics"})
    other = side(intention="find-suppliers", topic="Freight", offers={"saas", "grants"}, seeks={"logistics"})
    assert reasons_for(me, other, related=RELATED) == (
        Reason("offers-what-you-seek", "grants"),
        Reason("seeks-what-you-offer", "logistics"),
        Reason("answers-your-intention", "find-suppliers"),
    )


def test_with_nothing_in_common_the_time_and_the_walk_remain():
    assert reasons_for(side(), side(intention="discover"), related=RELATED) == (
        Reason("time"),
        Reason("walk"),
    )


def test_only_a_shared_subject_makes_a_pair_tagged():
    assert verdict(side(), side(intention="discover")).tagged is False
    assert verdict(side(seeks={"cloud"}), side(intention="discover", offers={"cloud"})).tagged is True


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sécurité des données", {"securite", "donnee"}),
        ("The talk of AI, and AI!", {"ai"}),
        ("FREIGHTS freight", {"freight"}),
        ("à la vôtre", {"votre"} - EMPTY_WORDS),
        ("", set()),
    ],
)
def test_words_are_told_apart_without_accents_capitals_or_plurals(text, found):
    assert words(text) == found
