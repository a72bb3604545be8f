"""Whom push reaches stays free, shown and invitable with no page open; whom nothing reaches does not."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from accounts.models import Profile
from kernel import tokens
from matching import availability, liquidity
from matching.candidates import candidates_for
from matching.models import Availability, Reachable
from meetups import invitations
from meetups.invitations import InvitationRefused
from notifications.models import PushSubscription
from places.models import MeetingPoint
from tests import builders
from tests.cast import refuses


def seen_by(member, clock):
    availability.beat(by=member, now=clock.now)
    viewer = availability.current(builders.again(member), now=clock.now)
    return [card.first_name for card in candidates_for(viewer, now=clock.now).cards]


def stays(member, clock):
    """Keep a person's page open up to now."""
    Availability.objects.filter(person=member).update(heartbeat_at=clock.now)


@pytest.fixture
def ring(bo):
    return builders.push_subscription(bo)


# Shown, counted, invited.


def test_whom_push_reaches_is_shown_and_invited_with_no_page_open(anna, bo, ring, clock):
    clock.tick(minutes=25)
    stays(anna, clock)
    Availability.objects.update(ends_at=clock.now + timedelta(hours=1))
    assert seen_by(anna, clock) == ["Bo"]
    assert builders.invitation(anna, bo, now=clock.now).state == "sent"


def test_control_without_push_the_same_person_is_gone(anna, bo, clock):
    clock.tick(minutes=3)
    stays(anna, clock)
    assert seen_by(anna, clock) == []
    with refuses(InvitationRefused, "not-reachable"):
        builders.invitation(anna, bo, now=clock.now)


def test_whom_push_reaches_is_live_until_the_end_of_their_time_and_no_longer(bo, ring, clock):
    session = builders.session_of(bo)
    clock.now = session.ends_at - timedelta(seconds=1)
    assert (availability.end_due(now=clock.now), availability.current(bo, now=clock.now)) == (0, session)
    assert availability.end_due(now=clock.tick(seconds=1)) == 1
    assert availability.current(bo, now=clock.now) is None


def test_an_hour_in_the_pocket_is_no_end_for_a_heartbeat(bo, ring, clock):
    Availability.objects.update(ends_at=clock.now + timedelta(hours=2))
    assert availability.beat(by=bo, now=clock.tick(hours=1))
    assert builders.session_of(bo).heartbeat_at == clock.now


def test_a_stage_that_locks_the_two_does_not_end_whom_push_reaches(anna, bo, ring, clock):
    """Every stage settles what it has locked: a yes after half an hour in the pocket is a yes."""
    Availability.objects.update(ends_at=clock.now + timedelta(hours=1))
    clock.tick(minutes=30)
    stays(anna, clock)
    asked = builders.invitation(anna, bo, now=clock.now, length_min=10)
    clock.tick(seconds=149)
    assert invitations.accept(invitation_id=asked.pk, by=bo, now=clock.now).state == "agreed"


def test_whom_push_reaches_counts_among_the_people_round_a_place(anna, bo, ring, clock):
    """Five people: one whose page is shut, and whom push reaches."""
    others = [builders.person(f"Other{number}") for number in range(3)]
    for other in others:
        builders.live(other)
    Profile.objects.update(met_once_at=clock.now - timedelta(days=40))  # the others are not counted
    Availability.objects.update(ends_at=clock.now + timedelta(hours=1))
    clock.tick(minutes=20)
    Availability.objects.exclude(person=bo).update(heartbeat_at=clock.now)
    point = MeetingPoint.objects.get(name="Elielinaukio")
    with builders.another_world():
        ring.delete()
        assert liquidity.people_round(point, now=clock.now) == 0
    assert liquidity.people_round(point, now=clock.now) == 5


def test_whom_push_reaches_is_rung_at_a_table_for_as_long_as_push_needs(anna, bo, ring, clock):
    Availability.objects.update(ends_at=clock.now + timedelta(hours=1))
    clock.tick(minutes=20)
    stays(anna, clock)
    table = builders.table(anna, bo, now=clock.now)
    assert table.expires_at - table.offered_at == timedelta(seconds=150)


def test_how_one_is_reached_is_said_in_one_word(bo, ring, clock):
    def said():
        return builders.session_of(bo).reachable(clock.now)

    Availability.objects.update(ends_at=clock.now + timedelta(hours=1))
    clock.tick(minutes=2, seconds=59)
    assert said() == Reachable.FOREGROUND
    clock.tick(seconds=1)
    assert said() == Reachable.PUSH
    ring.delete()
    assert said() == Reachable.NONE


# The copy on the open session is true, whatever happened to the browser.


def copy_agrees(member, clock):
    """Whether the session says what the subscriptions say; and what that is."""
    by_rows = member.pk in builders.reachable_by_push([member.pk], now=clock.now)
    assert builders.session_of(member).rung_by_push(clock.now) is by_rows
    return by_rows


def test_a_browser_that_comes_and_goes_is_known_at_once(bo, clock):
    assert not copy_agrees(bo, clock)
    first, second = builders.push_subscription(bo), builders.push_subscription(bo)
    assert copy_agrees(bo, clock)
    first.delete()
    assert copy_agrees(bo, clock)
    PushSubscription.objects.filter(pk=second.pk).update(refused_at=clock.now)
    assert not copy_agrees(bo, clock)
    PushSubscription.objects.filter(pk=second.pk).update(refused_at=None)
    assert copy_agrees(bo, clock)
    Session.objects.filter(pk=second.session_id).delete()
    PushSubscription.objects.filter(pk=second.pk).delete()
    assert not copy_agrees(bo, clock)


def test_a_browser_rings_no_longer_than_its_session(bo, ring, clock):
    Session.objects.filter(pk=ring.session_id).update(expire_date=clock.now + timedelta(minutes=5))
    assert copy_agrees(bo, clock)
    clock.tick(minutes=5)
    assert not copy_agrees(bo, clock)
    Session.objects.filter(pk=ring.session_id).update(expire_date=clock.now + timedelta(days=1))
    assert copy_agrees(bo, clock)


def test_a_program_rings_until_its_token_is_revoked(bo, clock):
    token, _secret = tokens.issue(user=bo, scopes=["meet"], now=clock.now)
    builders.push_subscription(bo, session=None, token=token)
    assert copy_agrees(bo, clock)
    tokens.revoke(user=bo, now=clock.now)
    assert not copy_agrees(bo, clock)


def test_a_browser_taken_over_rings_for_the_next_person_only(anna, bo, ring, clock):
    ring.person = anna
    ring.save()
    assert (copy_agrees(anna, clock), copy_agrees(bo, clock)) == (True, False)


def test_a_browser_from_before_is_known_to_the_session_that_opens(eve, places, clock):
    builders.push_subscription(eve)
    builders.live(eve)
    assert copy_agrees(eve, clock)


def test_what_is_copied_goes_with_the_session(bo, ring, clock):
    session = builders.session_of(bo)
    assert session.push_until is not None
    availability.close(session, now=clock.now)
    assert builders.stored(session).push_until is None


def test_whoever_loses_the_last_browser_in_a_pocket_is_gone_at_once(anna, bo, ring, clock):
    Availability.objects.update(ends_at=clock.now + timedelta(hours=1))
    clock.tick(minutes=20)
    stays(anna, clock)
    assert seen_by(anna, clock) == ["Bo"]
    ring.delete()
    assert seen_by(anna, clock) == []
    assert availability.current(bo, now=clock.now) is None
    assert availability.end_due(now=clock.now) == 1


def written():
    """Rows of sessions written in this transaction: without touching an index, and in all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_hot_upd, n_tup_upd FROM pg_stat_xact_user_tables"
            " WHERE relname = 'matching_availability'"
        )
        return cursor.fetchone()


def test_a_heartbeat_still_touches_no_index(anna, ring, clock):
    hot, rows = written()
    assert availability.beat(by=anna, now=clock.tick(seconds=30))
    assert written() == (hot + 1, rows + 1)


def test_a_push_that_arrives_writes_no_session(bo, ring, clock):
    before = written()
    PushSubscription.objects.filter(pk=ring.pk).update(succeeded_at=clock.now, refused_at=None)
    assert written() == before
    PushSubscription.objects.filter(pk=ring.pk).update(refused_at=clock.now)
    assert written() != before


# What is said of it.


def test_live_says_whether_we_can_ring_with_no_page_open(anna, client, clock):
    def said():
        return client.get("/candidates/", headers={"HX-Request": "true"}).content.decode()

    client.force_login(anna)
    assert "We can ring you only while this page is open." in said()
    assert 'href="/me/ringing/"' in said()  # the one tap that changes it
    browser = builders.push_subscription(anna)
    assert "We can ring you even when the phone is locked." in said()
    assert "/me/ringing/" not in said()
    browser.delete()
    assert "We can ring you only while this page is open." in said()


def test_nothing_is_shown_of_how_others_are_reached(anna, bo, clock, client):
    """A card and a person's page are the same whether a page of theirs is open or only push reaches them."""

    def seen():
        pages = [
            client.get(path).content.decode().partition("<main")[2]
            for path in ("/now/", f"/people/{builders.session_of(bo).pk}/")
        ]
        return [re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", page) for page in pages]

    client.force_login(anna)
    clock.tick(seconds=50)
    stays(bo, clock)
    before = seen()
    builders.push_subscription(bo)
    Availability.objects.filter(person=bo).update(heartbeat_at=clock.now - timedelta(seconds=50))
    assert builders.session_of(bo).rings_for(clock.now) == timedelta(seconds=150)
    assert seen() == before
