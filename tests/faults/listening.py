"""What each phone of a history heard, and what it was owed. Pure."""

from dataclasses import dataclass, field

from tests.faults.history import Began, Heard, Phone, Record, Skipped
from tests.faults.standing import EventRow, Rows

MOST_AT_ONCE = 500  # who lacks more reads the present state instead, and is told so


@dataclass
class Listener:
    """One phone from its first number on."""

    name: Phone
    person: str
    began_at: float
    seq: int
    applied: list[Heard] = field(default_factory=list)
    excused: set[int] = field(default_factory=set)


def listeners(records: list[Record]) -> dict[Phone, Listener]:
    """Who listened, by phone, with what each applied and need not have heard one by one."""
    phones = {
        one.phone: Listener(one.phone, one.person, one.t, one.seq)
        for one in records
        if isinstance(one, Began)
    }
    for one in records:
        if isinstance(one, Heard) and one.is_applied:
            phones[one.phone].applied.append(one)
        if isinstance(one, Skipped) and one.to - one.since > MOST_AT_ONCE:
            phones[one.phone].excused |= set(range(one.since + 1, one.to + 1))
    return phones


def owed_to(phone: Listener, rows: Rows) -> list[EventRow]:
    """The events that a phone must hear."""
    return [event for event in rows.events_by_person.get(phone.person, ()) if event.seq > phone.seq]
