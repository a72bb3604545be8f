"""A world: one copy of the services with a database, a clock and dice of its own, and what leaves it.

Two worlds are two databases, not two savepoints: both lives go on side by side, each in one transaction that
is rolled back at its end. So a life costs no clearing of tables, and no world can read the other.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from unittest.mock import patch

from django.core import mail
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.db import connections, transaction
from django.template import defaulttags
from django.test import Client
from django.utils import timezone

from notifications.carriers import socket
from tests.privacy.people import Person, everybody
from tests.privacy.pushes import taken
from tests.privacy.received import Answer, Received
from tests.privacy.sockets import Sockets

CLOCK = """
CREATE SCHEMA twins;
CREATE FUNCTION twins.clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
  AS $$ SELECT current_setting('twins.now')::timestamptz $$;
CREATE FUNCTION twins.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
  AS $$ SELECT current_setting('twins.now')::timestamptz $$;
SET search_path = twins, public, pg_catalog;
"""  # the product has one clock, the database's: these names are found before PostgreSQL's own


T = TypeVar("T")


@dataclass
class World:
    """One copy of everything. `live_through` is the only way in."""

    connection: Any
    people: dict[str, Person] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    sockets: Sockets = field(default_factory=Sockets)
    mails: list[Any] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def build(self, now: datetime) -> None:
        """Let the city be there, before any life begins in it."""
        with self._entered():
            self._transaction()
            with self.connection.cursor() as cursor:
                cursor.execute(CLOCK)
            self._at(now)
            with dice(0), still(now):
                self.people = everybody(now=now)
            self.connection.run_on_commit.clear()

    def begin(self) -> None:
        """A new life of the same city."""
        with self._entered():
            self._life = ExitStack()
            self._transaction(self._life)
            cache.clear()
        self.clients = {name: person.client() for name, person in self.people.items()}
        self.sockets = Sockets({name: person.ticket for name, person in self.people.items() if person.ticket})
        self.mails = []

    def end(self) -> None:
        """What happened in this life never happened."""
        with self._entered():
            self._life.close()

    def close(self) -> None:
        with self._entered():
            self._open.close()
        self.connection.close()

    def live_through(self, turn: int, now: datetime, act: Callable[["World"], Any]) -> tuple[Any, Received]:
        """Let something happen now, by the dice of this turn; what it gave, and who received what."""
        bells: list[Any] = []
        outbox: list[Any] = []
        with (
            self._entered(), dice(turn), still(now), patch.object(socket._bell, "put", bells.append),
            patch.object(mail, "outbox", outbox), taken() as pushes,
        ):  # fmt: skip
            self._at(now)
            given = act(self)
            self._commit()
            frames = self.sockets.hear()
        self.mails += outbox
        mails = [(message.to, message.subject, message.body) for message in outbox]
        return given, Received(
            answer=given if isinstance(given, Answer) else None, bells=bells, mails=mails, frames=frames,
            pushes=pushes,
        )  # fmt: skip

    def look(self, at: Callable[["World"], T]) -> T:
        """See what is there, from outside: nothing happens."""
        with self._entered():
            return at(self)

    @contextmanager
    def _entered(self) -> Iterator[None]:
        outside, kept_outside = connections["default"], caches["default"]
        connections["default"] = self.connection
        # What one world keeps in memory must not be read by the other: it would hide that they differ.
        caches["default"] = LocMemCache(self.connection.settings_dict["NAME"], {})
        try:
            yield
        finally:
            connections["default"], caches["default"] = outside, kept_outside

    def _transaction(self, until: ExitStack | None = None) -> None:
        kept = until if until is not None else self._open
        kept.enter_context(transaction.atomic())
        kept.callback(transaction.set_rollback, True)

    def _at(self, now: datetime) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('twins.now', %s, false)", [now.isoformat()])

    def _commit(self) -> None:
        # The transaction of a life never commits: what waits for that is let happen when the turn is over.
        hooks, self.connection.run_on_commit = self.connection.run_on_commit, []
        for _savepoints, hook, _robust in hooks:
            hook()


@contextmanager
def dice(turn: int) -> Iterator[None]:
    """Ids, codes, tokens, nonces: all chance in the product comes from the system through one door."""
    throw = random.Random(turn).randbytes
    with patch.object(os, "urandom", throw), patch.object(random, "_urandom", throw):
        yield


@contextmanager
def still(now: datetime) -> Iterator[None]:
    """Django asks the machine for the time where it signs a cookie or says how long it lasts: stop that."""

    class Still(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return now.astimezone(tz)

    with (
        patch.object(time, "time", now.timestamp), patch.object(timezone, "now", lambda: now),
        patch.object(defaulttags, "datetime", Still),
    ):  # fmt: skip
        yield


@contextmanager
def two_worlds(now: datetime) -> Iterator[tuple[World, World]]:
    """The test's own database and a twin of it, the same city in both."""
    outside: Any = connections["default"]
    name = outside.settings_dict["NAME"]
    with twin_database(outside, f"{name}_twin") as twin:
        worlds = World(_connected(outside, name)), World(_connected(outside, twin))
        try:
            for world in worlds:
                world.build(now)
            yield worlds
        finally:
            for world in worlds:
                world.close()


@contextmanager
def twin_database(outside: Any, name: str) -> Iterator[str]:
    """A second database with the same tables, gone afterwards."""
    quoted = outside.ops.quote_name(name)
    with outside._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        world = World(_connected(outside, name))
        with world._entered():
            call_command("migrate", verbosity=0)
        world.connection.close()
        yield name
    finally:
        with outside._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")


def _connected(outside: Any, name: str) -> Any:
    return type(outside)({**outside.settings_dict, "NAME": name}, "default")
