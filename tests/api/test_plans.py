"""Plans by the API: made, listed, dropped; refused in words where they cannot be."""

from uuid import uuid4

import pytest
from django.utils import translation

from matching.models import Plan
from notifications import events
from tests.api.conftest import assert_refused
from tests.cast import told
from tests.matching.planning import helsinki, point

WHEN = {"starts_at": "2026-06-17T11:00:00Z", "ends_at": "2026-06-17T11:45:00Z"}


@pytest.fixture
def body(places):
    return {
        "point": str(point().pk), **WHEN, "intention": "swap-ideas", "topic": "Heat pumps", "reach_min": 10,
    }  # fmt: skip


def test_a_plan_is_made_listed_and_dropped(annas, body, ears):
    made = annas.post("plans", body)
    kept = Plan.objects.get()
    assert (made.status_code, made.json()) == (201, {
        **body, "id": str(kept.pk),
        "point": {
            "id": body["point"], "name": "Helsinki Central Station", "kind": "station", "where": "",
            "lon": 24.9414, "lat": 60.1719,
        },
    })  # fmt: skip
    assert annas.get("plans").json() == {"results": [made.json()], "next": None}
    assert annas.delete(f"plans/{kept.pk}").status_code == 204
    assert annas.get("plans").json() == {"results": [], "next": None}
    assert_refused(annas.delete(f"plans/{kept.pk}"), 404, "not-found")
    assert ears.heard() == {"Anna": told(events.PlansChanged(), events.PlansChanged())}


def test_the_same_plan_again_is_200_and_a_key_says_201_again(annas, body, clock):
    first = annas.post("plans", body, **{"Idempotency-Key": "once"})
    assert annas.post("plans", body, **{"Idempotency-Key": "once"}).status_code == 201
    clock.tick(seconds=1)
    again = annas.post("plans", body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert Plan.objects.count() == 1


def test_the_soonest_comes_first_and_what_is_over_is_not_there(annas, body, clock):
    annas.post("plans", body)
    annas.post("plans", body | {"starts_at": "2026-06-17T10:00:00Z", "ends_at": "2026-06-17T10:20:00Z"})
    assert [row["starts_at"] for row in annas.get("plans").json()["results"]] == [
        "2026-06-17T10:00:00Z",
        "2026-06-17T11:00:00Z",
    ]
    clock.now = helsinki(13, 20)
    assert [row["starts_at"] for row in annas.get("plans").json()["results"]] == ["2026-06-17T11:00:00Z"]


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"point": str(uuid4())}, 422, "unknown-point"),
        ({"starts_at": "2026-06-17T09:00:00Z"}, 422, "in-the-past"),
        ({"starts_at": "2026-07-17T11:00:00Z", "ends_at": "2026-07-17T11:45:00Z"}, 422, "too-far-ahead"),
        ({"ends_at": "2026-06-17T11:05:00Z"}, 422, "wrong-length"),
        ({"topic": "anna@example.org"}, 422, "contact-in-text"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_its_code(annas, body, said, status, code):
    assert_refused(annas.post("plans", body | said), status, code)
    assert not Plan.objects.exists()


def test_two_at_once_are_a_conflict_and_an_eleventh_is_too_many(annas, body):
    annas.post("plans", body)
    assert_refused(annas.post("plans", body | {"ends_at": "2026-06-17T11:30:00Z"}), 409, "overlaps")
    for day in range(18, 27):
        annas.post("plans", body | {key: value.replace("17T", f"{day}T") for key, value in WHEN.items()})
    later = {key: value.replace("17T", "27T") for key, value in WHEN.items()}
    assert_refused(annas.post("plans", body | later), 429, "too-many-plans")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("point", "the station"), ("point", None), ("starts_at", "soon"), ("ends_at", None),
        ("intention", "date"), ("topic", "x" * 81), ("topic", None), ("reach_min", 7),
    ],
)  # fmt: skip
def test_values_that_are_none_are_named(annas, body, field, value):
    answer = annas.post("plans", body | {field: value})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == [field]


def test_every_field_is_needed_and_no_other_is_taken(annas, body):
    answer = annas.post("plans", {})
    assert sorted(answer.json()["errors"]) == sorted(body)
    answer = annas.post("plans", body | {"cell": "1201202110133100"})
    assert list(answer.json()["errors"]) == ["cell"]


def test_a_plan_takes_no_position(annas, body):
    assert_refused(annas.post("plans", body | {"lat": 60.17}), 400, "coordinates-not-accepted")


def test_plans_of_others_are_not_there(annas, bos, body):
    plan = annas.post("plans", body).json()["id"]
    assert bos.get("plans").json() == {"results": [], "next": None}
    assert_refused(bos.delete(f"plans/{plan}"), 404, "not-found")
    assert Plan.objects.count() == 1


def test_a_refusal_speaks_french_to_who_reads_it(annas, body):
    annas.post("plans", body)
    with translation.override("en"):  # what the request chose goes with it
        answer = annas.post("plans", body | {"ends_at": "2026-06-17T11:30:00Z"}, **{"Accept-Language": "fr"})
    assert answer.json()["detail"] == "Vous avez déjà un projet à ce moment-là."
