"""What each sees of the other: a first name before a yes, all of it after; of the codes the own one only."""

from dataclasses import fields

import pytest

from accounts.models import Profile
from matching.models import Availability
from meetups.models import Invitation, Meeting
from meetups.screens import invitation_shown, meeting_shown
from tests import builders
from tests.builders import code_of


def shown(row, viewer, clock):
    rows = {Invitation: invitation_shown, Meeting: meeting_shown}
    again = type(row).objects.for_person(viewer).get(pk=row.pk)
    return rows[type(row)](again, builders.again(viewer), now=clock.now)


@pytest.fixture
def ring(anna, bo):
    return builders.invitation(anna, bo)


def test_before_a_yes_there_is_a_first_name_and_no_last_one(ring, anna, bo, clock):
    persons = [shown(ring, viewer, clock).person for viewer in (bo, anna)]
    assert [(person.first_name, person.last_name) for person in persons] == [("Anna", ""), ("Bo", "")]


def test_before_a_yes_the_company_is_for_verified_eyes(ring, anna, bo, clock):
    assert (shown(ring, bo, clock).person.company, shown(ring, bo, clock).person.works_at) == (
        "Anna & Co", "anna.example",
    )  # fmt: skip
    Profile.objects.filter(user=bo).update(work_mail_at=None)
    assert (shown(ring, bo, clock).person.company, shown(ring, bo, clock).person.works_at) == ("", "")


def test_each_reads_the_walks_from_their_own_side(ring, anna, bo, clock):
    out, incoming = shown(ring, anna, clock), shown(ring, bo, clock)
    assert (out.direction, out.walk_you_min, out.walk_them_min) == ("out", 4, 3)
    assert (incoming.direction, incoming.walk_you_min, incoming.walk_them_min) == ("in", 3, 4)


def test_the_one_rung_reads_why_in_their_own_language(ring, bo, anna, clock):
    assert [reason.text for reason in shown(ring, bo, clock).reasons] == [
        "Offers what you look for: Product management",
        "Looks for what you offer: Cybersecurity",
        "You are both here to swap ideas",
    ]
    assert shown(ring, anna, clock).reasons == ()


def test_a_ring_that_ran_out_reads_expired_before_anybody_swept(ring, anna, bo, clock):
    clock.tick(seconds=90)
    assert [shown(ring, viewer, clock).state for viewer in (anna, bo)] == ["expired", "expired"]


def test_until_when_the_other_is_free_is_rounded(ring, bo, clock):
    ends_at = builders.session_of(ring.sender).ends_at
    assert (ends_at.minute, ends_at.second) == (47, 30)
    assert (shown(ring, bo, clock).until.minute, shown(ring, bo, clock).until.second) == (45, 0)


def test_no_screen_names_a_cell(ring, anna, bo, clock):
    meeting = builders.meeting(anna, bo)
    told = "".join(repr(shown(row, viewer, clock)) for row in (ring, meeting) for viewer in (anna, bo))
    cells = Availability.objects.values_list("cell", flat=True)
    assert [cell for cell in cells if cell in told] == []


def test_after_a_yes_both_have_a_name_and_a_company(anna, bo, clock):
    meeting = builders.meeting(anna, bo)
    Profile.objects.filter(user=bo).update(work_mail_at=None)
    them = shown(meeting, bo, clock).them
    assert (them.first_name, them.last_name, them.company) == ("Anna", "Aalto", "Anna & Co")


def test_each_sees_their_own_code_and_nowhere_the_others(anna, bo, clock):
    meeting = builders.meeting(anna, bo)
    meeting.parties.filter(person=anna).update(code="1111")
    meeting.parties.filter(person=bo).update(code="2222")
    for viewer, code in ((anna, "1111"), (bo, "2222")):
        screen = shown(meeting, viewer, clock)
        values = [getattr(screen, field.name) for field in fields(screen)]
        assert (
            [value for value in values if value in ("1111", "2222")] == [code] == [code_of(meeting, viewer)]
        )


def test_a_stranger_finds_neither_ring_nor_meeting(ring, anna, bo, eve):
    meeting = builders.meeting(anna, bo)
    assert (Invitation.objects.for_person(eve).count(), Meeting.objects.for_person(eve).count()) == (0, 0)
    assert Meeting.objects.for_person(anna).get() == meeting
