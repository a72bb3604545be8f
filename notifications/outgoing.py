"""Writes down what may have to be told beyond the socket, in the transaction of the change. `publish` calls.

One statement for everybody, and none where nobody could be told otherwise.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection

from kernel.models import ApiToken
from notifications import policy
from notifications.alarms import Due
from notifications.models import Notification, Preference, PushSubscription


def note(alarms: Sequence[Due], *, now: datetime) -> None:
    """Write a row for each browser of each person; one for the mail of who has none and allows it.

    None for what is said once where a browser's last word about the same is just this, and not seen yet.
    """
    if not alarms:
        return
    columns = {field.name: [getattr(one, field.name) for one in alarms] for field in fields(Due)}
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"now": now, "due_at": now + policy.SOCKET_FIRST_FOR, **columns})


def _statement() -> str:
    row, browser, wish, session, token = (
        connection.ops.quote_name(model._meta.db_table)
        for model in (Notification, PushSubscription, Preference, Session, ApiToken)
    )
    return f"""
        WITH asked AS (
            SELECT * FROM unnest(
                %(person)s::uuid[], %(seq)s::bigint[], %(name)s::text[], %(about)s::uuid[],
                %(is_other)s::boolean[], %(is_once)s::boolean[], %(until)s::timestamptz[]
            ) AS asked (person, seq, name, about, is_other, is_once, until)
        ), browser AS (
            SELECT browser.id, browser.person_id FROM {browser} browser
            LEFT JOIN {session} session ON session.session_key = browser.session_id
            LEFT JOIN {token} token ON token.id = browser.token_id
            WHERE browser.person_id = ANY (%(person)s::uuid[]) AND browser.refused_at IS NULL
              AND (session.expire_date > %(now)s OR (token.id IS NOT NULL AND token.revoked_at IS NULL))
        )
        INSERT INTO {row}
            (stream_id, seq, subscription_id, name, about, is_other, created_at, due_at, until, tries, state)
        SELECT asked.person, asked.seq, way.id, asked.name, asked.about, asked.is_other,
               %(now)s, %(due_at)s, asked.until, 0, 'waiting'
        FROM asked JOIN LATERAL (
            SELECT browser.id FROM browser WHERE browser.person_id = asked.person
            UNION ALL
            SELECT NULL FROM {wish} wish
            WHERE asked.is_other AND wish.person_id = asked.person AND wish.may_mail
              AND NOT EXISTS (SELECT FROM browser WHERE browser.person_id = asked.person)
        ) way ON TRUE
        WHERE NOT asked.is_once OR asked.name IS DISTINCT FROM (
            SELECT last.name FROM {row} last
            WHERE last.stream_id = asked.person AND last.subscription_id = way.id
              AND last.about = asked.about AND last.until > %(now)s AND last.state IN ('waiting', 'sent')
            ORDER BY last.seq DESC LIMIT 1
        )
    """  # noqa: S608 -- table names come from the models
