"""A later window round a public place: told five minutes before, and never a session by itself.

`add`, `remove` and `tell_due` are stages for doors and tasks. A plan names a place and never becomes a cell:
where a person is, their phone says when they go live.
"""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.profiles import plain_words
from kernel.refusals import Refusal
from matching import policy
from matching.models import Plan
from notifications.events import Notice, PlanDue, PlansChanged
from notifications.publish import publish
from places import points


class PlanRefused(Refusal):
    """Why something cannot be planned."""

    title = _("This cannot be planned")
    sentences: ClassVar = {
        "unknown-point": _("This place is not one where people meet here. Choose another."),
        "in-the-past": _("This time has begun already. Choose a later one, or go live now."),
        "too-far-ahead": _("A plan begins within the next 14 days."),
        "wrong-length": _("A plan lasts 20 to 120 minutes."),
        "too-many-plans": _("You have %(most)s plans ahead; that is the limit. Remove one first."),
        "overlaps": _("You have a plan at that time already."),
    }
    statuses: ClassVar = {
        "unknown-point": 422, "in-the-past": 422, "too-far-ahead": 422, "wrong-length": 422,
        "too-many-plans": 429,
    }  # fmt: skip


def add(
    *,
    by: User,
    now: datetime,
    point: UUID,
    starts_at: datetime,
    ends_at: datetime,
    intention: str,
    topic: str = "",
    reach_min: int = policy.REACH_DEFAULT_MIN,
) -> Plan:
    """Keep a later window; the same one asked for again stays as it is.

    Units: `reach_min` minutes on foot.
    Effects: the plan; `plans-changed`.
    Refuses: unknown-point, in-the-past, too-far-ahead, wrong-length, too-many-plans, overlaps,
    contact-in-text.
    """
    topic = plain_words(topic)
    check_times(starts_at, ends_at, now=now)
    place = points.known(point)
    if place is None:
        raise PlanRefused("unknown-point")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        ahead = list(Plan.objects.for_person(by).ahead(now))
        same = (row for row in ahead if (row.starts_at, row.ends_at) == (starts_at, ends_at))
        if standing := next((row for row in same if row.point_id == place.pk), None):
            return standing
        if any(row.starts_at < ends_at and starts_at < row.ends_at for row in ahead):
            raise PlanRefused("overlaps")
        if len(ahead) >= policy.PLANS_MOST:
            raise PlanRefused("too-many-plans", most=policy.PLANS_MOST)
        plan = Plan.objects.create(
            person=by, point=place, created_at=now, starts_at=starts_at, ends_at=ends_at,
            intention=intention, topic=topic, reach_min=reach_min,
        )  # fmt: skip
        publish([Notice(by.pk, PlansChanged())], now=now)
    return plan


def remove(*, by: User, now: datetime, plan_id: UUID) -> None:
    """Drop a plan. Effects: `plans-changed`. Repeating it changes nothing."""
    with transaction.atomic():
        if Plan.objects.filter(person=by, pk=plan_id).delete()[0]:
            publish([Notice(by.pk, PlansChanged())], now=now)


def due(person: User, *, now: datetime) -> Plan | None:
    """The plan whose time has come, from five minutes before it on; None where there is none."""
    soon = Plan.objects.for_person(person).ahead(now).filter(starts_at__lte=now + policy.PLAN_TOLD_BEFORE)
    return soon.first()


def minutes_left(plan: Plan, *, now: datetime) -> int:
    """The longest session offered that begins now and ends no later than planned; at least the shortest."""
    left = (plan.ends_at - now) / timedelta(minutes=1)
    fitting = (minutes for minutes in policy.SESSION_CHOICES_MIN if minutes <= left)
    return max(fitting, default=policy.SESSION_LEAST_MIN)


def tell_due(*, now: datetime, limit: int = 500) -> int:
    """Remind people of what begins within five minutes, once; the count of the told.

    Effects: `plan-due`; what ended an hour ago is forgotten. Pages ask `due`, so nothing waits for this.
    """
    with transaction.atomic():
        ready = Plan.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            told_at=None,
            starts_at__lte=now + policy.PLAN_TOLD_BEFORE,
            ends_at__gt=now,
            person__is_active=True,
        )
        told = list(ready.order_by("pk")[:limit])
        Plan.objects.filter(pk__in=[plan.pk for plan in told]).update(told_at=now)
        publish([Notice(plan.person_id, PlanDue(plan.pk)) for plan in told], now=now)
    Plan.objects.filter(ends_at__lte=now - policy.PLAN_KEPT_FOR).delete()
    return len(told)


def check_times(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    """Refuses: in-the-past, too-far-ahead, wrong-length."""
    if starts_at <= now:
        raise PlanRefused("in-the-past")
    if starts_at > now + policy.PLAN_AHEAD:
        raise PlanRefused("too-far-ahead")
    if not policy.PLAN_SHORTEST <= ends_at - starts_at <= policy.PLAN_LONGEST:
        raise PlanRefused("wrong-length")
