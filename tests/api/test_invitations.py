"""Meet now, by a program: asking, reading, answering, taking back."""

from uuid import uuid4

import pytest

from meetups.models import Invitation, Meeting
from tests import builders
from tests.api.conftest import assert_refused


@pytest.fixture
def to_bo(anna, bo):
    return {"to": str(builders.session_of(bo).pk), "length_min": 20}


@pytest.fixture
def ringing(anna, bo) -> Invitation:
    """Anna's, at Bo."""
    return builders.invitation(anna, bo)


def test_an_invitation_has_all_that_is_needed_to_decide(annas, to_bo):
    answer = annas.post("invitations", to_bo)
    row = Invitation.objects.select_related("point").get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(row.pk),
        "direction": "out",
        "state": "sent",
        "person": {
            "first_name": "Bo",
            "last_name": "",
            "role": "Security engineer",
            "company": "Bo & Co",
            "languages": ["en"],
            "verified": True,
            "works_at": "bo.example",
            "is_demo": False,
        },
        "point": {
            "id": str(row.point_id),
            "name": row.point.name,
            "kind": row.point.kind,
            "where": "",
            "lon": row.point.lon,
            "lat": row.point.lat,
        },
        "topic": "Opening a Nordic office",
        "reasons": [],
        "near": "next-area",
        "about_min": 10,
        "walk_you_min": row.sender_walk_min,
        "walk_them_min": row.invitee_walk_min,
        "length_min": 20,
        "sent_at": "2026-06-17T09:02:30Z",
        "expires_at": "2026-06-17T09:04:00Z",
        "until": "2026-06-17T09:45:00Z",
        "can_extend": False,
        "refused": False,
        "meeting": None,
    }
    assert annas.get(f"invitations/{row.pk}").json() == answer.json()


def test_the_invitee_reads_it_from_the_other_side(bos, ringing):
    said = bos.get(f"invitations/{ringing.pk}").json()
    assert (said["direction"], said["person"]["first_name"], said["can_extend"]) == ("in", "Anna", True)
    assert (said["walk_you_min"], said["walk_them_min"]) == (
        ringing.invitee_walk_min,
        ringing.sender_walk_min,
    )
    assert [reason["code"] for reason in said["reasons"]] == [code for code, _term in ringing.reasons]


def test_asking_again_returns_the_one_that_rings(annas, to_bo, clock):
    first = annas.post("invitations", to_bo)
    clock.tick(seconds=10)
    again = annas.post("invitations", to_bo)
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_crossing_invitation_is_a_yes(annas, bos, anna, to_bo, clock):
    earlier = annas.post("invitations", to_bo).json()
    clock.tick(seconds=10)
    answer = bos.post("invitations", {"to": str(builders.session_of(anna).pk), "length_min": 45})
    assert answer.status_code == 200
    said = answer.json()
    assert (said["id"], said["state"], said["length_min"]) == (earlier["id"], "accepted", 20)
    assert said["meeting"] == str(Meeting.objects.get().pk)


def test_a_length_left_out_is_twenty_minutes(annas, to_bo):
    assert annas.post("invitations", {"to": to_bo["to"]}).json()["length_min"] == 20


@pytest.mark.parametrize("wrong", [{"to": "bo"}, {"length_min": 25}, {"point": "the bar"}, {"note": "hi"}])
def test_a_wrong_value_is_named(annas, to_bo, wrong):
    answer = annas.post("invitations", {**to_bo, **wrong})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == list(wrong)


def test_nobody_invites_without_being_live(eves, to_bo):
    assert_refused(eves.post("invitations", to_bo), 409, "not-available")


def test_nobody_is_reached_by_a_made_up_session(annas):
    assert_refused(annas.post("invitations", {"to": str(uuid4())}), 409, "not-reachable")


def test_a_blocked_person_is_merely_not_reachable(annas, dora):
    answer = annas.post("invitations", {"to": str(builders.session_of(dora).pk)})
    assert_refused(answer, 409, "not-reachable")


def test_a_point_of_ones_own_is_refused(annas, to_bo):
    assert_refused(annas.post("invitations", {**to_bo, "point": str(uuid4())}), 422, "unknown-point")


def test_a_fourth_at_once_says_when_to_try_again(annas, places):
    for name in ("Gil", "Hal", "Ivy", "Jon"):
        answer = annas.post("invitations", {"to": str(builders.live(builders.person(name)).pk)})
    assert_refused(answer, 429, "too-many-open")
    assert answer.headers["Retry-After"] == "90"


def test_a_yes_answers_with_the_meeting(bos, ringing):
    answer = bos.post(f"invitations/{ringing.pk}/acceptance")
    meeting = {"meeting": str(Meeting.objects.get().pk)}
    assert (answer.status_code, answer.json()) == (200, meeting)
    assert bos.post(f"invitations/{ringing.pk}/acceptance").json() == meeting


def test_after_a_yes_the_whole_name_is_known(annas, bos, ringing):
    bos.post(f"invitations/{ringing.pk}/acceptance")
    said = annas.get(f"invitations/{ringing.pk}").json()
    assert (said["state"], said["person"]["last_name"]) == ("accepted", "Berg")


def test_a_no_is_known_to_the_invitee_alone(annas, bos, ringing):
    before = annas.get(f"invitations/{ringing.pk}").json()
    answer = bos.post(f"invitations/{ringing.pk}/refusal")
    assert (answer.status_code, answer.json()["state"], answer.json()["refused"]) == (200, "sent", True)
    assert annas.get(f"invitations/{ringing.pk}").json() == before


def test_a_refused_one_expires_like_any_other(annas, bos, ringing, clock):
    bos.post(f"invitations/{ringing.pk}/refusal")
    clock.tick(seconds=90)
    said = annas.get(f"invitations/{ringing.pk}").json()
    assert (said["state"], said["refused"]) == ("expired", False)


def test_a_minute_more_once(bos, ringing):
    answer = bos.post(f"invitations/{ringing.pk}/extension")
    assert (answer.status_code, answer.json()["expires_at"]) == (200, "2026-06-17T09:05:00Z")
    assert_refused(bos.post(f"invitations/{ringing.pk}/extension"), 409, "already-extended")


def test_an_own_invitation_is_taken_back(annas, bos, ringing):
    answer = annas.post(f"invitations/{ringing.pk}/withdrawal")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert_refused(bos.post(f"invitations/{ringing.pk}/acceptance"), 409, "withdrawn")


@pytest.mark.parametrize("verb", ["acceptance", "refusal", "extension"])
def test_the_sender_does_not_answer_for_the_invitee(annas, ringing, verb):
    assert_refused(annas.post(f"invitations/{ringing.pk}/{verb}"), 409, "not-yours")


@pytest.mark.parametrize("verb", ["acceptance", "refusal", "extension"])
def test_the_moment_passes(bos, ringing, clock, verb):
    clock.tick(seconds=90)
    assert_refused(bos.post(f"invitations/{ringing.pk}/{verb}"), 409, "expired")


@pytest.mark.parametrize("verb", ["refusal", "extension"])
def test_what_was_answered_stays_answered(bos, ringing, verb):
    bos.post(f"invitations/{ringing.pk}/acceptance")
    assert_refused(bos.post(f"invitations/{ringing.pk}/{verb}"), 409, "already-answered")


def test_whoever_was_taken_says_so(bos, anna, ringing):
    gil = builders.person("Gil")
    builders.live(gil)
    builders.meeting(gil, anna)
    assert_refused(bos.post(f"invitations/{ringing.pk}/acceptance"), 409, "superseded")
