"""Which twelve, in which order: by score, then by a keyed hash of the day. Nothing else breaks ties."""

from datetime import timedelta
from uuid import UUID

import pytest

from matching import availability, scoring
from matching.candidates import candidates_for, card_of, pair_hash
from matching.choosing import Judged, choose
from matching.models import Availability
from tests import builders
from tests.builders import A_LONG_WALK, NEXT
from tests.clock import NOON


@pytest.fixture
def crowd(anna):
    """Twenty people whom nothing tells apart but who they are."""
    people = [builders.person(f"Guest{number}") for number in range(20)]
    for member in people:
        builders.live(member, cell=NEXT)
    return people


def names(viewer, now=NOON):
    session = availability.current(viewer, now=now)
    return [card.first_name for card in candidates_for(session, now=now).cards]


def test_equals_come_in_the_order_of_the_pairs_hash(anna, crowd):
    by_hash = sorted(crowd, key=lambda member: pair_hash(anna.pk, member.pk, now=NOON))
    assert names(anna) == [member.profile.first_name for member in by_hash[:12]]


def test_the_order_does_not_depend_on_how_the_rows_lie(anna, crowd):
    before = names(anna)
    # Each row written anew, last first, under another id and another starting time.
    for number, row in enumerate(Availability.objects.exclude(person=anna).order_by("-pk")):
        earlier = row.started_at - timedelta(seconds=number)
        Availability.objects.filter(pk=row.pk).update(id=UUID(int=number + 1), started_at=earlier)
    assert names(anna) == before


def test_the_order_is_the_same_all_day_and_another_tomorrow(anna, crowd):
    later, tomorrow = NOON + timedelta(minutes=2), NOON + timedelta(days=1)
    before = names(anna)
    assert names(anna, later) == before
    Availability.objects.update(heartbeat_at=tomorrow, ends_at=tomorrow + timedelta(minutes=45))
    assert names(anna, tomorrow) != before


def test_nobody_without_the_key_can_foresee_the_order(anna, crowd, settings):
    before = names(anna)
    settings.SECRET_KEY = "another-key-for-the-same-people"
    assert names(anna) != before


def test_the_hash_of_a_pair_is_the_same_from_both_sides(anna, bo):
    assert pair_hash(anna.pk, bo.pk, now=NOON) == pair_hash(bo.pk, anna.pk, now=NOON)


# Choosing, without a database.


def judged(number, score, *, tagged=True, **standing):
    verdict = scoring.Verdict(score=score, tagged=tagged)
    return Judged(UUID(int=number), number, verdict, tie=number.to_bytes(2), **standing)


def chosen(rows):
    choice = choose(rows)
    return [(one.person, one.id in choice.unexpected) for one in choice.shown]


def test_the_best_come_first():
    assert chosen([judged(1, 40), judged(2, 80), judged(3, 60), judged(4, 50)]) == [
        (2, False), (3, False), (4, False), (1, False),
    ]  # fmt: skip


def test_nobody_below_the_floor_is_shown_while_there_are_four_above():
    rows = [judged(number, 60) for number in range(4)]
    assert [name for name, _ in chosen([*rows, judged(9, 34)])] == [0, 1, 2, 3]
    assert [name for name, _ in chosen([*rows, judged(9, 35)])] == [0, 1, 2, 3, 9]


def test_with_fewer_than_four_above_the_floor_everybody_is_shown():
    rows = [judged(number, 60) for number in range(3)]
    assert [name for name, _ in chosen([*rows, judged(8, 10), judged(9, 0)])] == [0, 1, 2, 8, 9]


def test_twelve_are_shown_and_no_more():
    assert len(chosen([judged(number, 60) for number in range(40)])) == 12


@pytest.mark.parametrize(("expected", "unexpected"), [(4, 0), (5, 1), (9, 1), (10, 2), (11, 2), (30, 2)])
def test_one_card_in_six_lies_outside_the_tags_and_is_labelled(expected, unexpected):
    inside = [judged(number, 60) for number in range(expected)]
    outside = [judged(100 + number, 20, tagged=False) for number in range(9)]
    labelled = [name for name, unexpected in chosen([*inside, *outside]) if unexpected]
    assert labelled == [100, 101][:unexpected]


def test_an_unexpected_card_has_no_floor_and_stands_where_its_score_says():
    inside = [judged(number, 60) for number in range(10)]
    assert chosen([*inside, judged(99, 1, tagged=False)])[-1] == (99, True)
    assert chosen([*inside, judged(99, 70, tagged=False)])[0] == (99, False)


def test_who_shares_a_tag_is_never_called_unexpected():
    assert [label for _, label in chosen([judged(number, 60) for number in range(20)])] == [False] * 12


def test_few_free_people_are_told_to_be_free_and_here(anna, clock):
    zoe = builders.live(
        builders.person("Zoe", role="Florist", seeks=["luxury"]),
        cell=A_LONG_WALK,
        intention="hire",
        reach_min=20,
    )
    soon = clock.now + timedelta(minutes=32)
    Availability.objects.filter(person=anna).update(intention="find-clients", reach_min=20, ends_at=soon)
    card = card_of(availability.current(anna, now=clock.now), zoe.pk, now=clock.now)
    assert (card.score < 35, card.reasons[0].text) == (True, "Free now, here")


def test_asking_twice_at_one_moment_answers_the_same(anna, crowd):
    session = availability.current(anna, now=NOON)
    assert candidates_for(session, now=NOON) == candidates_for(session, now=NOON)
