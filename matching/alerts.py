""" "Tell me when at least five are free here": asked round a public place, answered once.

`watch`, `remove`, `kept_for` and `fire_due` are stages for doors and tasks. An alert is judged once in each
slot of the five-minute clock, from the slot after its making on, so that nobody reads a third person's coming
off it.
"""

from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.refusals import Refusal
from matching import policy, prefilter
from matching.models import Alert
from matching.models.planned import AlertQuerySet
from notifications.events import EnoughPeopleFree, Notice, PlansChanged
from notifications.publish import publish
from places import cells, points


class AlertRefused(Refusal):
    """Why one will not be told."""

    title = _("This alert cannot be set")
    sentences: ClassVar = {
        "unknown-point": _("This place is not one where people meet here. Choose another."),
        "wrong-length": _("An alert waits 12 hours at most."),
        "too-many-alerts": _("You have %(most)s alerts already; that is the limit. Remove one first."),
    }
    statuses: ClassVar = {"unknown-point": 422, "wrong-length": 422, "too-many-alerts": 429}


def watch(*, by: User, now: datetime, point: UUID, until: datetime) -> Alert:
    """Ask to be told once, by `until`; where one is asked to already, that stays as it is.

    Effects: the alert; `plans-changed`. Refuses: unknown-point, wrong-length, too-many-alerts.
    """
    if not now < until <= now + policy.ALERT_LONGEST:
        raise AlertRefused("wrong-length")
    place = points.known(point)
    if place is None:
        raise AlertRefused("unknown-point")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        Alert.objects.filter(person=by, until__lte=now).delete()  # the sweep may be late
        waiting = list(Alert.objects.for_person(by).waiting(now))
        if standing := next((row for row in waiting if row.point_id == place.pk), None):
            return standing
        if len(waiting) >= policy.ALERTS_MOST:
            raise AlertRefused("too-many-alerts", most=policy.ALERTS_MOST)
        alert = Alert.objects.create(
            person=by, point=place, created_at=now, until=until, judged_slot=policy.slot_of(now)
        )
        publish([Notice(by.pk, PlansChanged())], now=now)
    return alert


def remove(*, by: User, now: datetime, alert_id: UUID) -> None:
    """Be told nothing after all. Effects: `plans-changed`. Repeating it changes nothing."""
    with transaction.atomic():
        if Alert.objects.filter(person=by, pk=alert_id).delete()[0]:
            publish([Notice(by.pk, PlansChanged())], now=now)


def kept_for(person: User, *, now: datetime) -> list[Alert]:
    """One's own alerts, the newest first, judged where no task has done so yet. Effects: as `fire_due`."""
    judge(Alert.objects.filter(person=person), now=now)
    return list(Alert.objects.for_person(person).kept(now))


def fire_due(*, now: datetime) -> int:
    """Tell those for whom enough people are free, once; forget what is over. The count of the told.

    Effects: `enough-people-free`.
    """
    told = 0
    while (judged := judge(Alert.objects.all(), now=now)).due:
        told += judged.fired
    Alert.objects.filter(until__lte=now).delete()
    return told


class Judged(NamedTuple):
    """How many alerts were looked at, and how many of them fired."""

    due: int
    fired: int


def judge(rows: AlertQuerySet, *, now: datetime) -> Judged:
    """Fire those that wait in this slot of the clock and find five people; a hundred at a time."""
    slot = policy.slot_of(now)
    ready = rows.waiting(now).filter(judged_slot__lt=slot).select_related("person__profile", "point")
    with transaction.atomic():
        locked = ready.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
        due = list(locked[: policy.ALERTS_AT_ONCE])
        fired = [alert for alert in due if alert.person.is_active and enough_round(alert, now=now)]
        Alert.objects.filter(pk__in=[alert.pk for alert in due]).update(judged_slot=slot)
        Alert.objects.filter(pk__in=[alert.pk for alert in fired]).update(fired_at=now)
        publish([Notice(alert.person_id, EnoughPeopleFree(alert.pk)) for alert in fired], now=now)
    return Judged(len(due), len(fired))


def enough_round(alert: Alert, *, now: datetime) -> bool:
    """Whether five people with a proven meeting whom the person could meet are free round the place."""
    ring = cells.ring(alert.point.cell, policy.NEIGHBOURHOOD_MIN)
    return prefilter.enough_free(alert.person.profile, ring, now=now, least=policy.ALERT_LEAST)
