"""Rush hours by the API: who is free round a place, who plans to come, saying so and taking it back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from matching.models import Pledge
from notifications import events
from tests import builders
from tests.api.conftest import assert_refused
from tests.cast import told
from tests.matching.planning import EVENING, KERAVA, crowd, helsinki, point

AT = "2026-06-17T15:00:00Z"

NO_PLACE = "d83c5a67-66ec-40ee-b1ab-07e113e1edef"  # every worker must collect the same tests


@pytest.fixture
def body(places):
    return {"point": str(point().pk), "starts_at": AT}


def pulse_of(program, body, at=AT):
    rows = program.get("pulses", {"around": body["point"]}).json()["results"]
    return next(row for row in rows if row["starts_at"] == at)


def test_the_pulses_round_a_place_say_no_more_than_promised(eves, body):
    answer = eves.get("pulses", {"around": body["point"]})
    said = answer.json()
    assert (answer.status_code, said["point"]["name"], said["next"]) == (
        200,
        "Helsinki Central Station",
        None,
    )
    assert said["liquidity"] == {"level": None, "count": None}
    assert pulse_of(eves, body) == {
        "starts_at": AT, "ends_at": "2026-06-17T16:30:00Z", "others": None, "pledge": None,
        "open": True, "gathers": False, "under_way": False,
    }  # fmt: skip
    assert pulse_of(eves, body, "2026-06-17T09:00:00Z")["under_way"] is True


def test_who_is_free_there_is_said_in_steps_of_five(eves, body):
    crowd(7)
    assert eves.get("pulses", {"around": body["point"]}).json()["liquidity"] == {
        "level": "warming",
        "count": 5,
    }


def test_a_pledge_is_made_seen_and_taken_back(annas, body, ears):
    made = annas.post("pulses/pledges", body)
    kept = Pledge.objects.get()
    assert made.status_code == 201
    assert {key: made.json()[key] for key in ("id", "starts_at", "ends_at", "gathers")} == {
        "id": str(kept.pk), "starts_at": AT, "ends_at": "2026-06-17T16:30:00Z", "gathers": False,
    }  # fmt: skip
    assert annas.get("pulses/pledges").json() == {"results": [made.json()], "next": None}
    assert pulse_of(annas, body)["pledge"] == str(kept.pk)
    assert annas.delete(f"pulses/pledges/{kept.pk}").status_code == 204
    assert (annas.get("pulses/pledges").json()["results"], pulse_of(annas, body)["pledge"]) == ([], None)
    assert_refused(annas.delete(f"pulses/pledges/{kept.pk}"), 404, "not-found")
    assert ears.heard() == {"Anna": told(events.PlansChanged(), events.PlansChanged())}


def test_the_same_pledge_again_is_200_and_a_key_says_201_again(annas, body, clock):
    first = annas.post("pulses/pledges", body, **{"Idempotency-Key": "once"})
    assert annas.post("pulses/pledges", body, **{"Idempotency-Key": "once"}).status_code == 201
    clock.tick(seconds=1)
    again = annas.post("pulses/pledges", body)
    assert (again.status_code, again.json()) == (200, first.json())


def test_five_others_are_told_of_once_the_clock_has_moved(annas, body, program_of, clock):
    for number in range(5):
        program_of(builders.proven(f"Gil{number}")).post("pulses/pledges", body)
    assert pulse_of(annas, body)["others"] is None
    clock.tick(minutes=5)
    assert pulse_of(annas, body)["others"] == 5


def test_a_quarter_of_an_hour_before_it_is_known_whether_it_gathers(annas, body, program_of, clock):
    for number in range(5):
        program_of(builders.proven(f"Gil{number}")).post("pulses/pledges", body)
    annas.post("pulses/pledges", body)
    clock.now = helsinki(17, 45)
    assert annas.get("pulses/pledges").json()["results"][0]["gathers"] is True
    assert pulse_of(annas, body)["gathers"] is True


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"point": str(uuid4())}, 422, "unknown-point"),
        ({"starts_at": "2026-06-17T14:00:00Z"}, 422, "no-such-pulse"),
        ({"starts_at": "2026-06-17T09:00:00Z"}, 409, "too-late"),
    ],
)
def test_what_cannot_be_promised_is_refused_by_its_code(annas, body, said, status, code):
    assert_refused(annas.post("pulses/pledges", body | said), status, code)


def test_one_place_at_a_time_and_no_way_back_once_it_begins(annas, body, clock):
    pledge = annas.post("pulses/pledges", body).json()["id"]
    elsewhere = body | {"point": str(point(KERAVA).pk)}
    assert_refused(annas.post("pulses/pledges", elsewhere), 409, "pledged-elsewhere")
    clock.now = EVENING + timedelta(seconds=1)
    assert_refused(annas.delete(f"pulses/pledges/{pledge}"), 409, "begun")


@pytest.mark.parametrize(("field", "value"), [("point", "x"), ("point", None), ("starts_at", "noon")])
def test_values_that_are_none_are_named(annas, body, field, value):
    answer = annas.post("pulses/pledges", body | {field: value})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize("query", [{}, {"around": "station"}, {"around": NO_PLACE, "near": "x"}])
def test_a_place_must_be_named_and_nothing_else(eves, places, query):
    assert_refused(eves.get("pulses", query), 422, "invalid")


def test_a_place_that_is_none_is_not_there(eves, places):
    assert_refused(eves.get("pulses", {"around": str(uuid4())}), 404, "not-found")


def test_pledges_of_others_are_not_there(annas, bos, body):
    pledge = annas.post("pulses/pledges", body).json()["id"]
    assert bos.get("pulses/pledges").json() == {"results": [], "next": None}
    assert_refused(bos.delete(f"pulses/pledges/{pledge}"), 404, "not-found")
    assert pulse_of(bos, body)["pledge"] is None
