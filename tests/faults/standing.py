"""What stands in PostgreSQL after a fault, as plain values: what the checker compares a history with."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as it stands, and when it was committed."""

    person: str
    seq: int
    name: str
    about: str
    at: float
    committed: float


@dataclass(frozen=True, slots=True)
class InvitationRow:
    id: str
    sender: str
    invitee: str
    state: str
    is_refused: bool = False
    is_extended: bool = False


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: str
    invitation: str
    people: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """A confirmed command that PostgreSQL remembers."""

    person: str
    path: str
    key: str
    status: int


@dataclass(frozen=True)
class Rows:
    events: list[EventRow]
    invitations: list[InvitationRow]
    meetings: list[MeetingRow]
    calls: list[CallRow]
    broken: dict[str, int] = field(default_factory=dict)

    @cached_property
    def events_by_person(self) -> dict[str, list[EventRow]]:
        by_person: defaultdict[str, list[EventRow]] = defaultdict(list)
        for event in self.events:
            by_person[event.person].append(event)
        return by_person
