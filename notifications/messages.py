"""What is said over the socket, and the one rule of catching up. Pure.

A client says what it has (`Hello`); it gets what it lacks (`Sync`), or learns that its number means nothing
any more and that it must read the present state instead (`Reset`). From then on it gets each next event, and
now and then the head, so that it notices when it has missed one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.events import plain

HIGHEST_NUMBER = 2**53 - 1  # what JSON carries exactly
MOST_AT_ONCE = 500  # events in one answer; who lacks more reads the present state


class NotUnderstood(Exception):
    """A client said what no client says."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One event as it travels."""

    seq: int
    name: str
    at: datetime
    payload: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return what an API client reads of it."""
        return {"seq": self.seq, "name": self.name, "at": plain(self.at), **self.payload}


@dataclass(frozen=True, slots=True)
class Hello:
    """What a client has: the counting it knows, if any, and the last number it applied."""

    epoch: UUID | None
    since: int

    @classmethod
    def read(cls, message: object) -> "Hello":
        """Return the one message that a client may send. *Refuses*: `NotUnderstood` for anything else."""
        match message:
            case {"type": "hello", "epoch": str() | None as epoch, "since": int(since), **rest} if not rest:
                if isinstance(since, bool) or not 0 <= since <= HIGHEST_NUMBER:
                    raise NotUnderstood
                return cls(_epoch(epoch), since)
            case _:
                raise NotUnderstood


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client shows on a page that is looked at: everything up to this number."""

    seq: int

    @classmethod
    def read(cls, message: object) -> "Seen | None":
        """Return what it says, or None for another message. *Refuses*: `NotUnderstood` for half a one."""
        match message:
            case {"type": "seen", "seq": int(seq), **rest} if not rest and not isinstance(seq, bool):
                if not 0 <= seq <= HIGHEST_NUMBER:
                    raise NotUnderstood
                return cls(seq)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Sync:
    """Everything after the client's number, in order and whole."""

    epoch: UUID
    head: int
    events: tuple[Numbered, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the frame."""
        events = [event.as_json() for event in self.events]
        return {"type": "sync", "epoch": str(self.epoch), "head": self.head, "events": events}


@dataclass(frozen=True, slots=True)
class Reset:
    """The client's number means nothing: start from here, and read everything anew."""

    epoch: UUID
    head: int

    def as_json(self) -> dict[str, Any]:
        """Return the frame."""
        return {"type": "reset", "epoch": str(self.epoch), "head": self.head}


def catch_up(
    *, known: UUID | None, since: int, epoch: UUID, head: int, events: Sequence[Numbered]
) -> Sync | Reset:
    """Return what a client that has `since` of the counting `known` is to be told.

    `events` are those kept with numbers in since+1..head; when some are missing (forgotten, or too many to
    send), only a reset is honest.
    """
    is_whole = len(events) == head - since
    if known != epoch or since > head or not is_whole:
        return Reset(epoch, head)
    return Sync(epoch, head, tuple(events))


def event_frame(event: Numbered) -> dict[str, Any]:
    """Return the frame of one event, the next after the last."""
    return {"type": "event", **event.as_json()}


def heads_frame(head: int) -> dict[str, Any]:
    """Return the frame that tells a client where it should be."""
    return {"type": "heads", "head": head}


def _epoch(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotUnderstood from error
