"""PostgreSQL is away: whoever asks is told so, and when to come again. Any other trouble with it is ours."""

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from psycopg.errors import AdminShutdown, CannotConnectNow, DeadlockDetected, DiskFull, UndefinedTable
from psycopg_pool import PoolTimeout

from kernel.refusals.away import is_away
from tests.kernel.test_programs_hear_no import assert_problem


@pytest.fixture
def nobody_answers(transactional_db, settings, tmp_path):
    """This connection is gone, and where the next one would be opened nobody listens."""
    connection.close()
    before = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = str(tmp_path)
    yield
    connection.close()
    connection.settings_dict["HOST"] = before


@pytest.mark.parametrize("address", ["things", "raising/cold"])
def test_a_program_hears_a_problem_with_the_time_to_come_again(api, nobody_answers, address):
    api.raise_request_exception = False
    answer = api.get(f"/api/v1/{address}")
    assert_problem(answer, 503, "away")
    assert answer["Retry-After"] == "2"


def test_a_write_is_answered_the_same_way(api, nobody_answers):
    api.raise_request_exception = False
    answer = api.post("/api/v1/things", {"name": "tea"}, headers={"Idempotency-Key": "once"})
    assert_problem(answer, 503, "away")


def test_a_person_hears_a_sentence_in_their_language(nobody_answers):
    client = Client(raise_request_exception=False, headers={"Accept-Language": "fr"})
    answer = client.get("/health/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "Kairos revient dans un instant." in answer.content.decode()


def test_a_part_of_a_page_hears_it_as_a_passing_sentence(nobody_answers):
    client = Client(raise_request_exception=False)
    answer = client.get("/health/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (503, "#toasts")


def caused(kind, cause):
    error = kind("went wrong")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        caused(OperationalError, psycopg.OperationalError("connection refused")),
        caused(OperationalError, AdminShutdown()),
        caused(OperationalError, CannotConnectNow()),
        caused(OperationalError, PoolTimeout()),
        caused(InterfaceError, psycopg.InterfaceError("the connection is closed")),
    ],
    ids=lambda error: type(error.__cause__).__name__,
)
def test_whatever_cuts_the_line_is_away(error):
    assert is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        RuntimeError(),
        caused(OperationalError, DeadlockDetected()),
        caused(OperationalError, DiskFull()),
        caused(ProgrammingError, UndefinedTable()),
    ],
    ids=lambda error: type(getattr(error, "__cause__", error)).__name__,
)
def test_anything_else_is_our_mistake(error):
    assert not is_away(error)
