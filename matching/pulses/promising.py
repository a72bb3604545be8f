"""Saying that one will come to a pulse, and taking it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from matching.models import Pledge
from matching.pulses.hours import coming, decided
from matching.pulses.refused import PulseRefused
from notifications.events import Notice, PlansChanged
from notifications.publish import publish
from places import points


def pledge(*, by: User, now: datetime, point: UUID, starts_at: datetime) -> Pledge:
    """Say that one will come; who has said so already stays with it.

    Effects: the pledge; `plans-changed`.
    Refuses: unknown-point, no-such-pulse, too-late, pledged-elsewhere.
    """
    place = points.known(point)
    if place is None:
        raise PulseRefused("unknown-point")
    span = next((span for span in coming(place, now=now) if span.starts_at == starts_at), None)
    if span is None:
        raise PulseRefused("no-such-pulse")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if standing := Pledge.objects.for_person(by).filter(starts_at=starts_at).first():
            if standing.point_id != place.pk:
                raise PulseRefused("pledged-elsewhere")
            return standing
        if decided(span.starts_at, now=now):
            raise PulseRefused("too-late")
        row = Pledge.objects.create(
            person=by, point=place, created_at=now, starts_at=span.starts_at, ends_at=span.ends_at
        )
        publish([Notice(by.pk, PlansChanged())], now=now)
    return row


def take_back(*, by: User, now: datetime, pledge_id: UUID) -> None:
    """Do not come after all; nobody is told. Effects: `plans-changed`. Refuses: begun.

    Repeating it changes nothing.
    """
    with transaction.atomic():
        row = Pledge.objects.select_for_update().filter(person=by, pk=pledge_id, taken_back_at=None).first()
        if row is None:
            return
        if now >= row.starts_at:
            raise PulseRefused("begun")
        row.taken_back_at = now
        row.save(update_fields=["taken_back_at"])
        publish([Notice(by.pk, PlansChanged())], now=now)
