"""Which events are worth ringing for when no page is open, how urgent each is, and for how long. Pure.

What is said is one fixed sentence of `wording` and an id that means nothing to others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from notifications import events, policy
from notifications.events import Event


class Kind(StrEnum):
    """How an alarm is treated."""

    RING = "ring"  # an invitation to who is live: beyond budget and quiet hours
    MEETING = "meeting"  # about a meeting agreed on: somebody waits or walks, so beyond both, too
    OTHER = "other"  # in the budget, not in quiet hours, by mail where there is no push


@dataclass(frozen=True, slots=True)
class Alarm:
    """How one event is told beyond the socket."""

    kind: Kind
    path: str  # what a tap opens
    about: str  # the field with the id that the path names; also what a newer alarm replaces
    lasts: timedelta | None = None  # None: until the event's own `expires_at`
    only_if: Callable[[Any], bool] = lambda _event: True
    ended_by: tuple[type[Event], ...] = ()  # events about the same after which it must not be told
    is_once: bool = False  # said again only when the phone's last word was another, or was seen

    def until(self, event: Event, *, now: datetime) -> datetime:
        """Return when it is too late to tell."""
        return now + self.lasts if self.lasts else event.expires_at  # type: ignore[attr-defined]  # what has no length has an end


def _by_other(event: Any) -> bool:
    return bool(event.who == "other")


def _meeting(*, only_if: Callable[[Any], bool] = _by_other, is_once: bool = False) -> Alarm:
    return Alarm(
        Kind.MEETING, "/meetings/{}/", "meeting", policy.ABOUT_A_MEETING_FOR, only_if, is_once=is_once
    )


ALARMS: dict[type[Event], Alarm] = {
    events.InvitationReceived: Alarm(
        Kind.RING, "/invitations/{}/", "invitation",
        ended_by=(events.InvitationAccepted, events.InvitationRefused, events.InvitationExpired,
                  events.InvitationWithdrawn, events.InvitationSuperseded),
    ),
    events.TableOffered: Alarm(
        Kind.RING, "/tables/{}/", "table",
        ended_by=(events.TableAccepted, events.TableRefused, events.TablePassed),
    ),
    events.MeetingAgreed: _meeting(only_if=lambda _event: True),
    events.MeetingLate: _meeting(),
    events.MeetingArrived: _meeting(),
    events.MeetingMessaged: _meeting(is_once=True),
    events.MeetingCancelled: _meeting(),
    events.MeetingReleased: _meeting(),
    events.PlanDue: Alarm(Kind.OTHER, "/now/", "plan", policy.OTHERS_FOR),
    events.PulseGathers: Alarm(Kind.OTHER, "/now/", "pledge", policy.OTHERS_FOR),
    events.EnoughPeopleFree: Alarm(Kind.OTHER, "/now/", "alert", policy.OTHERS_FOR),
}  # fmt: skip
BY_NAME = {event.name: alarm for event, alarm in ALARMS.items()}


@dataclass(frozen=True, slots=True)
class Due:
    """One alarm of one person, as it is written down."""

    person: UUID
    seq: int
    name: str
    about: UUID
    is_other: bool
    is_once: bool
    until: datetime


def due_for(person: UUID, seq: int, event: Event, *, now: datetime) -> Due | None:
    """Return the alarm that an event makes, or None for one that only an open page is told."""
    alarm = ALARMS.get(type(event))
    if alarm is None or not alarm.only_if(event):
        return None
    about = getattr(event, alarm.about)
    until = alarm.until(event, now=now)
    return Due(person, seq, event.name, about, alarm.kind is Kind.OTHER, alarm.is_once, until)


def path_of(name: str, about: UUID) -> str:
    """Return the page that an alarm of this event opens."""
    return BY_NAME[name].path.format(about)


def is_ring(name: str) -> bool:
    """Tell whether it is an invitation, which a phone must hear at once."""
    return BY_NAME[name].kind is Kind.RING
