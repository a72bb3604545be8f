"""A report: a receipt at once, and with it what both saw. Where anybody was is no part of that."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kernel.coordinates import find_coordinates
from matching.models import Availability
from meetups import invitations, meetings
from moderation import policy, reports
from moderation.models import Report
from moderation.reports import ReportRefused
from tests import builders
from tests.builders import card, session_of
from tests.cast import refuses


@pytest.fixture
def report(clock):
    def report(by, kind, about, *, category="harassment", note=""):
        return reports.report(by=by, kind=kind, about=about, category=category, note=note, now=clock.now)

    return report


def test_a_receipt_that_can_be_read_aloud_comes_at_once(anna, bo, report):
    taken = report(anna, "candidate", card(anna, bo).pk)
    assert (taken.reporter, taken.subject, taken.state) == (anna, bo, "received")
    assert re.fullmatch(f"[{policy.RECEIPT_SIGNS}]{{8}}", taken.receipt)


def test_nobody_hears_of_it(anna, bo, report, ears):
    report(anna, "candidate", card(anna, bo).pk)
    assert ears.heard() == {}


@pytest.mark.parametrize(("category", "hours"), policy.CATEGORIES.items())
def test_how_soon_somebody_looks_depends_on_what_happened(anna, bo, report, category, hours):
    taken = report(anna, "candidate", card(anna, bo).pk, category=category)
    assert (taken.received_at, taken.due_at - taken.received_at) == (builders.NOON, timedelta(hours=hours))


def test_the_same_report_twice_is_one_with_one_receipt(anna, bo, clock, report):
    first = report(anna, "candidate", card(anna, bo).pk, note="He shouted")
    clock.tick(minutes=5)
    second = report(anna, "candidate", card(anna, bo).pk, note="Again")
    assert (second, second.receipt, second.note, Report.objects.count()) == (
        first,
        first.receipt,
        "He shouted",
        1,
    )


def test_another_thing_that_happened_is_another_report(anna, bo, report):
    first = report(anna, "candidate", card(anna, bo).pk, category="fake")
    second = report(anna, "candidate", card(anna, bo).pk, category="selling")
    assert (first == second, Report.objects.count()) == (False, 2)


def test_two_people_report_the_same_person_each_for_themselves(anna, bo, eve, report):
    receipts = {report(member, "candidate", card(member, bo).pk).receipt for member in (anna, eve)}
    assert len(receipts) == 2


def test_only_ones_own_reports_can_be_looked_up(anna, bo, eve, report):
    taken = report(anna, "candidate", card(anna, bo).pk)
    assert [list(Report.objects.for_person(member)) for member in (anna, bo, eve)] == [[taken], [], []]


@pytest.mark.parametrize("kind", ["candidate", "invitation", "meeting"])
def test_there_must_be_somebody_to_report(anna, report, kind):
    with refuses(ReportRefused, "nobody") as refused:
        report(anna, kind, uuid4())
    assert refused.value.status == 404


def test_nobody_reports_through_what_others_share(anna, bo, eve, report):
    with refuses(ReportRefused, "nobody"):
        report(eve, "meeting", builders.meeting(anna, bo).pk)


def test_what_happened_is_one_of_the_categories(anna, bo, report):
    with refuses(ReportRefused, "unknown-category"):
        report(anna, "candidate", card(anna, bo).pk, category="boring")


def test_the_database_refuses_a_report_of_oneself(anna, bo, report):
    taken = report(anna, "candidate", card(anna, bo).pk)
    with pytest.raises(IntegrityError, match="report_needs_two_people"), transaction.atomic():
        Report.objects.filter(pk=taken.pk).update(subject=anna)


def test_a_note_is_kept_as_far_as_there_is_room(anna, bo, report):
    assert len(report(anna, "candidate", card(anna, bo).pk, note=" " + "x" * 900).note) == 500


def test_it_keeps_what_the_reporter_saw_of_the_person(anna, bo, report):
    assert report(anna, "candidate", card(anna, bo).pk).context["shown"] == {
        "first_name": "Bo", "role": "Security engineer", "company": "Bo & Co", "headline": "",
        "topic": "Securing a young product", "intention": "swap-ideas",
    }  # fmt: skip


def test_it_keeps_the_invitations_between_the_two_newest_first(anna, bo, eve, clock, report):
    builders.live(eve)
    builders.invitation(anna, eve)
    first = builders.invitation(anna, bo)
    invitations.withdraw(invitation_id=first.pk, by=anna, now=clock.now)
    second = builders.invitation(bo, anna, now=clock.tick(minutes=1))
    between = report(anna, "invitation", second.pk).context["between"]
    assert [(row["invitation"], row["from_reporter"], row["state"]) for row in between] == [
        (str(second.pk), False, "sent"), (str(first.pk), True, "withdrawn"),
    ]  # fmt: skip


def test_it_keeps_place_times_and_words_of_the_meeting(anna, bo, clock, report):
    meeting = builders.meeting(anna, bo)
    meetings.say(meeting_id=meeting.pk, by=bo, now=clock.now, preset="outside")
    assert report(anna, "meeting", meeting.pk).context["meeting"] == {
        "point": "Finnish National Theatre", "state": "agreed", "agreed_at": clock.now.isoformat(),
        "met_at": None,
        "messages": [{"from_reporter": False, "preset": "outside", "at": clock.now.isoformat()}],
    }  # fmt: skip


def test_where_anybody_was_is_not_in_it(anna, bo, report):
    meeting = builders.meeting(anna, bo)
    kept = [
        report(anna, kind, about).context
        for kind, about in (
            ("candidate", card(anna, bo).pk),
            ("invitation", meeting.invitation_id),
            ("meeting", meeting.pk),
        )
    ]
    cells = Availability.objects.values_list("cell", flat=True)
    assert [cell for cell in cells if cell in repr(kept)] == []
    assert find_coordinates(kept) is None


def test_control_a_cell_or_a_centre_in_it_would_be_found(anna, bo):
    session = session_of(bo)
    leaky = {"shown": {"cell": session.cell, "centre": list(session.centre.coords)}}
    assert (session.cell in repr(leaky), find_coordinates(leaky)) == (True, "shown.centre")
