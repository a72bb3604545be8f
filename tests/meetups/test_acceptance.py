"""How often invitations are accepted in an area: five people on either side in four weeks, or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from accounts.models import User
from matching.models import Availability
from meetups import acceptance
from meetups.models import Invitation
from places import cells
from places.models import MeetingPoint
from tests import builders
from tests.clock import NOON

YESTERDAY = NOON - timedelta(days=1)
AREA = cells.parent(builders.HERE)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()
    yield
    cache.clear()


def settled(
    number, *, state="expired", at=YESTERDAY, senders=5, invitees=5, place="Helsinki Central Station"
):
    """An invitation that was answered or missed, between two of so many people."""
    sender, invitee = someone(f"Gil{number % senders}"), someone(f"Hal{number % invitees}")
    low, high = sorted((sender.pk, invitee.pk))
    return Invitation.objects.create(
        sender=sender, invitee=invitee, low=low, high=high, state=state, near="same-area", about_min=5,
        sender_session=session(sender), invitee_session=session(invitee), sender_walk_min=1,
        invitee_walk_min=1, point=MeetingPoint.objects.get(name=place), sent_at=at,
        expires_at=at + timedelta(seconds=90), settled_at=None if state == "sent" else at,
    )  # fmt: skip


def someone(name):
    return User.objects.filter(profile__first_name=name).first() or builders.person(name, now=YESTERDAY)


def session(member):
    return Availability.objects.filter(person=member).first() or builders.live(member, now=YESTERDAY)


def ten(accepted, **said):
    return [settled(n, state="accepted" if n < accepted else "expired", **said) for n in range(10)]


def of_ten(cell=builders.HERE, now=NOON):
    return acceptance.accepted_of_ten(cell, now=now)


def test_four_of_ten(places):
    ten(4)
    assert of_ten() == 4


def test_the_whole_area_shares_one_figure_and_another_has_none(places):
    ten(4)
    quarters = [AREA + quarter for quarter in "0123"]
    assert builders.HERE in quarters
    assert [of_ten(cell) for cell in (*quarters, AREA, builders.FAR)] == [4, 4, 4, 4, 4, None]


@pytest.mark.parametrize("few", [{"senders": 4}, {"invitees": 4}])
def test_four_different_people_on_either_side_are_too_few(places, few):
    ten(4, **few)
    assert of_ten() is None


def test_nobody_knows_where_nothing_happened(places):
    assert of_ten() is None


def test_what_was_taken_back_or_superseded_does_not_count_and_what_ran_out_unswept_does(places):
    ten(5)
    for number in range(5):
        settled(number, state="withdrawn")
        settled(number, state="superseded")
    assert acceptance.measured(AREA, until=midnight()) == 5
    for number in range(5):
        settled(number * 7 + 1, state="sent", at=YESTERDAY + timedelta(minutes=number))
    assert acceptance.measured(AREA, until=midnight()) == 3


def midnight():
    return datetime(2026, 6, 17, tzinfo=UTC)


def test_it_looks_back_thirty_days_and_never_at_today(places):
    ten(4)
    for number in range(10):
        settled(number, state="accepted", at=midnight())
        settled(number, state="accepted", at=midnight() - timedelta(days=30, seconds=1))
    assert of_ten() == 4
    cache.clear()
    assert of_ten(now=midnight() + timedelta(days=1)) == 7


def test_demo_people_are_not_people(places):
    ten(4)
    User.objects.filter(profile__first_name="Hal0").update(is_demo=True)
    assert of_ten() is None


def test_it_is_worked_out_once_a_day_and_area(places, django_assert_num_queries):
    ten(4)
    with django_assert_num_queries(1):
        assert [of_ten(), of_ten(), of_ten(AREA)] == [4, 4, 4]
    with django_assert_num_queries(1):
        assert [of_ten(builders.FAR), of_ten(builders.FAR)] == [None, None]
