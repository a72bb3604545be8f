"""What people mean to do at a public place they chose: plans, pledges, alerts; and what is counted there.

Nothing here holds a person's cell: a row names a place. `matching.plans`, `pulses`, `alerts` and `liquidity`
write.
"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching import policy
from places.models import MeetingPoint


class Planned(models.Model):
    """What somebody means to do round a public place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # A place that the person chose by hand, never one that was near where they were.
    point = models.ForeignKey(MeetingPoint, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class PlanQuerySet(models.QuerySet["Plan"]):
    """Where every look-up of a plan starts."""

    def for_person(self, person: User) -> "PlanQuerySet":
        return self.filter(person=person).select_related("point")

    def ahead(self, now: datetime) -> "PlanQuerySet":
        """Those whose time is not over, soonest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at")


class TstzRange(Func):
    """A span of time as the database compares it: the moment of its end is no longer in it."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Plan(Planned):
    """A later window in which a person means to be free. No two of one person overlap."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    intention = models.CharField(max_length=20)
    topic = models.CharField(max_length=policy.TOPIC_LONGEST, blank=True)
    reach_min = models.PositiveSmallIntegerField(default=policy.REACH_DEFAULT_MIN)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="plans_of_a_person_do_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (TstzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at") + policy.PLAN_SHORTEST)
                & Q(ends_at__lte=F("starts_at") + policy.PLAN_LONGEST),
                name="plan_is_as_long_as_a_session",
            ),
            models.CheckConstraint(
                condition=Q(reach_min__in=policy.REACH_CHOICES_MIN), name="plan_reach_is_offered"
            ),
            models.CheckConstraint(condition=Q(intention__in=policy.INTENTIONS), name="plan_intention_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at"], condition=Q(told_at=None), name="plans_to_be_told"),
            models.Index(fields=["ends_at"], name="plans_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    def due(self, now: datetime) -> bool:
        """Whether one may go live as planned: from the reminder on, to the end."""
        return self.starts_at - policy.PLAN_TOLD_BEFORE <= now < self.ends_at


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Where every look-up of a pledge starts."""

    def for_person(self, person: User) -> "PledgeQuerySet":
        return self.standing().filter(person=person).select_related("point")

    def standing(self) -> "PledgeQuerySet":
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)

    def counted(self, shown_at: datetime) -> "PledgeQuerySet":
        """Those that stood at a time of the five-minute clock."""
        back = Q(taken_back_at=None) | Q(taken_back_at__gte=shown_at)
        return self.filter(back, created_at__lt=shown_at, person__is_active=True)


class Pledge(Planned):
    """That a person means to come to a pulse. Taken back, it is kept until the count shown has changed."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints: ClassVar = [
            # One place: nobody can be counted at two in the same hour.
            models.UniqueConstraint(
                fields=["person", "starts_at"],
                condition=Q(taken_back_at=None),
                name="one_pledge_a_person_and_pulse",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="pledge_ends_after_start"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "point"], name="pledges_to_a_pulse"),
            models.Index(
                fields=["starts_at"],
                condition=Q(told_at=None, taken_back_at=None),
                name="pledges_to_judge",
            ),
            models.Index(fields=["ends_at"], name="pledges_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class AlertQuerySet(models.QuerySet["Alert"]):
    """Where every look-up of an alert starts."""

    def for_person(self, person: User) -> "AlertQuerySet":
        return self.filter(person=person).select_related("point")

    def kept(self, now: datetime) -> "AlertQuerySet":
        """Those whose time is not over, fired or not, the newest first."""
        return self.filter(until__gt=now).order_by("-created_at")

    def waiting(self, now: datetime) -> "AlertQuerySet":
        return self.filter(until__gt=now, fired_at=None)


class Alert(Planned):
    """ "Tell me when at least five are free here": fires once, then it is done."""

    until = models.DateTimeField()
    # The slot of the five-minute clock in which it was judged last: once in each, from the next one on.
    judged_slot = models.BigIntegerField()
    fired_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "point"],
                condition=Q(fired_at=None),
                name="one_open_alert_a_person_and_place",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("created_at")) & Q(until__lte=F("created_at") + policy.ALERT_LONGEST),
                name="alert_ends_in_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["judged_slot"], condition=Q(fired_at=None), name="alerts_to_be_judged"),
            models.Index(fields=["until"], name="alerts_by_end"),
        ]

    def __str__(self) -> str:
        return f"until {self.until:%Y-%m-%d %H:%M}"


class PublicCount(models.Model):
    """How many people are free round a place's cell, as everybody is told it in one slot of the clock.

    Floored before it is kept. The first who asks in a slot counts: no later moment can be read off it.
    """

    cell = models.CharField(max_length=24, primary_key=True)
    slot = models.BigIntegerField()
    at_least = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(at_least=0) | Q(at_least__gte=policy.COUNT_STEP), name="public_count_is_floored"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at_least}+"
