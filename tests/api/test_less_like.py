""" "Less like this" for programs: asked from a card, listed, taken back."""

from uuid import uuid4

import pytest

from matching import availability
from tests import builders
from tests.api.conftest import assert_refused

KEY = {"Idempotency-Key": "once"}


@pytest.fixture
def bos_card(bo):
    return f"candidates/{builders.session_of(bo).pk}/less-like"


def test_what_the_card_said_is_listed(annas, bos_card):
    answer = annas.post(bos_card)
    kind = answer.json()
    assert (answer.status_code, kind) == (
        201,
        {
            "id": kind["id"],
            "role": "Security engineer",
            "at": "2026-06-17T09:02:30Z",
        },
    )
    assert annas.get("less-like").json() == {"results": [kind], "next": None}


def test_asking_twice_is_asking_once(annas, bos_card, clock):
    first = annas.post(bos_card)
    clock.tick(seconds=1)
    again = annas.post(bos_card)
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_repeated_key_gives_the_first_answer_again(annas, bos_card, clock):
    first = annas.post(bos_card, **KEY)
    clock.tick(seconds=1)
    again = annas.post(bos_card, **KEY)
    assert (again.status_code, again.json()) == (201, first.json())


def test_it_is_taken_back_once(annas, bos_card):
    kind = annas.post(bos_card).json()
    assert annas.delete(f"less-like/{kind['id']}").status_code == 204
    assert_refused(annas.delete(f"less-like/{kind['id']}"), 404, "not-found")
    assert annas.get("less-like").json() == {"results": [], "next": None}


def test_nobody_else_sees_it_or_takes_it_back(annas, bos, bos_card):
    kind = annas.post(bos_card).json()
    assert bos.get("less-like").json() == {"results": [], "next": None}
    assert_refused(bos.delete(f"less-like/{kind['id']}"), 404, "not-found")
    assert annas.get("less-like").json()["results"] == [kind]


def test_a_card_that_is_none_and_one_that_cannot_be_seen_are_the_same(annas, anna, chen, dora):
    cards = [uuid4(), *(builders.session_of(member).pk for member in (anna, chen, dora))]
    for card in cards:
        assert_refused(annas.post(f"candidates/{card}/less-like"), 404, "not-found")


def test_who_is_not_live_sees_no_cards(annas, anna, bos_card, clock):
    availability.end_due(now=clock.tick(minutes=120))
    assert_refused(annas.post(bos_card), 409, "not-available")
