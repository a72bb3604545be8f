"""What happened, as the people at their phones saw it: a list of records, kept in the order they were made.

Times are this machine's clock in seconds, which is PostgreSQL's too: all of it runs on one machine.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

Phone: TypeAlias = str  # the person's number and the phone's: `7.0`


@dataclass(frozen=True, slots=True)
class Began:
    """A phone is switched on: what it knows of its person's stream."""

    t: float
    phone: Phone
    person: str
    seq: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One request of a command, and its answer; `status` 0 is no answer at all."""

    t: float
    person: str
    verb: str
    about: str  # the other person of an invitation, else the id of what is answered
    key: str
    path: str
    took_s: float
    status: int
    code: str = ""  # of a refusal
    made: str = ""  # the id of what a confirmed command made
    is_said: bool = True  # an answer of 500 and more is a problem that says when to come again


@dataclass(frozen=True, slots=True)
class Opened:
    """A socket is open and has been answered."""

    t: float
    phone: Phone
    line: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A socket is closed, by whoever."""

    t: float
    phone: Phone
    line: int
    code: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The phone says on a line what it has."""

    t: float
    phone: Phone
    line: int
    since: int


@dataclass(frozen=True, slots=True)
class Heard:
    """An event came, on a line (0: by polling), and was applied or passed over."""

    t: float
    phone: Phone
    line: int
    seq: int
    name: str
    about: str  # the id of the invitation or the meeting
    is_applied: bool
    is_answer: bool = False  # to what the phone said it has, not told by itself


@dataclass(frozen=True, slots=True)
class Heads:
    """The server says on a line, by itself, where the person's stream stands."""

    t: float
    phone: Phone
    line: int
    head: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A phone was told that its number means nothing, or that what it lacks is gone."""

    t: float
    phone: Phone
    since: int
    to: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The phones are switched off."""

    t: float


Record: TypeAlias = Began | Tried | Opened | Closed | Asked | Heard | Heads | Skipped | Ended


class History:
    """Grows while it is lived; read afterwards."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def add(self, record: Record) -> None:
        self.records.append(record)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def save(self, file: Path) -> None:
        """One JSON object a line, for whoever wants to know how it came."""
        lines = (json.dumps(as_json(record), separators=(",", ":")) for record in self.records)
        file.write_text("\n".join(lines) + "\n")


def as_json(record: Record) -> dict[str, Any]:
    return {"what": type(record).__name__.lower(), **asdict(record)}


def now() -> float:
    return time.time()
