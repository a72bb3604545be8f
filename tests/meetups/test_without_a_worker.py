"""Celery stands still: what is over is over by the clock, at every door, on both pages, for whoever acts."""

import pytest

from accounts.models import User
from meetups import invitations, partings
from meetups.models import Invitation
from tests import builders

API = "/api/v1/invitations"


@pytest.fixture
def ring(anna, bo):
    return builders.invitation(anna, bo)


@pytest.fixture
def late(ring, clock):
    """The same, a moment after its end; nothing has swept."""
    clock.tick(seconds=90)
    return ring


def signed_in(client, member):
    client.force_login(member)
    return client


@pytest.mark.parametrize(
    ("who", "answer"),
    [("bo", "acceptance"), ("bo", "refusal"), ("bo", "extension"), ("anna", "withdrawal")],
)
def test_whatever_is_said_too_late_is_refused_as_expired(client, late, who, answer):
    member = User.objects.get(profile__first_name=who.title())
    said = signed_in(client, member).post(f"{API}/{late.pk}/{answer}", {}, content_type="application/json")
    assert (said.status_code, said.json()["code"]) == (409, "expired")


@pytest.mark.parametrize("who", ["anna", "bo"])
def test_both_see_that_it_is_over(client, late, who):
    member = User.objects.get(profile__first_name=who.title())
    page = signed_in(client, member).get(f"/invitations/{late.pk}/")
    shown = client.get(f"{API}/{late.pk}").json()
    assert "The moment passed." in page.content.decode()
    assert shown["state"] == "expired"


@pytest.mark.parametrize("who", ["anna", "bo"])
def test_control_a_moment_before_it_rings_for_both(client, ring, clock, who):
    clock.tick(seconds=89)
    member = User.objects.get(profile__first_name=who.title())
    page = signed_in(client, member).get(f"/invitations/{ring.pk}/")
    assert client.get(f"{API}/{ring.pk}").json()["state"] == "sent"
    assert "The moment passed." not in page.content.decode()


def rings_at_another(member, now):
    builders.live(other := builders.person("Fay"), now=now)
    builders.invitation(member, other, now=now)


def is_rung_at(member, now):
    builders.live(other := builders.person("Fay"), now=now)
    builders.invitation(other, member, now=now)


def says_yes_to_another(member, now):
    builders.live(other := builders.person("Fay"), now=now)
    builders.meeting(other, member, now=now)


def goes_invisible(member, now):
    partings.go_invisible(by=member, now=now)


@pytest.mark.parametrize("who", ["anna", "bo"])
@pytest.mark.parametrize("act", [rings_at_another, is_rung_at, says_yes_to_another, goes_invisible])
def test_whoever_acts_next_settles_it(late, clock, act, who):
    act(User.objects.get(profile__first_name=who.title()), clock.now)
    assert builders.stored(late).state == "expired"


def test_it_takes_nobodys_place(anna, late, clock):
    """Three may be out at once; those that are over do not count, swept or not."""
    others = [builders.person(name) for name in ("Fay", "Gus", "Hal")]
    for member in others:
        builders.live(member, now=clock.now)
        builders.invitation(anna, member, now=clock.now)
    assert Invitation.objects.pending().count() == 3


def test_the_sweep_that_comes_at_last_tells_both_once(late, clock, ears):
    clock.tick(minutes=10)
    assert [invitations.expire_due(now=clock.now) for _ in range(2)] == [1, 0]
    assert {name: [said for said, _payload in heard] for name, heard in ears.heard().items()} == {
        "Anna": ["invitation-expired"], "Bo": ["invitation-expired"],
    }  # fmt: skip
