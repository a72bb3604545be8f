""" "Tell me when at least five are free here", by the API; and the people to see again."""

from uuid import uuid4

import pytest

from matching.models import Alert
from notifications import events
from tests import builders
from tests.api.conftest import assert_refused
from tests.cast import told
from tests.clock import NOON
from tests.matching.planning import crowd, point

UNTIL = "2026-06-17T12:00:00Z"


@pytest.fixture
def body(places):
    return {"point": str(point().pk), "until": UNTIL}


def test_an_alert_is_set_listed_and_removed(eves, body, ears):
    made = eves.post("alerts", body)
    kept = Alert.objects.get()
    assert made.status_code == 201
    assert {key: value for key, value in made.json().items() if key != "point"} == {
        "id": str(kept.pk), "until": UNTIL, "fired_at": None,
    }  # fmt: skip
    assert eves.get("alerts").json() == {"results": [made.json()], "next": None}
    assert eves.delete(f"alerts/{kept.pk}").status_code == 204
    assert_refused(eves.delete(f"alerts/{kept.pk}"), 404, "not-found")
    assert ears.heard() == {"Eve": told(events.PlansChanged(), events.PlansChanged())}


def test_the_same_alert_again_is_200_and_a_key_says_201_again(eves, body, clock):
    first = eves.post("alerts", body, **{"Idempotency-Key": "once"})
    assert eves.post("alerts", body, **{"Idempotency-Key": "once"}).status_code == 201
    clock.tick(seconds=1)
    again = eves.post("alerts", body | {"until": "2026-06-17T13:00:00Z"})
    assert (again.status_code, again.json()) == (200, first.json())


def test_without_a_worker_the_list_says_that_it_fired(eves, body, clock, ears):
    crowd(5)
    alert = eves.post("alerts", body).json()["id"]
    ears.heard()
    clock.now = NOON.replace(minute=5, second=0)
    assert eves.get("alerts").json()["results"][0]["fired_at"] == "2026-06-17T09:05:00Z"
    assert ears.heard() == {"Eve": [("enough-people-free", {"alert": alert})]}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"point": str(uuid4())}, "unknown-point"),
        ({"until": "2026-06-17T09:00:00Z"}, "wrong-length"),
        ({"until": "2026-06-17T21:30:00Z"}, "wrong-length"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_code(eves, body, said, code):
    assert_refused(eves.post("alerts", body | said), 422, code)


def test_a_fourth_alert_is_too_many(eves, body):
    for name in ("Helsinki Central Station", "Elielinaukio", "Sanomatalo"):
        assert eves.post("alerts", body | {"point": str(point(name).pk)}).status_code == 201
    assert_refused(
        eves.post("alerts", body | {"point": str(point("Kerava Station").pk)}), 429, "too-many-alerts"
    )


@pytest.mark.parametrize(("field", "value"), [("point", "x"), ("until", "later"), ("until", None)])
def test_values_that_are_none_are_named(eves, body, field, value):
    answer = eves.post("alerts", body | {field: value})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == [field]


def test_alerts_of_others_are_not_there(eves, annas, body):
    alert = eves.post("alerts", body).json()["id"]
    assert annas.get("alerts").json() == {"results": [], "next": None}
    assert_refused(annas.delete(f"alerts/{alert}"), 404, "not-found")


def test_who_met_lately_is_read_apart_from_the_candidates(annas, anna, bo, clock):
    builders.met_and_parted(anna, bo)
    assert annas.get("candidates").json()["candidates"] == []
    assert annas.get("candidates/again").json() == {
        "results": [
            {
                "id": str(builders.session_of(bo).pk), "first_name": "Bo", "role": "Security engineer",
                "met_at": "2026-06-17T09:02:30Z", "near": "next-area", "about_min": 10,
                "until": "2026-06-17T09:45:00Z", "is_demo": False,
            }
        ],
        "next": None,
    }  # fmt: skip
    invited = annas.post("invitations", {"to": str(builders.session_of(bo).pk), "length_min": 10})
    assert invited.status_code == 201


def test_who_is_not_live_or_in_a_meeting_sees_nobody_again(eves, annas, anna, bo):
    assert_refused(eves.get("candidates/again"), 409, "not-available")
    builders.meeting(anna, bo)
    assert_refused(annas.get("candidates/again"), 409, "in-a-meeting")
