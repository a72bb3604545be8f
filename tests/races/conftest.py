"""What races need: rows that other connections see, and databases that forgot a rule, for the controls."""

import pytest
from django.db import connection, models

from matching.models import Availability
from meetups import partings
from meetups.invitations import answering, asking
from meetups.models import Invitation, Meeting, Party
from tests import builders

NAMED = {
    constraint.name: (model, constraint)
    for model in (Availability, Party, Invitation)
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
    for rows in (Party, Meeting, Invitation, Availability):
        rows.objects.all()._raw_delete("default")
    for model, constraint in dropped:
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


@pytest.fixture
def no_locks(monkeypatch):
    """A house that takes no lock, neither of rows nor of pairs."""
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_how: rows)
    for stage in (answering, asking, partings):
        monkeypatch.setattr(stage, "lock_pair", lambda _one, _other: None)
