"""Blocking whoever is behind a card, an invitation or a meeting; and taking it back."""

from uuid import uuid4

import pytest

from accounts.models import Block
from tests import builders
from tests.api.conftest import assert_refused


@pytest.fixture
def bos_card(anna, bo):
    return {"about": {"kind": "candidate", "id": str(builders.card(anna, bo).pk)}}


def test_a_block_is_listed_and_the_other_is_gone(annas, bos_card):
    answer = annas.post("blocks", bos_card)
    block = {"id": str(Block.objects.get().pk), "first_name": "Bo", "created_at": "2026-06-17T09:02:30Z"}
    assert (answer.status_code, answer.json()) == (201, block)
    assert annas.get("blocks").json() == {"results": [block], "next": None}
    assert annas.get("candidates").json()["candidates"] == []


def test_blocking_twice_is_blocking(annas, bos_card, clock):
    first = annas.post("blocks", bos_card)
    clock.tick(seconds=1)
    again = annas.post("blocks", bos_card)
    assert (again.status_code, again.json()) == (200, first.json())


def test_whoever_invited_me_can_be_blocked(bos, anna, bo):
    invitation = builders.invitation(anna, bo)
    answer = bos.post("blocks", {"about": {"kind": "invitation", "id": str(invitation.pk)}})
    assert (answer.status_code, answer.json()["first_name"]) == (201, "Anna")


def test_whoever_i_met_can_be_blocked(annas, anna, bo):
    meeting = builders.meeting(anna, bo)
    assert annas.post("blocks", {"about": {"kind": "meeting", "id": str(meeting.pk)}}).status_code == 201
    assert_refused(annas.get("meetings/current"), 404, "not-found")


def test_a_block_is_taken_back_once(annas, bos_card):
    block = annas.post("blocks", bos_card).json()
    assert annas.delete(f"blocks/{block['id']}").status_code == 204
    assert_refused(annas.delete(f"blocks/{block['id']}"), 404, "not-found")
    assert annas.get("blocks").json() == {"results": [], "next": None}


def test_the_blocked_person_sees_no_block(annas, bos, bos_card):
    annas.post("blocks", bos_card)
    assert bos.get("blocks").json() == {"results": [], "next": None}


@pytest.mark.parametrize("kind", ["candidate", "invitation", "meeting"])
def test_nobody_is_there_to_block(annas, kind):
    assert_refused(annas.post("blocks", {"about": {"kind": kind, "id": str(uuid4())}}), 404, "not-found")


@pytest.mark.parametrize(
    "about",
    [
        None,
        "bo",
        {},
        {"kind": "candidate"},
        {"kind": "person", "id": str(uuid4())},
        {"kind": "candidate", "id": "bo"},
    ],
)
def test_whom_i_mean_must_be_said(annas, about):
    answer = annas.post("blocks", {"about": about})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == ["about"]
