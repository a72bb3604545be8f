"""The one clock: the database's. Doors and tasks ask it once, on arrival, and hand `now` down."""

from datetime import UTC, datetime
from typing import cast

from django.db import connection


def now() -> datetime:
    """Return the database's time, so that every process and every worker agrees.

    `clock_timestamp()`, not `now()`: the latter stands still for the length of a transaction.

    Units: aware UTC.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [(moment,)] = cursor.fetchall()
    return cast(datetime, moment).astimezone(UTC)
