"""The one engine of moves: listed steps only, by listed roles, and of two at once one wins."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from kernel import clock
from kernel.models import Move
from kernel.moves import MoveRefused, move
from tests.kernel.things import Thing

ALLOWED = {("open", "done"): frozenset({"maker"}), ("done", "open"): frozenset({"maker", "time"})}


def step(thing, to, *, role="maker", by=None, fields=None):
    move(thing, to, by=by, now=clock.now(), allowed=ALLOWED, role=role, fields=fields)


def test_a_listed_move_is_made_and_written_down(anna):
    thing = Thing.objects.create()
    step(thing, "done", by=anna.pk, fields={"note": "by hand"})
    kept = Thing.objects.get()
    assert (thing.state, thing.note) == (kept.state, kept.note) == ("done", "by hand")
    [written] = Move.objects.all()
    assert (written.subject_type, written.subject_id, written.was, written.became, written.by) == (
        "kernel_tests.thing",
        thing.pk,
        "open",
        "done",
        anna.pk,
    )


def test_every_other_move_is_refused(db):
    for was in ("open", "done", "gone"):
        for to in ("open", "done", "gone"):
            for role in ("maker", "time", "stranger"):
                if role in ALLOWED.get((was, to), ()):
                    continue
                thing = Thing.objects.create(state=was)
                with pytest.raises(MoveRefused, match="not-a-move"):
                    step(thing, to, role=role)
                thing.refresh_from_db()
                assert thing.state == was
    assert not Move.objects.exists()


def test_who_comes_second_hears_it_and_the_transaction_goes_on(db):
    thing = Thing.objects.create()
    same = Thing.objects.get()
    step(thing, "done")
    with transaction.atomic():
        with pytest.raises(MoveRefused, match="moved-already"):
            step(same, "done")
        assert Thing.objects.get().state == "done"
    assert same.state == "open"
    assert Move.objects.count() == 1


def test_of_twelve_at_once_one_moves(committed):
    thing = Thing.objects.create()
    barrier = threading.Barrier(12)
    outcomes = []

    def race():
        mine = Thing.objects.get(pk=thing.pk)
        barrier.wait()
        try:
            step(mine, "done", by=uuid.uuid4())
            outcomes.append("moved")
        except MoveRefused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    racers = [threading.Thread(target=race) for _ in range(12)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(outcomes) == ["moved"] + ["moved-already"] * 11
    assert Move.objects.count() == 1


def test_the_log_holds_no_step_that_goes_nowhere(db):
    with pytest.raises(IntegrityError, match="move_goes_somewhere"):
        Move.objects.create(subject_type="x", subject_id=uuid.uuid4(), was="a", became="a", at=clock.now())
