"""Going live, staying, changing and going invisible, by a program."""

from datetime import timedelta

import pytest

from matching.models import Availability, AvailabilityState
from tests import builders
from tests.api.conftest import assert_refused

WISHES = {
    "cell": builders.HERE,
    "minutes": 45,
    "intention": "swap-ideas",
    "topic": "Small boats",
    "reach_min": 10,
}


def test_going_live_answers_with_the_session(eves, places):
    answer = eves.post("availability", WISHES)
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(Availability.objects.get().pk),
        "state": "live",
        "cell": builders.HERE,
        "started_at": "2026-06-17T09:02:30Z",
        "ends_at": "2026-06-17T09:47:30Z",
        "hard_stop": None,
        "intention": "swap-ideas",
        "topic": "Small boats",
        "reach_min": 10,
        "open_to": "verified",
        "can_extend": True,
        "surprise": False,
        "reachable": "foreground",
    }
    assert eves.get("availability").json() == answer.json()


def test_whoever_is_live_keeps_the_session(annas, clock):
    before = annas.get("availability").json()
    clock.tick(seconds=5)
    answer = annas.post("availability", WISHES)
    assert (answer.status_code, answer.json()) == (200, before)


@pytest.mark.parametrize("minutes", [20, 37, 120])
def test_any_whole_number_of_minutes_will_do(eves, places, minutes):
    assert eves.post("availability", {**WISHES, "minutes": minutes}).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 19},
        {"minutes": 121},
        {"minutes": 45.5},
        {"intention": "date"},
        {"reach_min": 7},
        {"topic": "x" * 81},
        {"topic": None},
        {"cell": "1201"},
        {"cell": "not a cell"},
        {"hard_stop": "soon"},
        {"open_to": "nobody"},
    ],
)
def test_a_wrong_value_is_named(eves, places, wrong):
    answer = eves.post("availability", {**WISHES, **wrong})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == list(wrong)


@pytest.mark.parametrize("missing", WISHES)
def test_every_wish_is_needed(eves, places, missing):
    answer = eves.post("availability", {name: value for name, value in WISHES.items() if name != missing})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == [missing]


@pytest.mark.parametrize("later", ["zone", "plan"])
def test_what_does_not_exist_yet_is_refused_as_undeclared(eves, places, later):
    answer = eves.post("availability", {**WISHES, later: True})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == [later]


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"cell": builders.NOWHERE}, 409, "no-place"),
        ({"cell": "120120211013"}, 422, "bad-cell"),
        ({"hard_stop": "2026-06-17T09:05:00Z"}, 422, "hard-stop"),
        ({"hard_stop": "0001-01-01T00:00:00Z"}, 422, "hard-stop"),
        ({"topic": "write to me@anna.example"}, 422, "contact-in-text"),
    ],
)
def test_what_the_stage_refuses_is_said_by_its_code(eves, places, wish, status, code):
    assert_refused(eves.post("availability", {**WISHES, **wish}), status, code)


def test_too_many_areas_say_when_to_try_again(annas):
    answer = annas.patch("availability", {"cell": builders.FAR})
    assert_refused(answer, 429, "cell-too-soon")
    assert int(answer.headers["Retry-After"]) == 15 * 60 + 1


def test_who_is_not_live_has_no_session(eves):
    assert_refused(eves.get("availability"), 404, "not-found")
    assert_refused(eves.patch("availability", {"add_minutes": 15}), 409, "not-available")
    assert_refused(eves.post("availability/heartbeat"), 409, "not-available")


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"add_minutes": 15}, {"ends_at": "2026-06-17T10:02:30Z"}),
        ({"topic": "Bigger boats"}, {"topic": "Bigger boats"}),
    ],
)
def test_one_thing_changes_at_a_time(annas, change, changed):
    before = annas.get("availability").json()
    assert annas.patch("availability", change).json() == {**before, **changed}


def test_i_have_moved(annas, clock):
    clock.tick(minutes=2)
    annas.post("availability/heartbeat")
    clock.tick(minutes=9)
    annas.post("availability/heartbeat")
    clock.tick(minutes=5)
    assert annas.patch("availability", {"cell": builders.NEXT}).json()["cell"] == builders.NEXT


@pytest.mark.parametrize(
    "change", [{}, {"add_minutes": 15, "topic": "x"}, {"add_minutes": 10}, {"minutes": 60}]
)
def test_anything_else_is_no_change(annas, change):
    assert_refused(annas.patch("availability", change), 422, "invalid")


def test_the_third_quarter_of_an_hour_is_refused(annas):
    for _ in range(2):
        assert annas.patch("availability", {"add_minutes": 15}).status_code == 200
    assert_refused(annas.patch("availability", {"add_minutes": 15}), 409, "cannot-extend")


def test_going_invisible_twice_is_going_invisible(anna, annas):
    assert [annas.delete("availability").status_code for _ in range(2)] == [204, 204]
    assert not Availability.objects.exclude(state=AvailabilityState.ENDED).filter(person=anna).exists()


def test_nobody_leaves_a_meeting_by_going_invisible(anna, bo, annas):
    builders.meeting(anna, bo)
    assert_refused(annas.delete("availability"), 409, "in-a-meeting")


def test_a_heartbeat_keeps_me_visible(anna, annas, bos, clock):
    clock.tick(minutes=2)
    assert annas.post("availability/heartbeat").status_code == 204
    clock.tick(minutes=2)
    assert [card["first_name"] for card in bos.get("candidates").json()["candidates"]] == ["Anna"]


@pytest.mark.parametrize("path", ["me", "availability", "invitations", "points"])
def test_looking_elsewhere_is_no_heartbeat(anna, annas, clock, path):
    clock.tick(minutes=2)
    assert annas.get(path).status_code == 200
    assert builders.session_of(anna).heartbeat_at < clock.now


def test_looking_at_the_candidates_is_a_heartbeat(anna, annas, clock):
    clock.tick(minutes=2)
    annas.get("candidates")
    assert builders.session_of(anna).heartbeat_at == clock.now


def test_how_i_am_reached_is_said_to_me(annas, anna, clock):
    """Reading it is no heartbeat."""
    Availability.objects.update(ends_at=clock.now + timedelta(hours=1))
    said = [annas.get("availability").json()["reachable"]]
    clock.tick(minutes=3)
    said.append(annas.get("availability").json()["reachable"])
    builders.push_subscription(anna)
    said.append(annas.get("availability").json()["reachable"])
    assert said == ["foreground", "none", "push"]
