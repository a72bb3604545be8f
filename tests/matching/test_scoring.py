"""The score of a pair: symmetric, between 0 and 100, and every reason traceable. Pure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import taxonomy
from matching import policy, topics
from matching.scoring import (
    REASONS_MOST,
    WEIGHTS,
    Reason,
    Related,
    Side,
    direction,
    judge,
    reasons_for,
    subject_reasons,
    tag_value,
    time_overlap,
    topic_value,
)
from matching.words import words_of
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
    "Recrutement de développeurs",
    "Hiring software engineers",
    "Chasseur de têtes pour la tech",
    "Fret maritime et douane",
    "Cloud costs",
    "Hydrogène vert",
    "Green hydrogen for trucks",
    "Open source busness models",
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
    hard_stop_at=st.one_of(
        st.none(), st.integers(0, 150).map(lambda minutes: NOON + timedelta(minutes=minutes))
    ),
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
        "same-topic": lambda term: all(both_mention(one, me, other) for one in term.split(", ")),
        "same-subject": lambda term: says(me.topic, term) and says(other.topic, term),
        "near-topic": lambda term: term in other.topic and topics.meet(me.topic, term),
        "related-to-what-you-seek": lambda term: bool(near.get(term)),
        "related-to-what-you-offer": lambda term: term in me.offers and term in RELATED.near(other.seeks),
        "same-intention": lambda term: term == me.intention == other.intention,
        "time": lambda term: term == "",
        "walk": lambda term: term == "",
    }
    assert [one for one in all_reasons(me, other) if not holds[one.code](one.term)] == []


@given(sides, sides, walks)
def test_a_subject_in_common_is_told_exactly_where_there_is_a_reason_to_tell(me, other, walk_min):
    assert verdict(me, other, walk_min).tagged is bool(all_reasons(me, other))


def all_reasons(me, other):
    return list(subject_reasons(me, other, related=RELATED))


def both_mention(word, me, other):
    """The very word stands in the other's topic, and in mine but for its ending."""
    mine = frozenset().union(*(one.stems for one in topics.read(me.topic).words))
    return word in other.topic and not topics.read(word).words[0].stems.isdisjoint(mine)


def says(text, code):
    """One of the term's names stands in the text, in either language and but for endings."""
    term = taxonomy.TERMS[code]
    names = [*term.labels.values(), *(name for said in term.synonyms.values() for name in said)]
    said = [one.stems for one in topics.read(text).words]
    return any(
        all(any(not part.stems.isdisjoint(one) for one in said) for part in parts)
        for parts in map(words_of, names)
        if parts
    )


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
    # So they are where the other was never asked for tags; a newcomer's silence is no refusal.
    assert direction(side(seeks={"cloud"}), side(intention="discover"), **known) == pytest.approx(60)
    # The same of 100, once something is sought and not offered.
    silent = side(intention="discover", seeks={"grants"})
    assert direction(side(seeks={"cloud"}), silent, **known) == pytest.approx(7 + 15 + 15 + 8)


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
    assert time_overlap(side(ends_at=NOON + timedelta(hours=3)), short, walk_min=5, now=NOON) == value


@pytest.mark.parametrize(("walk_min", "value"), [(5, 0.5), (10, 0.375), (20, 0.125)])
def test_who_must_be_elsewhere_has_time_until_the_way_back(walk_min, value):
    # Half past leaves thirty minutes, less the walk and the margin of five.
    busy = side(ends_at=NOON + timedelta(minutes=30), hard_stop_at=NOON + timedelta(minutes=30))
    free = side(ends_at=NOON + timedelta(hours=3))
    assert [time_overlap(*pair, walk_min=walk_min, now=NOON) for pair in ((busy, free), (free, busy))] == [
        value
    ] * 2


def test_a_hard_stop_far_off_takes_nothing_away():
    late = side(ends_at=NOON + timedelta(minutes=20), hard_stop_at=NOON + timedelta(hours=2))
    assert time_overlap(late, side(), walk_min=20, now=NOON) == 0.5


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
