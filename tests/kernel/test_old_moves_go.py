"""Moves are kept for ninety days."""

import uuid
from datetime import timedelta

import pytest

from kernel import models
from kernel.models import Move
from tests.clock import NOON

pytestmark = pytest.mark.django_db


def moved(at):
    return Move.objects.create(subject_type="x.y", subject_id=uuid.uuid4(), was="a", became="b", at=at)


def test_a_move_goes_ninety_days_after_it_was_made():
    moved(NOON)
    young = moved(NOON + timedelta(seconds=1))
    assert Move.objects.forget_due(now=NOON + models.MOVES_KEPT_FOR - timedelta(seconds=1)) == 0
    assert [Move.objects.forget_due(now=NOON + models.MOVES_KEPT_FOR) for _twice in range(2)] == [1, 0]
    assert list(Move.objects.all()) == [young]


def test_more_than_a_batch_goes_in_one_run(monkeypatch):
    monkeypatch.setattr(models, "FORGOTTEN_AT_ONCE", 2)
    for _ in range(5):
        moved(NOON)
    assert Move.objects.forget_due(now=NOON + models.MOVES_KEPT_FOR) == 5
