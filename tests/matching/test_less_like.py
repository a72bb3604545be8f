""" "Less like this": people of a kind come last, for who asked alone, until it is taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from matching import availability, exposure, policy
from matching import less_like as stage
from matching.candidates import candidates_for
from matching.models import LessLike, Seen
from tests import builders
from tests.clock import NOON


@pytest.fixture
def gil(bo):
    """Somebody near whom Anna has less to do with than with Bo."""
    member = builders.person("Gil", role="Florist", offers=["hotels"], seeks=["luxury"])
    builders.live(member, intention="hire")
    return member


def session(member, now=NOON):
    return availability.current(builders.again(member), now=now)


def names(member):
    return [card.first_name for card in candidates_for(session(member), now=NOON).cards]


def less_like(by, other, now=NOON):
    return stage.less_like(session(by, now), session=builders.session_of(other).pk, now=now)


def test_people_of_the_kind_come_last_and_nobody_is_gone(anna, bo, gil):
    assert names(anna) == ["Bo", "Gil"]
    less_like(anna, bo)
    assert names(anna) == ["Gil", "Bo"]


def test_taken_back_the_list_is_as_it_was(anna, bo, gil):
    row = less_like(anna, bo)
    assert stage.show_again(by=anna, kind_id=row.pk) is True
    assert names(anna) == ["Bo", "Gil"]
    assert stage.show_again(by=anna, kind_id=row.pk) is False


def test_another_of_the_kind_comes_last_too(anna, bo, gil):
    less_like(anna, bo)
    hal = builders.person("Hal", role="Security engineer", offers=["hotels"], seeks=["product-management"])
    builders.live(hal, intention="swap-ideas")
    assert names(anna)[0] == "Gil"


def test_asked_less_of_everybody_everybody_is_still_there(anna, bo, gil):
    for member in (bo, gil):
        less_like(anna, member)
    assert names(anna) == ["Bo", "Gil"]


def test_the_kind_holds_what_the_card_said_and_not_who_it_was(anna, bo):
    row = less_like(anna, bo)
    assert (row.person, row.role, row.offers, row.at) == (anna, "Security engineer", ["cybersecurity"], NOON)
    assert {field.name for field in LessLike._meta.fields} == {"id", "person", "role", "offers", "at"}


def test_nobody_hears_of_it_and_nobody_elses_list_changes(anna, bo, gil, ears):
    ears.heard()
    before = [names(member) for member in (bo, gil)]
    row = less_like(anna, bo)
    assert [names(member) for member in (bo, gil)] == before
    stage.show_again(by=anna, kind_id=row.pk)
    assert ears.heard() == {}


def test_asking_twice_changes_nothing(anna, bo):
    first = less_like(anna, bo)
    assert less_like(anna, bo, now=NOON + timedelta(minutes=1)) == first
    assert builders.stored(first).at == NOON


def test_the_newest_twenty_are_kept(anna, bo):
    for number in range(policy.LESS_LIKE_MOST):
        LessLike.objects.create(person=anna, role=f"Role {number}", at=NOON - timedelta(hours=number + 1))
    row = less_like(anna, bo)
    kept = {one.role for one in LessLike.objects.for_person(anna)}
    assert kept == {row.role, *(f"Role {number}" for number in range(policy.LESS_LIKE_MOST - 1))}


def test_the_kinds_of_others_are_not_counted(anna, bo):
    for number in range(policy.LESS_LIKE_MOST):
        LessLike.objects.create(person=bo, role=f"Role {number}", at=NOON - timedelta(hours=number + 1))
    less_like(anna, bo)
    assert LessLike.objects.for_person(bo).count() == policy.LESS_LIKE_MOST


def test_a_card_from_elsewhere_counts_among_the_sixty_or_says_nothing(anna, bo, gil):
    less_like(anna, bo)
    assert exposure.was_shown(anna.pk, bo.pk, now=NOON)
    fill_the_day(anna)
    assert less_like(anna, gil) is None


def fill_the_day(member):
    others = [uuid4() for _ in range(policy.SEEN_MOST)]
    Seen.objects.filter(viewer=member).update(people=others, at=[NOON] * len(others))


def test_a_card_that_cannot_be_seen_says_nothing(anna, bo, chen, dora):
    assert [less_like(anna, other) for other in (anna, chen, dora)] == [None] * 3
    assert LessLike.objects.count() == 0


def test_nobody_takes_back_what_another_asked(anna, bo):
    row = less_like(anna, bo)
    assert stage.show_again(by=bo, kind_id=row.pk) is False
    assert builders.stored(row) == row
