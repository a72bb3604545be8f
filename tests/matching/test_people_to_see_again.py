"""People met lately stand in no list; who is free and in reach is shown apart, and may be invited."""

from datetime import timedelta

import pytest

from accounts import profiles
from accounts.models import User
from matching import availability
from matching.again import met_again
from matching.models import Acquaintance, Availability
from meetups import invitations, partings
from meetups.invitations import InvitationRefused
from tests import builders
from tests.cast import refuses


@pytest.fixture
def again(clock):
    """Whom somebody may see again now."""

    def again(viewer):
        session = availability.current(builders.again(viewer), now=clock.now)
        return met_again(session, now=clock.now)

    return again


@pytest.fixture
def met(anna, bo, clock):
    builders.met_and_parted(anna, bo, now=clock.now)
    return anna, bo


def names(rows):
    return [row.first_name for row in rows]


def test_who_met_is_shown_again_both_ways_with_the_day_and_how_near(met, anna, bo, again, clock):
    [row] = again(anna)
    assert (row.first_name, row.role, row.met_at, row.near, row.about_min) == (
        "Bo", "Security engineer", clock.now, "next-area", 10,
    )  # fmt: skip
    assert (row.id, names(again(bo))) == (builders.session_of(bo).pk, ["Anna"])


def test_who_never_met_is_not_shown_again(anna, bo, again):
    assert again(anna) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda anna, bo, now: partings.block(by=bo, other_id=anna.pk, now=now),
        lambda anna, bo, now: partings.not_a_fit(by=anna, other_id=bo.pk),
        lambda anna, bo, now: partings.go_invisible(by=bo, now=now),
        lambda anna, bo, now: profiles.update(by=bo, changes={"languages": ["fi"]}),
        lambda anna, bo, now: Availability.objects.filter(person=bo).update(reach_min=5),
        lambda anna, bo, now: Availability.objects.filter(person=anna).update(reach_min=5),
        lambda anna, bo, now: Availability.objects.filter(person=bo).update(
            heartbeat_at=now - timedelta(minutes=3)
        ),
        lambda anna, bo, now: User.objects.filter(pk=bo.pk).update(is_active=False),
        lambda anna, bo, now: Acquaintance.objects.update(met_at=now - timedelta(days=30)),
    ],
    ids=[
        "block", "not-a-fit", "invisible", "language",
        "their-reach", "my-reach", "silent", "frozen", "long-ago",
    ],
)  # fmt: skip
def test_every_other_filter_holds(met, again, clock, change):
    anna, bo = met
    assert names(again(anna)) == ["Bo"]
    change(anna, bo, clock.now)
    assert again(anna) == []


def test_the_latest_meeting_comes_first(met, anna, bo, again, clock):
    gil = builders.person("Gil")
    builders.live(gil)
    low, high = sorted((anna.pk, gil.pk))
    Acquaintance.objects.create(low_id=low, high_id=high, met_at=clock.now + timedelta(seconds=1))
    assert names(again(anna)) == ["Gil", "Bo"]


def test_they_may_be_invited_as_anybody(met, anna, bo, again, clock):
    [row] = again(anna)
    asked = invitations.invite(by=builders.again(anna), to=row.id, now=clock.now)
    assert asked.invitation.invitee == bo


def test_who_is_blocked_may_not_be_invited_again(met, anna, bo, again, clock):
    [row] = again(anna)
    partings.block(by=bo, other_id=anna.pk, now=clock.now)
    with refuses(InvitationRefused, "not-reachable"):
        invitations.invite(by=builders.again(anna), to=row.id, now=clock.now)
