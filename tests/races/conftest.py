"""What races need: rows that other connections see, and databases that forgot a rule, for the controls."""

from time import sleep

import pytest
from django.db import connection, models, transaction

from matching.models import Availability
from meetups import partings
from meetups.invitations import answering, asking
from meetups.models import Invitation, Meeting, Party, Seat, Table
from tests import builders

NAMED = {
    constraint.name: (model, constraint)
    for model in (Availability, Party, Invitation, Seat)
    for constraint in model._meta.constraints
}


@pytest.fixture
def places(transactional_db):
    return builders.places()


@pytest.fixture
def without(places):
    """Drop a constraint; the rows that came to break it go before it returns."""
    dropped = []

    def without(name):
        model, constraint = NAMED[name]
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
        dropped.append((model, constraint))

    yield without
    for rows in (Party, Meeting, Seat, Table, Invitation, Availability):
        rows.objects.all()._raw_delete("default")
    for model, constraint in dropped:
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


@pytest.fixture
def slowly(monkeypatch):
    """Time passes between what a stage has seen, what it writes and what others see, as when busy."""
    for step in ("__enter__", "__exit__"):
        at_once = getattr(transaction.Atomic, step)

        def late(*given, at_once=at_once):
            sleep(0.01)
            return at_once(*given)

        monkeypatch.setattr(transaction.Atomic, step, late)


@pytest.fixture
def no_locks(monkeypatch, slowly):
    """A house that takes no lock, neither of rows nor of pairs."""
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_how: rows)
    for stage in (answering, asking, partings):
        monkeypatch.setattr(stage, "lock_pair", lambda _one, _other: None)
