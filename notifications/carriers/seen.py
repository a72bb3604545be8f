"""What an open page has shown to somebody: no phone of theirs is rung for it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from notifications.alarms import BY_NAME
from notifications.models import Notification

_SAID_ONCE = [name for name, alarm in BY_NAME.items() if alarm.is_once]

# Rows that another page of the same person is just marking, or that a worker is just taking, are skipped.
_MARK = """
    UPDATE {rows} SET state = 'seen'
    WHERE id IN (
        SELECT waiting.id FROM {rows} waiting
        JOIN unnest(%s::uuid[], %s::bigint[]) AS shown (person, seq)
          ON waiting.stream_id = shown.person AND waiting.seq <= shown.seq
        WHERE waiting.state = 'waiting' OR (waiting.state = 'sent' AND waiting.name = ANY (%s))
        FOR UPDATE OF waiting SKIP LOCKED
    )
"""


def mark(shown: Mapping[UUID, int]) -> None:
    """End what waits to be told up to these numbers; what is said once may be said again."""
    rows = connection.ops.quote_name(Notification._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(rows=rows), [list(shown), list(shown.values()), _SAID_ONCE])
