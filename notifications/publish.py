"""The one door for events. Called once, last, by the outermost stage of a change."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from kernel.statements import answer
from notifications import events, outgoing
from notifications.alarms import due_for
from notifications.carriers import socket
from notifications.events import Notice

# Creates the missing streams and counts the others up, row after row in ascending person id: one order for
# everybody, so that two publishers can wait for each other but never in a circle. Then the events, numbered
# back from the new heads. It also says who has a browser that rings or allows mail: two look-ups, so that
# nobody else costs a further statement.
_WRITE = """
    WITH counted AS (
        INSERT INTO notifications_stream (person_id, epoch, head)
        SELECT * FROM unnest(%(people)s::uuid[], %(epochs)s::uuid[], %(more)s::bigint[])
            AS asked (person_id, epoch, head)
        ORDER BY person_id
        ON CONFLICT (person_id) DO UPDATE SET head = notifications_stream.head + excluded.head
        RETURNING person_id, head),
    written AS (
        INSERT INTO notifications_event (stream_id, seq, name, payload, at)
        SELECT person_id, head - before_head, name, payload, %(now)s
        FROM unnest(%(hearers)s::uuid[], %(before_heads)s::bigint[], %(names)s::text[], %(payloads)s::jsonb[])
            AS heard (person_id, before_head, name, payload)
        JOIN counted USING (person_id))
    SELECT person_id, head,
        EXISTS (SELECT FROM notifications_pushsubscription browser
                WHERE browser.person_id = counted.person_id)
        OR EXISTS (SELECT FROM notifications_preference wish
                   WHERE wish.person_id = counted.person_id AND wish.may_mail)
    FROM counted
"""

# An event of a person, and how many of the same transaction come after it.
Numbered = tuple[UUID, int, events.Event]


def publish(notices: Iterable[Notice], *, now: datetime) -> None:
    """Number and write every notice in the caller's transaction, and ring after it commits.

    Events of one person keep the order given. Nothing may be locked afterwards: streams come last.

    Units: `now` is aware UTC.
    Effects: streams of all people counted up, events written, and what may have to be told by push or mail
    of who has allowed either; one bell a person on commit.
    """
    by_person: dict[UUID, list[events.Event]] = defaultdict(list)
    for notice in notices:
        by_person[notice.to].append(notice.event)
    if not by_person:
        return
    _demand_transaction()
    rows = [
        (person, before_head, event)
        for person, heard in by_person.items()
        for before_head, event in zip(reversed(range(len(heard))), heard, strict=True)
    ]
    heads = _write(rows, more={person: len(heard) for person, heard in by_person.items()}, now=now)
    alarms = [
        due_for(person, heads[person] - before_head, event, now=now)
        for person, before_head, event in rows
        if person in heads
    ]
    outgoing.note([alarm for alarm in alarms if alarm], now=now)
    ring(sorted(by_person))  # in no order that the rows of a table could bring


def ring(people: Sequence[UUID]) -> None:
    """Make the open sockets of these people look again once this transaction commits.

    Signing out and revoking a token ring too: a socket that looks finds that it may no longer stay.
    """
    transaction.on_commit(lambda: socket.ring(people))


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish() belongs at the end of a stage's transaction")


def _write(rows: Sequence[Numbered], *, more: dict[UUID, int], now: datetime) -> dict[UUID, int]:
    """Write the events; the new head of each who may be told otherwise than by an open page."""
    facts = {
        "people": list(more), "epochs": [uuid.uuid4() for _ in more], "more": list(more.values()),
        "hearers": [person for person, _before_head, _event in rows],
        "before_heads": [before_head for _person, before_head, _event in rows],
        "names": [event.name for _person, _before_head, event in rows],
        "payloads": [Jsonb(event.payload) for _person, _before_head, event in rows], "now": now,
    }  # fmt: skip
    return {person: head for person, head, beyond in answer(_WRITE, facts) if beyond}
