"""The one door for events. Called once, last, by the outermost stage of a change."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from kernel.statements import answer
from notifications import events
from notifications.carriers import socket
from notifications.events import Notice

# Creates the missing streams and counts the others up, row after row in ascending person id: one order for
# everybody, so that two publishers can wait for each other but never in a circle. Then the events, numbered
# back from the new heads.
_WRITE = """
    WITH counted AS (
        INSERT INTO notifications_stream (person_id, epoch, head)
        SELECT * FROM unnest(%(people)s::uuid[], %(epochs)s::uuid[], %(more)s::bigint[])
            AS asked (person_id, epoch, head)
        ORDER BY person_id
        ON CONFLICT (person_id) DO UPDATE SET head = notifications_stream.head + excluded.head
        RETURNING person_id, head)
    INSERT INTO notifications_event (stream_id, seq, name, payload, at)
    SELECT person_id, head - before_head, name, payload, %(now)s
    FROM unnest(%(hearers)s::uuid[], %(before_heads)s::bigint[], %(names)s::text[], %(payloads)s::jsonb[])
        AS heard (person_id, before_head, name, payload)
    JOIN counted USING (person_id)
    RETURNING id
"""


def publish(notices: Iterable[Notice], *, now: datetime) -> None:
    """Number and write every notice in the caller's transaction, and ring after it commits.

    Events of one person keep the order given. Nothing may be locked afterwards: streams come last.

    Units: `now` is aware UTC.
    Effects: streams of all people counted up, events written, one bell a person on commit.
    """
    by_person: dict[UUID, list[events.Event]] = defaultdict(list)
    for notice in notices:
        by_person[notice.to].append(notice.event)
    if not by_person:
        return
    _demand_transaction()
    _write(by_person, now=now)
    ring(sorted(by_person))  # in no order that the rows of a table could bring


def ring(people: Sequence[UUID]) -> None:
    """Make the open sockets of these people look again once this transaction commits.

    Signing out and revoking a token ring too: a socket that looks finds that it may no longer stay.
    """
    transaction.on_commit(lambda: socket.ring(people))


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish() belongs at the end of a stage's transaction")


def _write(by_person: dict[UUID, list[events.Event]], *, now: datetime) -> None:
    rows = [
        (person, before_head, event)
        for person, heard in by_person.items()
        for before_head, event in zip(reversed(range(len(heard))), heard, strict=True)
    ]
    facts = {
        "people": list(by_person), "epochs": [uuid.uuid4() for _ in by_person],
        "more": [len(heard) for heard in by_person.values()],
        "hearers": [person for person, _before_head, _event in rows],
        "before_heads": [before_head for _person, before_head, _event in rows],
        "names": [event.name for _person, _before_head, event in rows],
        "payloads": [Jsonb(event.payload) for _person, _before_head, event in rows], "now": now,
    }  # fmt: skip
    answer(_WRITE, facts)
