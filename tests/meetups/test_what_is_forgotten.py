"""Thirty days after a meeting its place is forgotten, after an invitation that came to nothing all of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from matching import forgetting as sessions
from matching import policy as matching_policy
from matching.models import Availability
from meetups import forgetting, meetings, partings, policy, tables
from meetups.evidence import evidence
from meetups.models import Invitation, Meeting, Message, Party, Seat, Table
from meetups.whom import other_person
from tests import builders
from tests.api.conftest import Program
from tests.meetups.test_tables_on_pages import phone_of
from tests.meetups.test_what_was_told_stays import main_of

MOMENT = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _still(clock):
    """Doors and stages agree on the moment."""


@pytest.fixture
def met(anna, bo, clock):
    """Two who met, said something and parted."""
    meeting = builders.met(anna, bo)
    meetings.say(meeting_id=meeting.pk, by=anna, now=clock.now, preset="outside")
    return meetings.end(meeting_id=meeting.pk, by=anna, now=clock.now)


def counts():
    return [model.objects.count() for model in (Meeting, Party, Message, Invitation, Table, Seat)]


def test_until_then_nothing_changes(met, clock):
    before = counts()
    assert forgetting.forget_due(now=met.over_at + policy.POINT_KEPT_FOR - MOMENT) == 0
    assert (counts(), builders.stored(met).point) == (before, met.point)


def test_of_a_meeting_the_two_stay_and_where_and_how_goes(met, anna, bo):
    later = met.over_at + policy.POINT_KEPT_FOR
    assert [forgetting.forget_due(now=later) for _twice in range(2)] == [1, 0]
    row = builders.stored(met)
    assert (row.point, row.invitation, row.table, row.met_at) == (None, None, None, met.met_at)
    assert counts() == [1, 2, 0, 0, 0, 0]
    for party in row.parties.all():
        assert (party.walk_min, party.told.keys() & {"topic", "until"}) == (None, set())
    assert {party.told["first_name"] for party in row.parties.all()} == {"Anna", "Bo"}


def test_its_page_is_gone_and_the_list_of_people_met_leaves_the_place_out(met, anna, clock):
    before = main_of(phone_of(anna).get("/met/")).decode()
    assert (met.point.name in before, "Bo Berg" in before) == (True, True)
    forgetting.forget_due(now=met.over_at + policy.POINT_KEPT_FOR)
    for phone in (phone_of(anna),):
        assert phone.get(f"/meetings/{met.pk}/").status_code == 404
        assert phone.post(f"/meetings/{met.pk}/end/").status_code == 404
    assert Program(anna).get(f"meetings/{met.pk}").status_code == 404
    after = main_of(phone_of(anna).get("/met/")).decode()
    assert (met.point.name in after, "Bo Berg" in after, "17 June 2026" in after) == (False, True, True)


def test_whom_one_met_can_be_blocked_and_reported_for_ever(met, anna, bo, clock):
    forgetting.forget_due(now=met.over_at + policy.POINT_KEPT_FOR)
    Availability.objects.update(ended_at=clock.now, state="ended")
    sessions.forget_due(now=clock.now + matching_policy.SESSION_KEPT_FOR)
    assert Availability.objects.count() == 0
    assert other_person(anna, "meeting", met.pk, now=clock.now) == bo.pk
    assert evidence(anna, bo.pk, "meeting", met.pk)["meeting"]["point"] == ""


def test_of_three_each_can_still_be_named(anna, bo, max, clock):
    builders.live(max)
    meeting = builders.seated(anna, bo, builders.again(max))
    session = builders.session_of(bo).pk
    for person in (anna, bo, max):
        partings.leave_everything(person.pk, now=clock.now)
    Meeting.objects.update(met_at=clock.now)
    Party.objects.update(proven_at=clock.now)
    forgetting.forget_due(now=clock.now + policy.POINT_KEPT_FOR)
    assert counts() == [1, 3, 0, 0, 0, 0]
    Availability.objects.update(ended_at=clock.now, state="ended")
    sessions.forget_due(now=clock.now + matching_policy.SESSION_KEPT_FOR)
    assert Party.objects.filter(meeting=meeting, session=None).count() == 3
    assert f"candidate:{session}" in phone_of(anna).get("/met/").content.decode()
    assert other_person(anna, "candidate", session, now=clock.now) == bo.pk
    eve = builders.person("Eve")
    assert other_person(eve, "candidate", session, now=clock.now) is None


def test_what_came_to_nothing_is_deleted(anna, bo, max, clock):
    builders.live(max)
    builders.invitation(anna, bo)
    partings.go_invisible(by=anna, now=clock.now)
    assert forgetting.forget_due(now=clock.now + policy.NOTHING_KEPT_FOR - MOMENT) == 0
    assert forgetting.forget_due(now=clock.now + policy.NOTHING_KEPT_FOR) == 1
    assert Invitation.objects.count() == 0
    builders.table(bo, builders.again(max))
    clock.tick(seconds=90)
    tables.expire_due(now=clock.now)
    assert forgetting.forget_due(now=clock.now + policy.NOTHING_KEPT_FOR - MOMENT) == 0
    assert forgetting.forget_due(now=clock.now + policy.NOTHING_KEPT_FOR) == 1
    assert counts() == [0, 0, 0, 0, 0, 0]


def test_what_rings_or_runs_is_never_forgotten(anna, bo, max, eve, clock):
    for member in (max, eve):
        builders.live(member)
    meeting, ring = builders.meeting(anna, bo), builders.invitation(max, eve)
    assert forgetting.forget_due(now=clock.now + timedelta(days=400)) == 0
    assert (builders.stored(meeting).point, builders.stored(ring).state) == (meeting.point, "sent")


def test_a_meeting_that_nobody_proved_goes_after_ninety_days(anna, bo, clock):
    meeting = builders.meeting(anna, bo)
    meetings.cancel(meeting_id=meeting.pk, by=anna, now=clock.now, reason="other")
    assert forgetting.forget_due(now=clock.now + policy.POINT_KEPT_FOR) == 1
    assert forgetting.forget_due(now=clock.now + policy.UNPROVEN_KEPT_FOR - MOMENT) == 0
    assert forgetting.forget_due(now=clock.now + policy.UNPROVEN_KEPT_FOR) == 1
    assert counts() == [0, 0, 0, 0, 0, 0]


def test_more_than_a_batch_goes_in_one_run(anna, bo, max, clock, monkeypatch):
    monkeypatch.setattr(policy, "FORGOTTEN_AT_ONCE", 1)
    builders.live(max)
    builders.invitation(anna, bo)
    builders.invitation(anna, builders.again(max))
    partings.go_invisible(by=anna, now=clock.now)
    assert forgetting.forget_due(now=clock.now + policy.NOTHING_KEPT_FOR) == 2


def test_the_database_lets_nothing_that_runs_be_without_a_place(anna, bo):
    meeting = builders.meeting(anna, bo)
    with pytest.raises(IntegrityError, match="running_meeting_has_a_place"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(point=None)
    with pytest.raises(IntegrityError, match="running_party_walks_from_a_session"), transaction.atomic():
        Party.objects.filter(meeting=meeting).update(walk_min=None)


def test_who_is_erased_leaves_no_half_meeting_on_the_list(met, anna, bo):
    forgetting.forget_due(now=met.over_at + policy.POINT_KEPT_FOR)
    bo.delete()
    assert phone_of(anna).get("/met/").status_code == 200
    assert list(Meeting.objects.met_by(anna)) == []
