"""When the pulses of a place are: pure arithmetic of its clock."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from matching import policy
from places.models import MeetingPoint


class Span(NamedTuple):
    """When a pulse begins and ends."""

    starts_at: datetime
    ends_at: datetime


def coming(point: MeetingPoint, *, now: datetime) -> list[Span]:
    """The pulses of a place that run now or begin within two days, by its own clock."""
    zone = ZoneInfo(point.tz)
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(-1, policy.PULSE_AHEAD.days + 1)]
    spans = [
        Span(starts_at, starts_at + length)
        for day in days
        for begins, length in rush_hours_of(point)
        for starts_at in [datetime.combine(day, begins, tzinfo=zone).astimezone(UTC)]
    ]
    return sorted(span for span in spans if span.ends_at > now and span.starts_at <= now + policy.PULSE_AHEAD)


def rush_hours_of(point: MeetingPoint) -> tuple[tuple[time, timedelta], ...]:
    """The agreed hours of a place: everywhere the same."""
    return policy.RUSH_HOURS


def decided(starts_at: datetime, *, now: datetime) -> bool:
    """Whether the pledges to a pulse are closed: it is about to begin or has begun."""
    return now >= starts_at - policy.PULSE_DECIDED_BEFORE
