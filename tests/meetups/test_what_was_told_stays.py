"""What rings says of the other what was true when it began to ring. Whatever they do since shows nowhere."""

import re
from importlib import import_module

import pytest
from django.db import connection

from accounts import profiles
from accounts.models import Profile
from matching import availability
from matching.models import CellChange
from meetups import meetings, partings, proof
from meetups.models import Invitation, Party, Seat, Table
from tests import builders
from tests.api.conftest import Program
from tests.meetups.test_tables_on_pages import phone_of

older = import_module("meetups.migrations.0006_what_was_told_before")
ONCE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
HEAD = re.compile(rb"^.*<main|</main>.*$", re.DOTALL)  # has the clock's time and the reader's own events


def moves(bo, anna, now):
    CellChange.objects.all().delete()
    availability.move(session_id=builders.session_of(bo).pk, by=bo, now=now, cell=builders.A_LONG_WALK)


def stays_longer(bo, anna, now):
    availability.extend(session_id=builders.session_of(bo).pk, by=bo, now=now)


def changes_words(bo, anna, now):
    availability.retopic(session_id=builders.session_of(bo).pk, by=bo, now=now, topic="Something else")
    profiles.update(
        by=bo, changes={"first_name": "Bob", "role": "Diver", "company": "Deep", "languages": ["en"]}
    )
    Profile.objects.filter(user=bo).update(work_mail_at=None)


def goes_invisible(bo, anna, now):
    partings.go_invisible(by=bo, now=now)


def blocks(bo, anna, now):
    partings.block(by=bo, other_id=anna.pk, now=now)
    for doing in (moves, stays_longer, changes_words):
        doing(bo, anna, now)


def ends(bo, anna, now):
    availability.close(builders.session_of(bo), now=now, by=bo.pk)
    availability.end_due(now=now)
    CellChange.objects.all().delete()


QUIET = [moves, stays_longer, changes_words]  # what ends no ring of one's own
ALL = [*QUIET, goes_invisible, blocks, ends]


@pytest.fixture(autouse=True)
def _still(clock):
    """Doors and stages agree on the moment."""


def answers(member, path, api):
    """Everything that the person reads of it, but for what is drawn by lot on every page."""
    phone, program = phone_of(member), Program(member)
    return [program.get(api).content, *(main_of(phone.get(page)) for page in (path, "/ringing/"))]


def main_of(answer):
    return ONCE.sub(b"", HEAD.sub(b"", answer.content))


def of(row, member):
    kind = "tables" if isinstance(row, Table) else "invitations"
    return answers(member, f"/{kind}/{row.pk}/", f"{kind}/{row.pk}")


@pytest.mark.parametrize("doing", ALL)
def test_to_who_asked_the_one_rung_stays_as_they_were(anna, bo, clock, doing):
    ring = builders.invitation(anna, bo)
    before = of(ring, anna)
    assert b"Bo" in before[1]
    clock.tick(seconds=5)
    doing(bo, anna, clock.now)
    assert of(ring, anna) == before


@pytest.mark.parametrize("doing", QUIET)
def test_to_the_one_rung_who_asked_stays_as_they_were(anna, bo, clock, doing):
    ring = builders.invitation(bo, anna)
    before = of(ring, anna)
    clock.tick(seconds=5)
    doing(bo, anna, clock.now)
    assert of(ring, anna) == before


@pytest.mark.parametrize("doing", ALL)
def test_at_a_table_the_other_stays_as_they_were(anna, bo, clock, doing):
    table = builders.table(anna, bo)
    before = of(table, anna)
    assert b"Bo" in before[1]
    clock.tick(seconds=5)
    doing(bo, anna, clock.now)
    assert of(table, anna) == before


def test_nor_does_one_learn_more_by_moving_oneself(anna, bo, clock):
    table = builders.table(anna, bo)
    before = of(table, anna)
    moves(anna, bo, clock.now)
    assert of(table, anna) == before


NOTHING = {
    "topic": "", "near": None, "about_min": None, "until": None, "reasons": [],
}  # fmt: skip
OF_THEM = {
    "first_name": "Bo", "last_name": "", "role": "", "company": "", "languages": [], "verified": False,
    "works_at": "", "is_demo": False,
}  # fmt: skip


def test_what_ran_out_says_of_the_other_the_first_name_alone(anna, bo, clock):
    ring = builders.invitation(anna, bo)
    clock.tick(seconds=90)
    said = Program(anna).get(f"invitations/{ring.pk}").json()
    assert (said["state"], said["person"]) == ("expired", OF_THEM)
    left = {**NOTHING, "walk_you_min": None, "walk_them_min": None, "meeting": None}
    assert {name: said[name] for name in left} == left


def test_what_was_withdrawn_and_superseded_says_no_more(anna, bo, eve, clock):
    builders.live(eve)
    ring, other = builders.invitation(anna, bo), builders.invitation(eve, bo)
    partings.go_invisible(by=anna, now=clock.now)
    assert Program(bo).get(f"invitations/{ring.pk}").json()["person"] == {**OF_THEM, "first_name": "Anna"}
    gil = builders.person("Gil")
    builders.live(gil)
    builders.meeting(gil, bo)
    assert builders.stored(other).state == "superseded"
    assert Program(eve).get(f"invitations/{other.pk}").json()["person"] == OF_THEM


def test_a_table_that_passed_says_of_the_others_the_first_names_alone(anna, bo, clock):
    table = builders.table(anna, bo)
    session = str(builders.session_of(bo).pk)
    clock.tick(seconds=90)
    said = Program(anna).get(f"tables/{table.pk}").json()
    assert said["people"] == [{**OF_THEM, **NOTHING, "id": session}]
    assert (said["state"], said["answer"], said["walk_you_min"], said["until"]) == ("passed", "", None, None)


@pytest.mark.parametrize("doing", [stays_longer, changes_words, blocks, ends])
def test_what_came_to_nothing_tells_nothing_later_either(anna, bo, clock, doing):
    ring = builders.invitation(anna, bo)
    clock.tick(seconds=90)
    before = of(ring, anna)
    doing(bo, anna, clock.now)
    assert of(ring, anna) == before


def test_who_left_a_meeting_of_three_hears_nothing_of_how_it_goes_on(anna, bo, max, clock):
    builders.live(max)
    meeting = builders.seated(anna, bo, builders.again(max))
    meetings.cancel(meeting_id=meeting.pk, by=anna, now=clock.tick(seconds=10), reason="other")
    before = answers(anna, f"/meetings/{meeting.pk}/", f"meetings/{meeting.pk}")
    meetings.late(meeting_id=meeting.pk, by=bo, now=clock.tick(seconds=10), minutes=10)
    code = builders.code_of(meeting, max)
    proof.prove(meeting_id=meeting.pk, by=bo, now=clock.tick(minutes=2), code=code)
    profiles.update(by=bo, changes={"role": "Diver", "company": "Deep"})
    assert answers(anna, f"/meetings/{meeting.pk}/", f"meetings/{meeting.pk}") == before


def test_whom_one_met_stays_as_they_were_when_one_met(anna, bo, clock):
    meeting = builders.met_and_parted(anna, bo)
    before = answers(anna, f"/meetings/{meeting.pk}/", f"meetings/{meeting.pk}")
    met = main_of(phone_of(anna).get("/met/"))
    changes_words(bo, anna, clock.now)
    assert answers(anna, f"/meetings/{meeting.pk}/", f"meetings/{meeting.pk}") == before
    assert main_of(phone_of(anna).get("/met/")) == met


def test_what_a_meeting_at_a_table_is_about_stays_what_its_host_said(anna, bo, clock):
    availability.retopic(session_id=builders.session_of(anna).pk, by=anna, now=clock.now, topic="Ferries")
    meeting = builders.seated(anna, bo)
    before = Program(bo).get(f"meetings/{meeting.pk}").json()["topic"]
    assert before == "Ferries"
    partings.block(by=anna, other_id=bo.pk, now=clock.now)
    availability.retopic(session_id=builders.session_of(anna).pk, by=anna, now=clock.now, topic="Else")
    assert Program(bo).get(f"meetings/{meeting.pk}").json()["topic"] == "Ferries"


def test_older_rows_are_told_as_their_people_are_now(anna, bo, clock):
    builders.seated(anna, bo)
    gil, hal = (builders.person(name) for name in ("Gil", "Hal"))
    for member in (gil, hal):
        builders.live(member)
    builders.invitation(gil, hal)
    columns = [(Invitation, "sender_told"), (Invitation, "invitee_told"), (Seat, "told"), (Party, "told")]
    before = [list(model.objects.order_by("pk").values_list(name, flat=True)) for model, name in columns]
    for model, name in columns:
        model.objects.update(**{name: {}})
    with connection.cursor() as cursor:
        for table, column, session in older.ROWS:
            cursor.execute(older.TOLD.format(table=table, column=column, session=session))
    after = [list(model.objects.order_by("pk").values_list(name, flat=True)) for model, name in columns]
    assert after == before
