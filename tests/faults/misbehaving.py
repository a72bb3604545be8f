"""The pages and the sockets with one fault built in, named by `KAIROS_FAULT`. Served in place of config's."""

import os
import random
import threading
from types import FunctionType
from typing import Any

from django.db import connection, transaction

FAULT = os.environ.get("KAIROS_FAULT", "")
CRASHES = 0.04  # of the commits that would ring a bell

_random = random.Random()


def build_in(fault: str) -> None:
    """Make this process misbehave. *Refuses* a fault that there is not."""
    from notifications import publish
    from notifications.carriers import socket

    match fault:
        case "crash-before-the-bell":
            rung = socket.ring
            socket.ring = lambda people: crash_or(rung, people)
        case "bells-go-astray":
            put = socket.Bell.put
            socket.Bell.put = lambda bell, person: astray(put, bell, person)  # type: ignore[method-assign]  # the fault
        case "no-bells":
            socket.Bell.put = lambda _bell, _person: None  # type: ignore[method-assign]  # the fault
        case "publish-after-commit":
            publish_late(publish)
        case "":
            pass
        case _:
            raise LookupError(fault)


def crash_or(ring: Any, people: Any) -> None:
    """Committed; and now nobody is told and nobody is answered."""
    if _random.random() < CRASHES:
        os._exit(1)
    ring(people)


def astray(put: Any, bell: Any, person: Any) -> None:
    """A third is lost, a third comes twice, a third comes late and after others."""
    chance = _random.random()
    if chance < 1 / 3:
        return
    if chance < 2 / 3:
        put(bell, person)
        put(bell, person)
        return
    late_by = threading.Timer(_random.random() * 2, put, (bell, person))
    late_by.daemon = True
    late_by.start()


def publish_late(module: Any) -> None:
    """The mistake that the one transaction rules out: events written after the change is committed.

    Stages hold the function itself by now, so it is changed from within.
    """
    at_once = FunctionType(module.publish.__code__, vars(module))
    at_once.__kwdefaults__ = module.publish.__kwdefaults__

    def late(notices: Any, now: Any) -> None:
        kept = list(notices)

        def write() -> None:
            if kept and _random.random() < CRASHES * 2:
                os._exit(1)
            with transaction.atomic():
                at_once(kept, now=now)

        connection.on_commit(write)

    module._late = late
    module.publish.__code__ = _instead.__code__


def _instead(notices: Any, *, now: Any) -> None:
    _late(notices, now)  # type: ignore[name-defined]  # noqa: F821 -- a global of the module that it goes to


def install() -> None:
    """Before any stage imports what is replaced."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    build_in(FAULT)
