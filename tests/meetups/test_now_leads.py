"""What Now, Live and the landing page say beside the question: what is due, where it is cold, who is back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from matching import alerts, plans, pulses
from matching.models import Availability
from tests import builders
from tests.clock import NOON
from tests.matching.planning import EVENING, KERAVA, crowd, helsinki, point


@pytest.fixture
def words(client, clock):
    """What a page says, as words."""

    def words(path, **headers):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        return " ".join(strip_tags(answer.text.replace("<", " <")).split())

    return words


@pytest.fixture
def eves(client, eve, places):
    client.force_login(eve)
    return client


@pytest.fixture
def annas(client, anna):
    client.force_login(anna)
    return client


def plan(member, *, at, **said):
    return plans.add(
        by=member, now=NOON, point=point(KERAVA).pk, starts_at=at, ends_at=at + timedelta(minutes=45),
        **{"intention": "hire", "topic": "Heat pumps", **said},
    )  # fmt: skip


def test_the_landing_page_shows_no_count_without_a_place(client, words, places):
    crowd(5)
    for path in ("/", "/?around=", "/?around=x", f"/?around={uuid4()}"):
        assert "right now." not in words(path)


def test_the_landing_page_shows_the_place_that_the_link_names(client, words, places):
    crowd(7)
    assert "Helsinki Central Station demo 5 people or more are free around here right now." in words(
        f"/?around={point().pk}"
    )
    assert (
        "Kerava Station Fewer than five people who have met through Kairos are free around here right now."
        in words(f"/?around={point(KERAVA).pk}")
    )


def test_signing_in_from_there_leads_to_now_round_the_same_place(client, places):
    assert f"/sign-in/?next=/now/%3Faround%3D{point().pk}" in client.get(f"/?around={point().pk}").text


def test_now_shows_a_place_only_by_link_and_offers_the_alert_where_it_is_cold(eves, words):
    assert "right now." not in words("/now/")
    said = words(f"/now/?around={point(KERAVA).pk}")
    assert "Fewer than five people who have met through Kairos are free around here right now." in said
    assert "right now. Tell me when at least five are free" in said
    crowd(5)
    said = words(f"/now/?around={point().pk}")
    assert "5 people or more are free around here right now." in said
    assert "Tell me when" not in said


def test_the_alert_of_now_is_set_by_its_plain_form(eves):
    page = eves.get(f"/now/?around={point().pk}").text
    assert '<form id="watch"' in page
    assert 'form="watch"' in page
    answer = eves.post("/alerts/", {"point": point().pk, "hours": 4, "around": point().pk})
    assert (answer.status_code, answer["Location"]) == (303, f"/plans/?around={point().pk}")


def test_a_plan_that_is_due_fills_the_form_and_never_where_one_is(eves, eve, words, clock):
    plan(eve, at=helsinki(14), reach_min=15)
    clock.now = helsinki(13, 54)
    assert "As planned" not in words("/now/")
    clock.now = helsinki(13, 55)
    page = eves.get("/now/").text
    assert "As planned, 14:00 to 14:45 around Kerava Station." in " ".join(strip_tags(page).split())
    initial = eves.get("/now/").context["form"].initial
    assert initial == {
        "topic": "Heat pumps", "place_cell": "", "minutes": 45, "intention": "hire", "reach_min": 15,
    }  # fmt: skip
    assert "selected" not in page


def test_what_is_ahead_is_named_on_now(eves, eve, words):
    plan(eve, at=helsinki(14))
    pulses.pledge(by=eve, now=NOON, point=point().pk, starts_at=EVENING)
    said = words("/now/")
    assert "14:00–14:45 Wednesday 17 June · Kerava Station" in said
    assert "18:00–19:30 Wednesday 17 June · Helsinki Central Station" in said


def test_live_where_it_is_cold_offers_alert_rush_hours_and_plans(annas, anna, words):
    plan(anna, at=helsinki(16))
    said = words("/now/")
    for part in (
        "A word when it fills", "Tell me when at least five are free here",
        "Rush hours around Helsinki Central Station", "18:00–19:30 Wednesday 17 June",
        "16:00–16:45 Wednesday 17 June · Kerava Station", "Plans and alerts",
    ):  # fmt: skip
        assert part in said
    assert words("/now/quiet/") in said


def test_live_where_it_is_not_cold_says_none_of_that(annas, words):
    crowd(4, met=False)
    assert "A word when it fills" not in words("/now/")
    assert words("/now/quiet/") == ""


def test_a_form_on_live_leads_back_to_live(annas):
    answer = annas.post("/alerts/", {"point": point().pk, "hours": 4, "back": "now"})
    assert (answer.status_code, answer["Location"]) == (303, "/now/")


def test_who_met_is_in_a_section_of_its_own_cold_or_not(annas, anna, bo, words, clock):
    builders.met_and_parted(anna, bo, now=clock.now)
    assert "People to see again BO Bo Security engineer met on 17 June · next area, about 10 min" in words(
        "/now/"
    )
    crowd(4, met=False)
    said = words("/now/quiet/")
    assert said.startswith("People to see again BO Bo")
    assert "A word when it fills" not in said


def test_who_is_invisible_finds_nothing_beside_the_list(eves):
    assert eves.get("/now/quiet/").status_code == 204


def test_an_alert_that_fires_on_looking_is_said_on_live(annas, anna, words, clock):
    alerts.watch(by=anna, now=NOON, point=point().pk, until=NOON + timedelta(hours=1))
    crowd(5, cell=builders.A_WALK)
    Availability.objects.exclude(person=anna).update(cell=builders.NEXT, reach_min=10)
    clock.now = NOON.replace(minute=5, second=0)
    Availability.objects.filter(person=anna).update(reach_min=5)
    assert "At 12:05 at least five were free." in words("/now/")


def test_the_gauge_of_live_says_the_rate_only_where_it_is_known(annas, words):
    cache.clear()
    assert "invitations are accepted" not in words("/now/")
    cache.set("accepted-of-ten:120120211013310:2026-06-17", 4)
    for path in ("/now/", "/candidates/"):
        assert "Around here about 4 of 10 invitations are accepted." in words(path)
    cache.clear()
