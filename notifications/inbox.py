"""Reading a person's events: by polling, and where a page begins. Called by doors."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, Func

from notifications.messages import MOST_AT_ONCE, Numbered, Reset, Sync, catch_up
from notifications.models import Event, Stream


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins to listen: what it shows is at least as new as this number."""

    person: UUID
    epoch: UUID
    head: int
    now: datetime


def events_after(person: UUID, *, epoch: UUID | None, since: int) -> Sync | Reset:
    """Return what came after number `since` of the counting `epoch`, or a reset.

    Without an epoch the number is taken at its word.

    Effects: a person without a stream gets one.
    """
    stream = stream_of(person)
    kept = Event.objects.filter(stream=stream, seq__gt=since, seq__lte=stream.head)[:MOST_AT_ONCE]
    events = [Numbered(event.seq, event.name, event.at, event.payload) for event in kept]
    return catch_up(
        known=epoch or stream.epoch, since=since, epoch=stream.epoch, head=stream.head, events=events
    )


def stream_of(person: UUID) -> Stream:
    """Return a person's stream; the first to ask makes it."""
    return Stream.objects.get_or_create(person_id=person)[0]


def start_for(person: UUID) -> Start:
    """Return where a page of this person begins, and the database's time, in one query.

    Read before whatever the page shows: then an event in between is heard twice rather than not at all.
    """
    clock = Func(function="clock_timestamp", output_field=DateTimeField())
    here = Stream.objects.filter(pk=person).annotate(now=clock).values_list("epoch", "head", "now").first()
    if here is None:
        stream_of(person)
        return start_for(person)
    return Start(person, *here)
