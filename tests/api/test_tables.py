"""Surprise me, by a program: asking for it, hearing the ring, answering, the third person."""

import pytest

from matching.models import Availability
from meetups import dispatch
from meetups.models import Meeting, Table
from tests import builders
from tests.api.conftest import assert_refused
from tests.builders import HERE


@pytest.fixture
def table(anna, bo) -> Table:
    return builders.table(anna, bo)


WISHES = {"cell": HERE, "minutes": 45, "intention": "swap-ideas", "topic": "Ferries", "reach_min": 10}


def test_one_asks_for_it_while_going_live(program_of, eve, places):
    eves = program_of(eve)
    assert eves.post("availability", WISHES | {"surprise": True}).json()["surprise"] is True
    assert Availability.objects.get(person=eve).surprise


def test_one_asks_for_it_later_and_asks_no_more(annas, anna):
    assert annas.get("availability").json()["surprise"] is False
    for asked in (True, False):
        assert annas.patch("availability", {"surprise": asked}).json()["surprise"] is asked
        assert Availability.objects.get(person=anna).surprise is asked


def test_without_a_ring_there_is_no_current_table(annas):
    assert_refused(annas.get("tables/current"), 404, "not-found")


def test_a_table_has_all_that_is_needed_to_decide(bos, anna, table):
    said = bos.get("tables/current").json()
    session = builders.session_of(anna)
    assert said == bos.get(f"tables/{table.pk}").json()
    [person] = said.pop("people")
    reasons = person.pop("reasons")
    assert [reason["code"] for reason in reasons] == [
        "offers-what-you-seek",
        "seeks-what-you-offer",
        "same-intention",
    ]
    assert person == {
        "first_name": "Anna", "last_name": "", "role": "Product manager", "company": "Anna & Co",
        "languages": ["en"], "verified": True, "works_at": "anna.example", "is_demo": False,
        "id": str(session.pk), "topic": "Opening a Nordic office", "near": "next-area", "about_min": 10,
        "until": "2026-06-17T09:45:00Z",
    }  # fmt: skip
    assert said.pop("point")["id"] == str(table.point_id)
    assert said.pop("walk_you_min") > 0
    assert said == {
        "id": str(table.pk), "state": "offered", "answer": "", "length_min": 20, "meeting": None,
        "offered_at": "2026-06-17T09:02:30Z", "expires_at": "2026-06-17T09:04:00Z",
        "until": "2026-06-17T09:45:00Z",
    }  # fmt: skip


def test_the_company_is_not_for_who_is_not_verified(program_of, anna, clock):
    gil = builders.person("Gil", verified=False)
    Availability.objects.filter(person=anna).update(open_to="all")
    builders.live(gil, open_to="all")
    builders.table(anna, gil)
    [person] = program_of(gil).get("tables/current").json()["people"]
    assert (person["company"], person["works_at"], person["last_name"]) == ("", "", "")


def test_the_second_yes_says_which_meeting(annas, bos, table):
    first = annas.post(f"tables/{table.pk}/acceptance")
    assert (first.status_code, first.json()) == (200, {"meeting": None})
    assert annas.get("tables/current").json()["answer"] == "yes"
    assert bos.get("tables/current").json()["answer"] == ""
    second = bos.post(f"tables/{table.pk}/acceptance")
    meeting = Meeting.objects.get()
    assert (second.status_code, second.json()) == (200, {"meeting": str(meeting.pk)})
    assert annas.get(f"tables/{table.pk}").json()["meeting"] == str(meeting.pk)
    assert_refused(annas.get("tables/current"), 404, "not-found")
    people = bos.get("meetings/current").json()["people"]
    assert (people["other"]["host"], people["you"]["host"], len(people["others"])) == (True, False, 1)


def test_a_refusal_shows_to_oneself_alone(annas, bos, table):
    before = annas.get(f"tables/{table.pk}").json()
    refused = bos.post(f"tables/{table.pk}/refusal")
    assert (refused.status_code, refused.json()["answer"]) == (200, "no")
    assert annas.get(f"tables/{table.pk}").json() == before
    assert_refused(bos.post(f"tables/{table.pk}/acceptance"), 409, "already-answered")


def test_when_its_time_is_over_it_is_over(annas, table, clock):
    clock.tick(seconds=90)
    assert annas.get(f"tables/{table.pk}").json()["state"] == "passed"
    assert_refused(annas.post(f"tables/{table.pk}/acceptance"), 409, "expired")
    assert_refused(annas.post(f"tables/{table.pk}/refusal"), 409, "expired")


def test_a_field_too_many_is_refused(annas, table):
    assert annas.post(f"tables/{table.pk}/acceptance", {"lat": 60.17}).status_code == 400
    assert annas.post(f"tables/{table.pk}/refusal", {"why": "busy"}).status_code == 422


def test_three_people_see_each_other_in_one_meeting(program_of, anna, bo, clock):
    gil = builders.person("Gil")
    builders.live(gil)
    builders.seated(anna, bo, gil)
    for member, others in ((anna, ["Bo", "Gil"]), (bo, ["Anna", "Gil"]), (gil, ["Anna", "Bo"])):
        people = program_of(member).get("meetings/current").json()["people"]
        assert [side["first_name"] for side in people["others"]] == others
        assert people["other"] == people["others"][0]


def test_who_has_left_has_no_current_meeting(program_of, anna, bo, clock):
    gil = builders.person("Gil")
    builders.live(gil)
    meeting = builders.seated(anna, bo, gil)
    gils = program_of(gil)
    assert (
        gils.post(f"meetings/{meeting.pk}/cancellation", {"reason": "too-far"}).json()["state"] == "cancelled"
    )
    assert_refused(gils.get("meetings/current"), 404, "not-found")
    assert program_of(anna).get("meetings/current").json()["state"] == "agreed"


def test_a_person_at_a_table_can_be_blocked(annas, bos, anna, bo, table):
    [person] = annas.get("tables/current").json()["people"]
    before = bos.get("tables/current").json()
    assert annas.post("blocks", {"about": {"kind": "candidate", "id": person["id"]}}).status_code == 201
    assert bos.get("tables/current").json() == before
    assert_refused(annas.get("tables/current"), 404, "not-found")


def test_nobody_rings_for_who_asks_no_more(annas, bos, clock):
    for program in (annas, bos):
        program.patch("availability", {"surprise": True})
    annas.patch("availability", {"surprise": False})
    assert dispatch.dispatch_due(now=clock.now) == 0
