"""The page of plans, rush hours and alerts: plain forms that work without JavaScript, and answer in words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from matching import alerts, plans, pulses
from matching.models import Alert, Plan, Pledge
from tests import builders
from tests.clock import NOON
from tests.matching.planning import EVENING, KERAVA, helsinki, point

SAID = {
    "day": "2026-06-17", "begins": "14:00", "minutes": "45", "intention": "swap-ideas", "topic": "Heat pumps",
    "reach_min": "10",
}  # fmt: skip

NO_PLACE = "d83c5a67-66ec-40ee-b1ab-07e113e1edef"  # every worker must collect the same tests


@pytest.fixture
def page(client, eve, places, clock):
    """eve's browser, with what it shows as words."""
    client.force_login(eve)

    def page(path="/plans/", **headers):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        return " ".join(
            strip_tags(answer.text.replace("<", " <")).replace("\xa0", " ").replace("\u202f", " ").split()
        )

    return page


def send(client, path, **said):
    return client.post(path, said)


def test_a_plan_is_kept_by_a_plain_form_and_shown_on_the_clock_of_its_place(client, page):
    answer = send(client, "/plans/", point=point().pk, **SAID)
    assert (answer.status_code, answer["Location"]) == (303, f"/plans/?around={point().pk}")
    kept = Plan.objects.get()
    assert (kept.starts_at, kept.ends_at, kept.topic) == (helsinki(14), helsinki(14, 45), "Heat pumps")
    assert "14:00–14:45 Wednesday 17 June · Helsinki Central Station Heat pumps" in page(answer["Location"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"begins": "12:00"}, "This time has begun already."),
        ({"day": "2026-07-20"}, "A plan begins within the next 14 days."),
        ({"day": "9999-12-31", "begins": "23:59"}, "A plan begins within the next 14 days."),
        ({"day": "0001-01-01", "begins": "00:00"}, "14 days."),
        ({"topic": "anna@example.org"}, "Please leave out links"),
        ({"point": str(uuid4())}, "This place is not one where people meet here."),
        ({"point": ""}, "This field is required."),
        ({"minutes": "500"}, "Select a valid choice."),
        ({"topic": "x" * 81}, "at most 80 characters"),
        ({"day": "tomorrow"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_what_was_written_stays(client, page, said, words):
    answer = send(client, "/plans/", **{"point": point().pk, **SAID, "topic": "Kept words", **said})
    assert (answer.status_code, Plan.objects.count()) == (422, 0)
    assert words in answer.text
    assert '<details class="more" open>' in answer.text
    if "topic" not in said:
        assert 'value="Kept words"' in answer.text


def test_two_plans_at_once_are_refused_beside_the_time(client, page):
    send(client, "/plans/", point=point().pk, **SAID)
    answer = send(client, "/plans/", point=point().pk, **{**SAID, "begins": "14:30"})
    assert (answer.status_code, Plan.objects.count()) == (422, 1)
    assert 'id="begins-error">You have a plan at that time already.' in answer.text


def test_a_plan_is_removed_and_a_strangers_stays(client, page, eve, bo):
    mine = plan_of(eve)
    theirs = plan_of(bo)
    for row in (mine, theirs):
        assert client.post(f"/plans/{row.pk}/removal/").status_code == 303
    assert list(Plan.objects.all()) == [theirs]


def plan_of(member):
    return plans.add(
        by=member, now=NOON, point=point().pk, starts_at=helsinki(14), ends_at=helsinki(15), intention="hire"
    )


def test_a_rush_hour_is_promised_and_taken_back(client, page):
    here = f"/plans/?around={point().pk}"
    assert "18:00–19:30 Wednesday 17 June I will be there" in page(here)
    answer = send(
        client, "/pulses/pledges/", point=point().pk, starts_at=EVENING.isoformat(), around=point().pk
    )
    assert (answer.status_code, answer["Location"]) == (303, here)
    assert "You plan to be there. 15 minutes before, you will be told if at least six do. Take back" in page(
        here
    )
    client.post(f"/pulses/pledges/{Pledge.objects.get().pk}/removal/", {"around": point().pk})
    assert "18:00–19:30 Wednesday 17 June I will be there" in page(here)


def test_what_the_page_says_of_others_is_a_step_of_five(client, page, clock):
    for number in range(6):
        pulses.pledge(by=builders.proven(f"Gil{number}"), now=NOON, point=point().pk, starts_at=EVENING)
    clock.tick(minutes=5)
    assert "18:00–19:30 Wednesday 17 June 5+ people plan to be there." in page(f"/plans/?around={point().pk}")


@pytest.mark.parametrize("said", [{}, {"point": "x", "starts_at": "y"}, {"point": NO_PLACE}])
def test_a_pledge_that_no_page_offers_opens_nothing(client, page, said):
    assert send(client, "/pulses/pledges/", **said).status_code == 404


def test_a_refused_pledge_is_said_where_it_was_tapped(client, page):
    answer = send(client, "/pulses/pledges/", point=point().pk, starts_at=helsinki(12).isoformat())
    assert answer.status_code == 303
    assert "This rush hour is about to begin or has begun." in page()


def test_a_pledge_elsewhere_is_told_of_and_leads_there(client, page, eve):
    pulses.pledge(by=eve, now=NOON, point=point(KERAVA).pk, starts_at=EVENING)
    said = page(f"/plans/?around={point().pk}")
    assert "You plan to be at the rush hour of Wednesday 17 June, 18:00 around Kerava Station." in said


def test_an_alert_is_set_and_removed(client, page):
    assert "No alert waits." in page()
    answer = send(client, "/alerts/", point=point().pk, hours="2")
    assert answer.status_code == 303
    assert Alert.objects.get().until == NOON + timedelta(hours=2)
    assert "Told once, until 14:02, when at least five are free." in page()
    client.post(f"/alerts/{Alert.objects.get().pk}/removal/")
    assert "No alert waits." in page()


@pytest.mark.parametrize("said", [{}, {"hours": "99"}, {"point": "x", "hours": "2"}])
def test_an_alert_without_a_place_or_an_end_is_asked_again(client, page, said):
    said = {"point": point().pk, **said} if "hours" in said and "point" not in said else said
    assert (send(client, "/alerts/", **said).status_code, Alert.objects.count()) == (422, 0)


def test_an_alert_that_fired_says_when(client, page, eve):
    alerts.watch(by=eve, now=NOON, point=point().pk, until=NOON + timedelta(hours=1))
    Alert.objects.update(fired_at=NOON + timedelta(minutes=3))
    assert "At 12:05 at least five were free." in page()


def test_who_is_live_finds_the_nearest_place_chosen_and_who_is_not_none(client, page, eve):
    assert "selected>" not in client.get("/plans/").text
    builders.live(eve, cell=builders.FAR)
    said = client.get("/plans/").text
    assert said.count("selected>Kerava Station") == 3


@pytest.mark.parametrize("around", ["x", NO_PLACE, "%00", "1" * 4000])
def test_a_link_to_no_place_shows_no_place(client, page, around):
    assert "I will be there" not in page(f"/plans/?around={around}")


@pytest.mark.parametrize("path", ["/plans/", "/alerts/", "/pulses/pledges/"])
def test_a_stranger_is_asked_to_sign_in_first(client, db, path):
    answer = client.post(path)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in/")


def test_the_page_is_french_for_who_reads_french(client, page):
    send(client, "/plans/", point=point().pk, **SAID)
    with translation.override("en"):  # what the request chose goes with it
        said = page(f"/plans/?around={point().pk}", **{"Accept-Language": "fr"})
    for words in ("Projets et alertes", "Temps forts", "J’y serai", "14:00–14:45 mercredi 17 juin"):
        assert words in said
