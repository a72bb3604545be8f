"""Who is at a socket, whether they may still stay, and what they have not heard yet.

The last two are asked together, in one statement for all sockets of a process: nobody is told anything who
has signed out meanwhile.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, TypeAlias
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import parse_cookie

from kernel import tokens
from kernel.models import ApiToken
from notifications.messages import MOST_AT_ONCE, Numbered, Reset, Sync, catch_up
from notifications.models import Event, Stream

SCOPE = "meet"  # what a token must open to be told what happens

Headers: TypeAlias = Iterable[tuple[bytes, bytes]]
Answer: TypeAlias = Sync | Reset | None  # None: may not stay


@dataclass(frozen=True, slots=True)
class Ticket:
    """A person, and the session or the token by which they came in."""

    person: UUID
    session: str | None = None
    token: UUID | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A socket's: may I stay, and what comes after what I have?"""

    ticket: Ticket
    epoch: UUID | None
    since: int


@database_sync_to_async
def ticket_for(headers: Headers) -> Ticket | None:
    """Return the ticket of whoever opens a socket with these headers, or None for a stranger.

    A request with an `Authorization` header is judged by it alone, cookie or not.
    """
    sent = dict(headers)
    if b"authorization" in sent:
        return _by_token(sent[b"authorization"])
    return _by_session(parse_cookie(sent.get(b"cookie", b"").decode("latin-1")))


def ask(questions: Sequence[Question]) -> list[Answer]:
    """Return the answer to each question, in one statement.

    Effects: a person who has no stream yet gets one, so that there is a counting to speak of.
    """
    found = {place: list(rows) for place, rows in groupby(_rows(questions), key=itemgetter(0))}
    new = {questions[place - 1].ticket.person for place, rows in found.items() if rows[0][1] is None}
    if new:
        Stream.objects.bulk_create([Stream(person_id=one) for one in sorted(new)], ignore_conflicts=True)
        return ask(questions)
    return [
        _answer(question, found[place]) if place in found else None
        for place, question in enumerate(questions, start=1)
    ]


def _by_token(header: bytes) -> Ticket | None:
    secret = tokens.bearer_of(header)
    token = tokens.find(secret) if secret else None
    if token is None or SCOPE not in token.scopes:
        return None
    return Ticket(token.user_id, token=token.pk)


def _by_session(cookies: dict[str, str]) -> Ticket | None:
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    visit: Any = SimpleNamespace(session=SessionStore(key))  # all that Django looks at to know a person
    person = get_user(visit)
    return Ticket(person.pk, session=key) if person.is_authenticated else None


def _rows(questions: Sequence[Question]) -> list[tuple[Any, ...]]:
    tickets = [question.ticket for question in questions]
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(),
            [
                [ticket.person for ticket in tickets],
                [ticket.session for ticket in tickets],
                [ticket.token for ticket in tickets],
                [question.since for question in questions],
                MOST_AT_ONCE,
                SCOPE,
            ],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _answer(question: Question, rows: list[tuple[Any, ...]]) -> Sync | Reset:
    _place, epoch, head, *_event = rows[0]
    events = [
        Numbered(seq, name, at, json.loads(payload))
        for *_stream, seq, name, at, payload in rows
        if seq is not None  # a stream without news is one row without an event
    ]
    return catch_up(known=question.epoch, since=question.since, epoch=epoch, head=head, events=events)


def _statement() -> str:
    person, session, token, stream, event = (
        connection.ops.quote_name(model._meta.db_table)
        for model in (get_user_model(), Session, ApiToken, Stream, Event)
    )
    return f"""
        SELECT asked.place, stream.epoch, stream.head, event.seq, event.name, event.at, event.payload
        FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::bigint[])
             WITH ORDINALITY AS asked (person, session, token, since, place)
        JOIN {person} person ON person.id = asked.person AND person.is_active
        LEFT JOIN {stream} stream ON stream.person_id = asked.person
        LEFT JOIN LATERAL (
            SELECT seq, name, at, payload FROM {event}
            WHERE stream_id = asked.person AND seq > asked.since AND seq <= stream.head
            ORDER BY seq LIMIT %s
        ) event ON TRUE
        WHERE EXISTS (
            SELECT FROM {session} WHERE session_key = asked.session AND expire_date > clock_timestamp()
        ) OR EXISTS (
            SELECT FROM {token}
            WHERE id = asked.token AND user_id = asked.person AND revoked_at IS NULL AND %s = ANY (scopes)
        )
        ORDER BY asked.place, event.seq
    """  # noqa: S608 -- table names come from the models
