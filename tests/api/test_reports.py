"""Reporting a person: a receipt at once."""

from uuid import uuid4

import pytest

from moderation.models import Report
from tests import builders
from tests.api.conftest import assert_refused


@pytest.fixture
def about_bo(anna, bo):
    meeting = builders.meeting(anna, bo)
    return {
        "about": {"kind": "meeting", "id": str(meeting.pk)},
        "category": "selling",
        "note": "Would not stop.",
    }


def test_a_report_gets_a_receipt(annas, about_bo, bo):
    answer = annas.post("reports", about_bo)
    report = Report.objects.get()
    assert (report.subject, report.note) == (bo, "Would not stop.")
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(report.pk),
        "receipt": report.receipt,
        "category": "selling",
        "received_at": "2026-06-17T09:02:30Z",
        "due_at": "2026-06-18T09:02:30Z",
    }


def test_the_same_report_again_gets_the_same_receipt(annas, about_bo, clock):
    first = annas.post("reports", about_bo)
    clock.tick(seconds=1)
    again = annas.post("reports", about_bo)
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_note_is_not_needed(annas, about_bo):
    del about_bo["note"]
    assert annas.post("reports", about_bo).status_code == 201


@pytest.mark.parametrize("kind", ["candidate", "invitation", "meeting"])
def test_nobody_is_there_to_report(annas, kind):
    body = {"about": {"kind": kind, "id": str(uuid4())}, "category": "fake"}
    assert_refused(annas.post("reports", body), 404, "nobody")


def test_a_stranger_to_the_meeting_reports_nobody(eves, about_bo):
    assert_refused(eves.post("reports", about_bo), 404, "nobody")


@pytest.mark.parametrize(
    "wrong", [{"category": "boring"}, {"note": "x" * 501}, {"about": {"kind": "meeting"}}, {"photo": "x"}]
)
def test_a_wrong_value_is_named(annas, about_bo, wrong):
    answer = annas.post("reports", {**about_bo, **wrong})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == list(wrong)
