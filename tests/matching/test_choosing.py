"""What bends the order: who is owed a place, who is a star, what is unexpected, what is asked less of."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import policy, scoring
from matching.choosing import EXPECTED_MOST, Judged, choose, is_like

MOST = policy.CARDS_MOST


def judged(number, score=60, *, tagged=True, **standing):
    verdict = scoring.Verdict(score=score, tagged=tagged)
    return Judged(UUID(int=number), number, verdict, tie=number.to_bytes(2), **standing)


def crowd(count, score=60, first=0, **said):
    return [judged(first + number, score, **said) for number in range(count)]


def shown(rows):
    return [one.person for one in choose(rows).shown]


rooms = st.lists(
    st.builds(
        dict,
        score=st.integers(0, 100),
        tagged=st.booleans(),
        owed=st.booleans(),
        full=st.booleans(),
        less=st.booleans(),
    ),
    max_size=40,
).map(lambda rows: [judged(number, **row) for number, row in enumerate(rows)])


@given(rooms)
def test_only_who_passed_the_hard_filters_is_shown_once_and_twelve_at_most(rows):
    choice = choose(rows)
    ids = [one.id for one in choice.shown]
    assert set(ids) <= {one.id for one in rows}
    assert len(ids) == len(set(ids)) <= MOST
    assert choice.owed <= set(ids)
    assert choice.unexpected <= set(ids)


@given(rooms)
def test_no_room_looks_empty_that_is_not(rows):
    above = [one for one in rows if one.verdict.score >= policy.SCORE_FLOOR]
    least = len(above) if len(above) >= policy.FLOOR_FROM_CARDS else len(rows)
    assert len(choose(rows).shown) >= min(MOST, least)


@given(rooms)
def test_the_unexpected_are_from_outside_the_tags_and_at_most_one_in_six(rows):
    choice = choose(rows)
    labelled = [one for one in choice.shown if one.id in choice.unexpected]
    assert not any(one.verdict.tagged or one.less for one in labelled)
    assert len(labelled) * policy.UNEXPECTED_EVERY <= len(choice.shown)


@given(rooms)
def test_below_the_floor_only_the_owed_and_the_unexpected_are_shown(rows):
    choice = choose(rows)
    if sum(one.verdict.score >= policy.SCORE_FLOOR for one in rows) >= policy.FLOOR_FROM_CARDS:
        below = {one.id for one in choice.shown if one.verdict.score < policy.SCORE_FLOOR}
        assert below <= choice.owed | choice.unexpected


@given(rooms)
def test_cards_stand_by_score_and_what_is_asked_less_of_stands_last(rows):
    cards = choose(rows).shown
    assert cards == sorted(cards, key=lambda one: (one.less, -one.verdict.score, one.tie))


@given(rooms, st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_the_rows(rows, draw):
    shuffled = draw.sample(rows, len(rows))
    assert [one.id for one in choose(rows).shown] == [one.id for one in choose(shuffled).shown]


# Owed.


def test_who_is_owed_a_place_gets_one_although_twelve_are_better():
    assert 99 in shown([*crowd(20, 90), judged(99, 10, owed=True)])


def test_two_are_given_a_place_and_the_best_keep_theirs():
    rows = [*crowd(20, 90), *crowd(5, 10, first=50, owed=True)]
    assert shown(rows) == [*range(10), 50, 51]


def test_the_owed_who_are_among_the_best_take_no_place_from_others():
    assert shown([judged(0, 90, owed=True), *crowd(20, 80, first=1)]) == list(range(MOST))


def test_who_was_owed_is_told_apart_so_that_the_list_stands_still():
    choice = choose([judged(0, 90, owed=True), *crowd(20, 80, first=1), judged(99, 5, owed=True)])
    assert choice.owed == {UUID(int=0), UUID(int=99)}


def test_among_the_owed_the_hash_decides_and_never_the_score():
    waiting = [judged(50, 1, owed=True), judged(51, 30, owed=True), judged(52, 34, owed=True)]
    assert [name for name in shown([*crowd(20, 90), *waiting]) if name >= 50] == [51, 50]


# Stars.


def test_who_is_on_many_lists_steps_back_behind_who_is_not():
    assert 0 not in shown([judged(0, 100, full=True), *crowd(MOST, 60, first=1)])


def test_a_star_still_fills_a_room_that_has_place():
    assert shown([judged(0, 100, full=True), *crowd(5, 60, first=1)]) == list(range(6))


def test_the_unexpected_card_goes_to_no_star_while_there_are_others():
    outside = [judged(50, 10, tagged=False, full=True), *crowd(2, 10, first=60, tagged=False)]
    choice = choose([*crowd(20), *outside])
    assert choice.unexpected == {UUID(int=60), UUID(int=61)}


# Unexpected.


def test_the_waiting_come_first_among_the_unexpected():
    outside = [*crowd(3, 10, first=50, tagged=False), judged(60, 10, tagged=False, owed=True)]
    choice = choose([*crowd(20), *outside])
    assert choice.unexpected == {UUID(int=60), UUID(int=50)}


# Less like this.


def test_a_kind_asked_less_of_comes_after_worse_people():
    assert shown([judged(0, 100, less=True), *crowd(3, 40, first=1)]) == [1, 2, 3, 0]


def test_a_kind_asked_less_of_gives_way_in_a_crowd():
    assert 0 not in shown([judged(0, 100, less=True), *crowd(MOST, 40, first=1)])


@pytest.mark.parametrize("count", [1, 3, 4, 12, 30])
def test_asked_less_of_everybody_the_list_is_as_long_as_before(count):
    assert len(shown(crowd(count, less=True))) == len(shown(crowd(count))) == min(count, EXPECTED_MOST + 2)


def test_who_is_asked_less_of_is_still_owed_a_place():
    assert shown([*crowd(20, 90), judged(99, 50, less=True, owed=True)])[-1] == 99


@pytest.mark.parametrize(
    ("role", "offers", "like"),
    [
        ("SECURITY ENGINEER", (), True),
        ("Florist", ("cloud",), True),
        ("Florist", ("cloud", "hotels"), True),
        ("Florist", ("hotels",), False),
        ("Florist", (), False),
    ],
)
def test_a_kind_is_the_role_or_half_of_the_offers(role, offers, like):
    kind = {"kind_role": "Security engineer", "kind_offers": ("cloud", "saas")}
    assert is_like(role=role, offers=offers, **kind) is like


def test_a_kind_without_offers_is_its_role_alone():
    assert not is_like(role="Florist", offers=("cloud",), kind_role="Baker", kind_offers=())
