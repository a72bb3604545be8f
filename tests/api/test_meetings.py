"""A meeting, from yes to goodbye, by a program. Each sees an own code only, and never the other's."""

import pytest

from meetups.models import Meeting
from tests import builders
from tests.api.conftest import assert_refused

NOT_MET = {"vouched": False, "proven": False, "left": False, "host": False}


@pytest.fixture
def agreed(anna, bo) -> Meeting:
    return builders.meeting(anna, bo)


@pytest.fixture
def at(agreed):
    """`at("departure")`: the path of a change of the meeting."""
    return lambda verb: f"meetings/{agreed.pk}/{verb}"


def test_a_meeting_from_my_side(annas, agreed, anna, bo):
    mine, theirs = builders.side_of(agreed, anna), builders.side_of(agreed, bo)
    answer = annas.get(f"meetings/{agreed.pk}")
    other = {
        "first_name": "Bo",
        "last_name": "Berg",
        "role": "Security engineer",
        "company": "Bo & Co",
        "languages": ["en"],
        "verified": True,
        "works_at": "bo.example",
        "is_demo": False,
        "walk_min": theirs.walk_min,
        "on_my_way_at": None,
        "late_min": 0,
        "here_at": None,
        **NOT_MET,
    }
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(agreed.pk),
        "state": "agreed",
        "people": {
            "you": {
                "first_name": "Anna",
                "last_name": "Aalto",
                "role": "Product manager",
                "company": "Anna & Co",
                "languages": ["en"],
                "verified": True,
                "works_at": "anna.example",
                "is_demo": False,
                "walk_min": mine.walk_min,
                "on_my_way_at": None,
                "late_min": 0,
                "here_at": None,
                **NOT_MET,
            },
            "other": other,
            "others": [other],
        },
        "point": {
            "id": str(agreed.point_id),
            "name": agreed.point.name,
            "kind": agreed.point.kind,
            "where": "",
            "lon": agreed.point.lon,
            "lat": agreed.point.lat,
        },
        "topic": "Opening a Nordic office",
        "length_min": 20,
        "meet_at": moment(agreed.meet_at),
        "expected_at": moment(agreed.meet_at),
        "met_at": None,
        "ends_at": moment(agreed.closes_at),
        "beacon": {"colour": agreed.colour, "shape": agreed.shape, "word": agreed.word},
        "code": mine.code,
        "tries_left": 5,
        "messages": [],
        "can_release": False,
        "release_at": "2026-06-17T09:05:30Z",
        "over_by_you": False,
    }
    assert annas.get("meetings/current").json() == answer.json()


def test_each_sees_the_own_code_only(annas, bos, agreed, anna, bo):
    codes = [program.get(f"meetings/{agreed.pk}").json()["code"] for program in (annas, bos)]
    assert codes == [builders.code_of(agreed, member) for member in (anna, bo)]


def test_who_is_in_no_meeting_has_none(annas, bo):
    assert_refused(annas.get("meetings/current"), 404, "not-found")


def test_on_my_way_is_told_to_both(annas, bos, at, agreed):
    assert annas.post(at("departure")).json()["people"]["you"]["on_my_way_at"] == "2026-06-17T09:02:30Z"
    said = bos.get(f"meetings/{agreed.pk}").json()
    assert (said["state"], said["people"]["other"]["on_my_way_at"]) == ("under-way", "2026-06-17T09:02:30Z")


def test_a_departure_takes_no_time_of_arrival(annas, at):
    answer = annas.post(at("departure"), {"minutes": 4})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == ["minutes"]


def test_late_by_a_tap_and_never_by_more_than_fits(annas, at):
    assert annas.post(at("lateness"), {"minutes": 10}).json()["people"]["you"]["late_min"] == 10
    assert annas.post(at("lateness"), {"minutes": 5}).json()["people"]["you"]["late_min"] == 15
    assert_refused(annas.post(at("lateness"), {"minutes": 5}), 409, "too-late")


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("lateness", {"minutes": 7}),
        ("lateness", {}),
        ("messages", {"preset": "hello-there"}),
        ("messages", {"preset": "outside", "text": "hello"}),
        ("cancellation", {"reason": "bored"}),
        ("proof", {"code": "12"}),
        ("proof", {"we_met": False}),
        ("proof", {"code": "1234", "we_met": True}),
        ("proof", {}),
    ],
)
def test_a_wrong_value_is_refused(annas, at, verb, body):
    assert_refused(annas.post(at(verb), body), 422, "invalid")


def test_here(annas, at):
    said = annas.post(at("arrival")).json()
    assert (said["state"], said["people"]["you"]["here_at"]) == ("under-way", "2026-06-17T09:02:30Z")


def test_one_of_eight_sentences(annas, bos, at, agreed):
    annas.post(at("messages"), {"preset": "by-the-entrance"})
    said = {"preset": "by-the-entrance", "text": "I am by the entrance", "at": "2026-06-17T09:02:30Z"}
    assert [program.get(f"meetings/{agreed.pk}").json()["messages"] for program in (annas, bos)] == [
        [{"mine": True, "name": "Anna", **said}],
        [{"mine": False, "name": "Anna", **said}],
    ]


def test_the_others_code_proves_it_for_both(annas, bos, at, agreed, bo):
    assert annas.post(at("proof"), {"code": builders.code_of(agreed, bo)}).json()["state"] == "met"
    assert bos.get("meetings/current").json()["state"] == "met"


def test_a_wrong_code_costs_a_try_and_five_are_all(annas, at, agreed, bo):
    wrong = {"code": builders.wrong_code_for(agreed, bo)}
    for _ in range(5):
        assert_refused(annas.post(at("proof"), wrong), 422, "wrong-code")
    assert annas.get(f"meetings/{agreed.pk}").json()["tries_left"] == 0
    assert_refused(annas.post(at("proof"), {"code": builders.code_of(agreed, bo)}), 429, "no-tries-left")


def test_a_wrong_code_whose_answer_was_lost_is_said_again_and_costs_one_try(annas, at, agreed, bo):
    wrong = {"code": builders.wrong_code_for(agreed, bo)}
    answers = [annas.post(at("proof"), wrong, **{"Idempotency-Key": "guess"}) for _ in range(2)]
    assert_refused(answers[0], 422, "wrong-code")
    assert answers[1].content == answers[0].content
    assert answers[1].headers["Content-Type"] == answers[0].headers["Content-Type"]
    assert annas.get(f"meetings/{agreed.pk}").json()["tries_left"] == 4
    assert_refused(annas.post(at("proof"), wrong, **{"Idempotency-Key": "another"}), 422, "wrong-code")
    assert annas.get(f"meetings/{agreed.pk}").json()["tries_left"] == 3


def test_we_met_counts_when_both_have_said_it(annas, bos, at):
    states = [program.post(at("proof"), {"we_met": True}).json()["state"] for program in (annas, bos)]
    assert states == ["agreed", "met"]


def test_goodbye_after_having_met(annas, bos, at, agreed, bo):
    assert_refused(annas.post(at("end")), 409, "not-met")
    annas.post(at("proof"), {"code": builders.code_of(agreed, bo)})
    assert annas.post(at("end")).json()["state"] == "closed"
    assert_refused(bos.get("meetings/current"), 404, "not-found")
    assert bos.get("availability").json()["state"] == "live"


def test_called_off_with_a_reason_that_the_other_does_not_read(annas, bos, at, agreed):
    said = annas.post(at("cancellation"), {"reason": "not-comfortable"}).json()
    assert (said["state"], said["over_by_you"]) == ("cancelled", True)
    answer = bos.get(f"meetings/{agreed.pk}")
    assert (answer.json()["state"], answer.json()["over_by_you"]) == ("cancelled", False)
    assert b"not-comfortable" not in answer.content


def test_free_again_when_the_other_does_not_set_off(annas, at, clock):
    assert_refused(annas.post(at("release")), 409, "not-yet")
    clock.tick(minutes=3)
    assert annas.post(at("release")).json()["state"] == "released"


def test_nobody_is_released_from_somebody_on_their_way(annas, bos, at, clock):
    bos.post(at("departure"))
    clock.tick(minutes=3)
    assert_refused(annas.post(at("release")), 409, "on-their-way")


@pytest.mark.parametrize(
    ("verb", "body"),
    [("departure", {}), ("arrival", {}), ("lateness", {"minutes": 5}), ("messages", {"preset": "outside"})],
)
def test_what_is_over_is_over(annas, at, verb, body):
    annas.post(at("cancellation"), {"reason": "too-far"})
    assert_refused(annas.post(at(verb), body), 409, "over")


def moment(at):
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
