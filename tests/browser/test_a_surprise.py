"""Two phones that asked for a surprise are rung at the same moment, and two strangers meet."""

import re

import pytest

from kernel import clock
from meetups import dispatch
from meetups.models import Meeting, Table
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_phones_that_asked_for_a_surprise_are_both_rung_and_meet(phone_of, cast):
    annas, bos = both = [phone_of(member) for member in cast]
    for one in both:
        one.page.goto("/now/")
        one.tap("button", "Surprise me: ring us both when somebody fits")
        one.sees("Looking for somebody for you")
    assert dispatch.dispatch_due(now=clock.now()) == 1
    for one in both:
        one.arrives_at(r"/tables/")
        one.sees("A surprise: meet now?")
    annas.tap("button", re.compile("Accept, meet in"))
    annas.sees("Waiting for the other")
    bos.tap("button", re.compile("Accept, meet in"))
    for one in both:
        one.arrives_at(r"/meetings/")
        one.tap("button", "On my way")
        one.tap("button", "I am here")
        one.tap("link", re.compile("^Find "))
    meeting = Meeting.objects.get()
    annas.write("Bo’s code", builders.code_of(meeting, cast[1]))
    annas.tap("button", "We found each other")
    for one in both:
        one.sees(re.compile("You met (Anna|Bo)"))
    assert max(one.taps for one in both) <= 9


def test_to_who_accepted_the_others_no_is_a_moment_that_passed(phone_of, cast):
    annas, bos = both = [phone_of(member) for member in cast]
    for one in both:
        one.page.goto("/now/")
        one.tap("button", "Surprise me: ring us both when somebody fits")
        one.sees("Looking for somebody for you")
    dispatch.dispatch_due(now=clock.now())
    for one in both:
        one.arrives_at(r"/tables/")
    annas.tap("button", re.compile("Accept, meet in"))
    bos.tap("button", "Not now")
    bos.arrives_at(r"/now/")
    annas.sees("Waiting for the other")
    Table.objects.update(expires_at=clock.now())
    builders.tables.expire_due(now=clock.now())
    annas.sees("The moment passed.")
