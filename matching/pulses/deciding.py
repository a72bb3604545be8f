"""A quarter of an hour before a pulse: who gathers is told, the other pledges go in silence."""

from datetime import datetime

from django.db import transaction

from matching import policy
from matching.models import Pledge
from matching.pulses.counting import counted, gathering
from notifications.events import Notice, PulseGathers
from notifications.publish import publish


def gather_due(*, now: datetime) -> int:
    """Decide the pulses that begin within a quarter of an hour; the count of the people told.

    Effects: `pulse-gathers` for each whose own neighbourhood holds six pledges, once; the other pledges go in
    silence. What is over or was taken back is forgotten.
    """
    ready = Pledge.objects.standing().filter(
        told_at=None, starts_at__lte=now + policy.PULSE_DECIDED_BEFORE, ends_at__gt=now
    )
    times = sorted(set(ready.values_list("starts_at", flat=True)))
    told = sum(gather(starts_at, now=now) for starts_at in times)
    Pledge.objects.filter(ends_at__lte=now).delete()
    Pledge.objects.filter(taken_back_at__lt=policy.shown_time(now)).delete()
    return told


def gather(starts_at: datetime, *, now: datetime) -> int:
    """Decide the pulses of one time everywhere; the count of the people told."""
    with transaction.atomic():
        undecided = Pledge.objects.select_for_update(skip_locked=True).filter(
            starts_at=starts_at, told_at=None, taken_back_at=None
        )
        held = {row.pk: row for row in undecided.order_by("pk")}
        gathered = gathering(counted(Pledge.objects.standing().filter(starts_at=starts_at)))
        told = [row for row in held.values() if row.pk in gathered]
        Pledge.objects.filter(pk__in=[row.pk for row in told]).update(told_at=now)
        Pledge.objects.filter(pk__in=held.keys() - gathered).delete()
        publish([Notice(row.person_id, PulseGathers(row.pk)) for row in told], now=now)
    return len(told)
