"""Surprise me on pages: the switch, the ring, the waiting, three people in a meeting."""

import pytest
from django.conf import settings
from django.test import Client

from matching.models import Availability
from meetups.models import Meeting, Table
from tests import builders
from tests.builders import HERE


def phone_of(member):
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture(autouse=True)
def _still(clock):
    """Doors and stages agree on the moment."""


@pytest.fixture
def annas(anna):
    return phone_of(anna)


@pytest.fixture
def bos(bo):
    return phone_of(bo)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_switch_asks_while_going_live(max, places):
    form = {
        "minutes": 45, "intention": "swap-ideas", "topic": "Ferries", "reach_min": 10, "cell": HERE,
        "surprise": "on",
    }  # fmt: skip
    phone = phone_of(max)
    assert 'name="surprise"' in text(phone.get("/now/"))
    assert phone.post("/availability/", form).status_code == 303
    assert "Looking for somebody for you" in text(phone.get("/now/"))


def test_the_wish_is_turned_on_and_off_on_live(annas, anna):
    for asked, words in ((True, "Looking for somebody for you"), (False, "Surprise me: ring us both")):
        assert annas.post("/availability/surprise/", {"surprise": "on"} if asked else {}).status_code == 303
        assert words in text(annas.get("/now/"))
        assert Availability.objects.get(person=anna).surprise is asked


def test_it_rings_on_the_strip_and_full_screen(annas, anna, bo):
    table = builders.table(anna, bo)
    assert f'href="/tables/{table.pk}/"' in text(annas.get("/now/"))
    assert "A surprise: meet Bo now?" in text(annas.get("/ringing/"))
    page = text(annas.get(f"/tables/{table.pk}/"))
    for words in (
        "Security engineer",
        "Bo &amp; Co",
        table.point.name,
        "Accept, meet in",
        "Not now",
        "Block Bo",
    ):
        assert words in page, words
    assert "Berg" not in page


def test_the_first_yes_waits_and_the_second_meets(annas, bos, anna, bo):
    table = builders.table(anna, bo)
    first = annas.post(f"/tables/{table.pk}/acceptance/")
    assert (first.status_code, first["Location"]) == (303, f"/tables/{table.pk}/")
    assert "Waiting for the other" in text(annas.get(f"/tables/{table.pk}/"))
    assert "Waiting for Bo" in text(annas.get("/ringing/"))
    second = bos.post(f"/tables/{table.pk}/acceptance/")
    where = f"/meetings/{Meeting.objects.get().pk}/"
    assert (second["Location"], annas.get(f"/tables/{table.pk}/")["Location"]) == (where, where)
    assert "You said yes first: hold the place, and speak first." in text(annas.get(where))
    assert "You said yes first" not in text(bos.get(where))


def test_a_no_leads_back_and_the_others_page_stays_as_it_was(annas, bos, anna, bo):
    table = builders.table(anna, bo)
    before = shape(annas.get(f"/tables/{table.pk}/"))
    assert bos.post(f"/tables/{table.pk}/refusal/")["Location"] == "/now/"
    assert bos.get(f"/tables/{table.pk}/")["Location"] == "/now/"
    assert shape(annas.get(f"/tables/{table.pk}/")) == before


def shape(answer):
    """The page without what differs at every look: its secrets."""
    return answer.content.decode().partition('id="invitation"')[2].partition("csrfmiddlewaretoken")[0]


def test_the_moment_passes(annas, anna, bo, clock):
    table = builders.table(anna, bo)
    clock.tick(seconds=90)
    assert "The moment passed." in text(annas.get(f"/tables/{table.pk}/"))


def test_a_table_of_three_names_both_and_the_meeting_shows_both(annas, anna, bo, clock):
    gil = builders.person("Gil", role="Baker")
    builders.live(gil)
    table = builders.table(anna, bo, gil)
    page = text(annas.get(f"/tables/{table.pk}/"))
    assert "Bo and Gil" in page or "Gil and Bo" in page
    for words in ("Security engineer", "Baker", "Block Bo", "Block Gil"):
        assert words in page, words
    for member in (bo, anna, gil):
        phone_of(member).post(f"/tables/{table.pk}/acceptance/")
    [meeting] = Meeting.objects.all()
    page = text(annas.get(f"/meetings/{meeting.pk}/"))
    for words in ("Bo Berg", "Gil", "Baker", "Find Bo and Gil", "Leave without shame", "Block Gil"):
        assert words in page, words
    beacon = text(annas.get(f"/meetings/{meeting.pk}/beacon/"))
    assert "The code of any other" in beacon


def test_the_third_is_expected_and_has_the_beacon_after_two_have_met(annas, anna, bo):
    gil = builders.person("Gil")
    builders.live(gil)
    meeting = builders.seated(anna, bo, gil)
    code = builders.code_of(meeting, bo)
    assert annas.post(f"/meetings/{meeting.pk}/proof/", {"code": code}).status_code == 303
    page = text(annas.get(f"/meetings/{meeting.pk}/"))
    assert "You met Bo" in page
    assert "Gil is still to come" in page
    gils = phone_of(gil)
    assert "Meet at" in text(gils.get(f"/meetings/{meeting.pk}/"))
    assert "No screens" not in text(gils.get(f"/meetings/{meeting.pk}/beacon/"))
    gils.post(f"/meetings/{meeting.pk}/proof/", {"code": builders.code_of(meeting, anna)})
    assert "You met Anna and Bo" in text(gils.get(f"/meetings/{meeting.pk}/"))
    assert "Gil" in text(annas.get("/met/"))
    assert text(gils.get("/met/")).count("met-row") == 2


def test_who_left_sees_that_it_is_over_and_the_others_go_on(annas, anna, bo):
    gil = builders.person("Gil")
    builders.live(gil)
    meeting = builders.seated(anna, bo, gil)
    gils = phone_of(gil)
    assert gils.post(f"/meetings/{meeting.pk}/cancellation/", {"reason": "other"})["Location"] == "/now/"
    assert "You cancelled it." in text(gils.get(f"/meetings/{meeting.pk}/"))
    assert gils.get("/now/").status_code == 200
    assert "could not make it" in text(annas.get(f"/meetings/{meeting.pk}/"))


def test_a_strangers_table_is_not_there(anna, bo, max):
    table = builders.table(anna, bo)
    assert phone_of(max).get(f"/tables/{table.pk}/").status_code == 404
    assert Table.objects.count() == 1
