"""The one door for events. Called once, last, by the outermost stage of a change."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from notifications import events, outgoing
from notifications.alarms import due_for
from notifications.carriers import socket
from notifications.events import Notice
from notifications.models import Event

# Creates the missing streams and counts the others up, row after row in ascending person id: one order for
# everybody, so that two publishers can wait for each other but never in a circle. It also says who has a
# browser that rings or allows mail: two look-ups, so that nobody else costs a further statement.
_COUNT_UP = """
    INSERT INTO notifications_stream (person_id, epoch, head)
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[]) AS asked (person_id, epoch, head)
    ORDER BY person_id
    ON CONFLICT (person_id) DO UPDATE SET head = notifications_stream.head + excluded.head
    RETURNING person_id, head,
        EXISTS (SELECT FROM notifications_pushsubscription browser
                WHERE browser.person_id = notifications_stream.person_id)
        OR EXISTS (SELECT FROM notifications_preference wish
                   WHERE wish.person_id = notifications_stream.person_id AND wish.may_mail)
"""


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
    heads, beyond = _count_up({person: len(heard) for person, heard in by_person.items()})
    numbered = [
        (person, seq, event)
        for person, heard in by_person.items()
        for seq, event in enumerate(heard, start=heads[person] - len(heard) + 1)
    ]
    Event.objects.bulk_create(
        Event(stream_id=person, seq=seq, name=event.name, payload=event.payload, at=now)
        for person, seq, event in numbered
    )
    alarms = [due_for(person, seq, event, now=now) for person, seq, event in numbered if person in beyond]
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


def _count_up(more: dict[UUID, int]) -> tuple[dict[UUID, int], set[UUID]]:
    """Return the new head of each person, and who may be told otherwise than by an open page."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [list(more), [uuid.uuid4() for _ in more], list(more.values())])
        rows = cursor.fetchall()
    return {person: head for person, head, _beyond in rows}, {
        person for person, _head, beyond in rows if beyond
    }
