"""What races need: rows that other connections see, and databases that forgot a rule, for the controls."""

import os
from time import sleep

import pytest
from django.db import connection, models, transaction

from matching.models import Acquaintance, Availability, Standing, Unmet
from meetups import partings
from meetups.invitations import answering, asking
from meetups.models import Invitation, Meeting, Party, Seat, Table
from tests import builders
from tests.races import record

NAMED = {
    constraint.name: (model, constraint)
    for model in (Availability, Party, Invitation, Seat, Standing, Acquaintance)
    for constraint in model._meta.constraints
}


def pytest_configure(config):
    config.addinivalue_line("markers", "contest(name): the contest that a race is about")
    config.addinivalue_line("markers", "control(name, without): the same with a defence taken away")


@pytest.fixture(autouse=True)
def _recorded(request):
    """Whatever races in this test belongs to the contest that it names, else to itself."""
    control = request.node.get_closest_marker("control")
    contest = request.node.get_closest_marker("contest")
    if control:
        name, without = control.args
    else:
        name, without = contest.args[0] if contest else sentence_of(request.node), ""
    contest = record.begin(name, without)
    failures = request.session.testsfailed
    yield
    contest.passed = request.session.testsfailed == failures


def sentence_of(node):
    """A test's name as it is meant to be read."""
    return node.name.removeprefix("test_").replace("_", " ")


def pytest_terminal_summary(terminalreporter):
    if record.contests and "KAIROS_RACE_ROUNDS" in os.environ:
        terminalreporter.section("races")
        for line in record.table():
            terminalreporter.write_line(line)


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
    for rows in (Party, Meeting, Seat, Table, Invitation, Availability, Standing, Acquaintance, Unmet):
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
def no_guard(monkeypatch):
    """A house that moves a row wherever it stands: the state is no longer part of the WHERE."""
    look_up = models.Manager.filter

    def anywhere(rows, *given, **named):
        return look_up(rows, *given, **({"pk": named["pk"]} if named.keys() == {"pk", "state"} else named))

    monkeypatch.setattr(models.Manager, "filter", anywhere)


@pytest.fixture
def thoughtful(monkeypatch):
    """Time passes after each lock, so that whoever could wait in a circle does."""
    fetch = models.QuerySet._fetch_all

    def slowly(rows):
        is_lock = rows._result_cache is None and rows.query.select_for_update
        fetch(rows)
        if is_lock:
            sleep(0.02)

    monkeypatch.setattr(models.QuerySet, "_fetch_all", slowly)


@pytest.fixture
def no_locks(monkeypatch, slowly):
    """A house that takes no lock, neither of rows nor of pairs."""
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_how: rows)
    for stage in (answering, asking, partings):
        monkeypatch.setattr(stage, "lock_pair", lambda _one, _other: None)
