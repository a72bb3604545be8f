"""Every event that a person can hear, declared once: a name in the past tense, ids, nothing that goes stale.

Pure. Stages make them, `publish` numbers them, the socket and the API carry them, AsyncAPI lists them.
"""

import re
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, get_args, get_origin
from uuid import UUID

Who = Literal["you", "other"]

ALL: "list[type[Event]]" = []


class Event:
    """What happened. The wire name comes from the class: `InvitationAccepted` is `invitation-accepted`."""

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        ALL.append(cls)

    @property
    def payload(self) -> dict[str, Any]:
        """The fields as JSON values: ids as strings, times as ISO 8601 in UTC."""
        return {key: plain(value) for key, value in asdict(self).items()}  # type: ignore[call-overload]  # every event is a dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One event for one person."""

    to: UUID
    event: Event


@dataclass(frozen=True)
class AvailabilityStarted(Event):
    """To the person: they are live."""

    availability: UUID


@dataclass(frozen=True)
class AvailabilityChanged(Event):
    """To the person: time, place or topic is another."""

    availability: UUID


@dataclass(frozen=True)
class AvailabilityEnded(Event):
    """To the person: they are invisible again."""

    availability: UUID


@dataclass(frozen=True)
class InvitationSent(Event):
    """To the sender's other devices."""

    invitation: UUID


@dataclass(frozen=True)
class InvitationReceived(Event):
    """To the invitee: it rings until `expires_at`."""

    invitation: UUID
    expires_at: datetime


@dataclass(frozen=True)
class InvitationAccepted(Event):
    """To both: there is a meeting."""

    invitation: UUID
    meeting: UUID


@dataclass(frozen=True)
class InvitationRefused(Event):
    """To the invitee's other devices only: for the sender a refusal is an expiry."""

    invitation: UUID


@dataclass(frozen=True)
class InvitationExpired(Event):
    """To both: the moment passed."""

    invitation: UUID


@dataclass(frozen=True)
class InvitationWithdrawn(Event):
    """To both: the sender took it back."""

    invitation: UUID


@dataclass(frozen=True)
class InvitationSuperseded(Event):
    """To both: one of them has agreed with somebody else."""

    invitation: UUID


@dataclass(frozen=True)
class InvitationExtended(Event):
    """To both: the invitee asked for a moment more."""

    invitation: UUID
    expires_at: datetime


@dataclass(frozen=True)
class TableOffered(Event):
    """To everybody at it: somebody fits, it rings until `expires_at`."""

    table: UUID
    expires_at: datetime


@dataclass(frozen=True)
class TableAccepted(Event):
    """To the person's own devices: their yes waits for another's."""

    table: UUID


@dataclass(frozen=True)
class TableRefused(Event):
    """To the person's own devices only: for the others a refusal is a moment that passed."""

    table: UUID


@dataclass(frozen=True)
class TablePassed(Event):
    """To whoever it still rang at: the moment passed."""

    table: UUID


@dataclass(frozen=True)
class MeetingAgreed(Event):
    """To both: look for each other."""

    meeting: UUID


@dataclass(frozen=True)
class MeetingJoined(Event):
    """To all: a third person comes to the table."""

    meeting: UUID
    who: Who


@dataclass(frozen=True)
class MeetingLeft(Event):
    """To all three: one goes, two go on."""

    meeting: UUID
    who: Who


@dataclass(frozen=True)
class MeetingDeparted(Event):
    """To both: one is on the way."""

    meeting: UUID
    who: Who


@dataclass(frozen=True)
class MeetingLate(Event):
    """To both: one needs some minutes more."""

    meeting: UUID
    who: Who
    minutes: int


@dataclass(frozen=True)
class MeetingArrived(Event):
    """To both: one says they are there."""

    meeting: UUID
    who: Who


@dataclass(frozen=True)
class MeetingMessaged(Event):
    """To both: one of the ready-made sentences."""

    meeting: UUID
    who: Who
    preset: str


@dataclass(frozen=True)
class MeetingMet(Event):
    """To both: proven by a code."""

    meeting: UUID


@dataclass(frozen=True)
class MeetingCancelled(Event):
    """To both: one called it off."""

    meeting: UUID
    who: Who


@dataclass(frozen=True)
class MeetingReleased(Event):
    """To both: one left without it counting against anybody."""

    meeting: UUID
    who: Who


@dataclass(frozen=True)
class MeetingEnded(Event):
    """Closed, for both."""

    meeting: UUID


@dataclass(frozen=True)
class PlansChanged(Event):
    """To the person's own devices: a plan, a pledge or an alert of theirs came or went."""


@dataclass(frozen=True)
class PlanDue(Event):
    """To the person: what they planned begins in a moment. Going live is theirs to tap."""

    plan: UUID


@dataclass(frozen=True)
class PulseGathers(Event):
    """To who pledged: enough people mean to come."""

    pledge: UUID


@dataclass(frozen=True)
class EnoughPeopleFree(Event):
    """To who asked to be told: at least five people are free there. Once; without a count."""

    alert: UUID


@dataclass(frozen=True)
class AccountFrozen(Event):
    """To the person: a decision was made; its reasons are on a page."""


def schema_of(event: type[Event]) -> dict[str, Any]:
    """Return the JSON schema of an event's own fields, for documents and for tests."""
    own = {field.name: _type_schema(field.type) for field in fields(event)}  # type: ignore[arg-type]  # every event is a dataclass
    return {"type": "object", "properties": own, "required": list(own), "additionalProperties": False}


def _type_schema(annotation: Any) -> dict[str, Any]:
    if get_origin(annotation) is Literal:
        return {"type": "string", "enum": list(get_args(annotation))}
    return {
        UUID: {"type": "string", "format": "uuid"},
        datetime: {"type": "string", "format": "date-time"},
        int: {"type": "integer"},
        str: {"type": "string"},
    }[annotation]


def plain(value: Any) -> Any:
    """Return an id or a time as text, the same way everywhere; anything else as it is."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value
