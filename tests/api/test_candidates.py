"""The people worth meeting, as a program reads them: the fields promised, and nothing of anybody hidden."""

from uuid import uuid4

from matching import exposure
from tests import builders
from tests.api.conftest import assert_refused


def test_a_card_has_exactly_the_fields_promised(annas, bo):
    assert annas.get("candidates").json() == {
        "liquidity": {"level": "cold", "count": 1},
        "candidates": [
            {
                "id": str(builders.session_of(bo).pk),
                "first_name": "Bo",
                "role": "Security engineer",
                "company": "Bo & Co",
                "topic": "Securing a young product",
                "languages": ["en"],
                "score": 80,
                "reasons": [
                    {"code": "offers-what-you-seek", "text": "Offers what you look for: Cybersecurity"},
                    {"code": "seeks-what-you-offer", "text": "Looks for what you offer: Product management"},
                    {"code": "same-intention", "text": "You are both here to swap ideas"},
                ],
                "near": "next-area",
                "about_min": 10,
                "is_demo": False,
                "verified": True,
                "until": "2026-06-17T09:45:00Z",
                "reachable": "now",
                "unexpected": False,
            }
        ],
        "limit_reached": False,
    }


def test_who_is_not_live_sees_nobody(eves, anna):
    assert_refused(eves.get("candidates"), 409, "not-available")


def test_who_is_in_a_meeting_sees_nobody(annas, anna, bo):
    builders.meeting(anna, bo)
    assert_refused(annas.get("candidates"), 409, "in-a-meeting")


def test_blocked_people_and_those_out_of_reach_are_not_there(annas, dora, chen):
    assert annas.get("candidates").json() == {
        "liquidity": {"level": "cold", "count": 0},
        "candidates": [],
        "limit_reached": False,
    }


def test_after_sixty_people_in_a_day_the_list_says_so(annas, anna, bo, clock):
    exposure.admit(anna.pk, [uuid4() for _ in range(60)], now=clock.now)
    assert annas.get("candidates").json() == {
        "liquidity": {"level": "cold", "count": 0},
        "candidates": [],
        "limit_reached": True,
    }
    answer = annas.post("invitations", {"to": str(builders.session_of(bo).pk), "length_min": 20})
    assert_refused(answer, 409, "not-reachable")


def test_the_same_list_costs_nothing_twice(annas, bo):
    first = annas.get("candidates")
    again = annas.get("candidates", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first.headers["Cache-Control"]


def test_a_new_card_is_a_new_list(annas, bo):
    first = annas.get("candidates")
    builders.live(builders.person("Gil"))
    assert annas.get("candidates", **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_who_is_reached_by_push_alone_is_said_to_be(annas, bo, clock):
    def said():
        return [card["reachable"] for card in annas.get("candidates").json()["candidates"]]

    builders.push_subscription(bo)
    assert said() == ["now"]
    clock.tick(seconds=45)
    assert said() == ["push"]
