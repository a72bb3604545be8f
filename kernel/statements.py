"""Statements that the server plans once a connection and keeps: for what is asked at every step of somebody.

Making and planning a query costs several times its answer; the ORM is for everything asked less often.
"""

from typing import Any

import psycopg
from django.db import connection


def answer(statement: str, facts: dict[str, Any], *, prepare: bool = True) -> list[tuple[Any, ...]]:
    """Return the rows of a statement; with `prepare` off it is planned anew, for these facts."""
    # Django binds on this side and so never prepares.
    connection.ensure_connection()
    if connection.queries_logged:  # who counts queries counts these too
        connection.queries_log.append({"sql": statement, "time": ""})
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, facts, prepare=prepare, binary=True).fetchall()
