"""`Idempotency-Key`: what was confirmed once is confirmed again in the same words, and not made again."""

import pytest

from accounts.models import Block
from kernel.models import RememberedCall
from meetups.models import Invitation, Message
from moderation.models import Report
from tests import builders
from tests.api.conftest import assert_refused

KEY = {"Idempotency-Key": "once"}


@pytest.fixture
def bos_card(anna, bo):
    return {"kind": "candidate", "id": str(builders.card(anna, bo).pk)}


def test_an_invitation_is_sent_once(annas, anna, bo, clock):
    body = {"to": str(builders.session_of(bo).pk), "length_min": 20}
    first = annas.post("invitations", body, **KEY)
    clock.tick(seconds=30)
    again = annas.post("invitations", body, **KEY)
    assert (again.status_code, again.json()) == (first.status_code, first.json()) == (201, first.json())
    assert Invitation.objects.count() == 1


def test_a_sentence_is_said_once(annas, anna, bo):
    path = f"meetings/{builders.meeting(anna, bo).pk}/messages"
    answers = [annas.post(path, {"preset": "outside"}, **KEY).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Message.objects.count() == 1


def test_a_delay_is_announced_once(annas, anna, bo):
    path = f"meetings/{builders.meeting(anna, bo).pk}/lateness"
    late = [annas.post(path, {"minutes": 5}, **KEY).json()["people"]["you"]["late_min"] for _ in range(2)]
    assert late == [5, 5]


def test_a_block_is_made_once(annas, bos_card, clock):
    first = annas.post("blocks", {"about": bos_card}, **KEY)
    clock.tick(seconds=1)
    again = annas.post("blocks", {"about": bos_card}, **KEY)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert Block.objects.count() == 1


def test_a_report_is_taken_once(annas, bos_card, clock):
    first = annas.post("reports", {"about": bos_card, "category": "fake"}, **KEY)
    clock.tick(seconds=1)
    again = annas.post("reports", {"about": bos_card, "category": "fake"}, **KEY)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert Report.objects.count() == 1


def test_nothing_is_answered_twice_with_nothing(annas):
    answers = [annas.post("availability/heartbeat", **KEY) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2


def test_the_same_key_for_other_words_is_refused(annas, anna, bo):
    path = f"meetings/{builders.meeting(anna, bo).pk}/messages"
    annas.post(path, {"preset": "outside"}, **KEY)
    assert_refused(annas.post(path, {"preset": "i-see-you"}, **KEY), 422, "idempotency-key-reused")


def test_the_same_key_of_somebody_else_is_another_key(annas, bos, anna, bo):
    path = f"meetings/{builders.meeting(anna, bo).pk}/departure"
    for program in (annas, bos):
        assert program.post(path, **KEY).json()["people"]["you"]["on_my_way_at"]


def test_a_refusal_leaves_the_key_free(annas, anna, bo, clock):
    path = f"meetings/{builders.meeting(anna, bo).pk}/release"
    assert_refused(annas.post(path, **KEY), 409, "not-yet")
    clock.tick(minutes=3)
    assert annas.post(path, **KEY).status_code == 200


def test_who_may_not_pass_leaves_no_trace(eves, newcomer, program_of):
    assert_refused(program_of(newcomer).post("availability/heartbeat", **KEY), 403, "profile-needed")
    assert not RememberedCall.objects.exists()
