"""Rows of moderation. Only its stages write them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation import policy


class ReportState(models.TextChoices):
    """Where a report stands."""

    RECEIVED = "received", _("received")
    DECIDED = "decided", _("decided")


class ReportQuerySet(models.QuerySet["Report"]):
    """Where every look-up of a report starts."""

    def for_person(self, person: User) -> "ReportQuerySet":
        return self.filter(reporter=person)


class Report(models.Model):
    """What one person says of another, with what both saw at that moment, under a receipt number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.CharField(_("receipt"), max_length=policy.RECEIPT_LENGTH, unique=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reports"
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reports_about"
    )
    category = models.CharField(_("category"), max_length=20)
    note = models.CharField(_("note"), max_length=policy.NOTE_LONGEST, blank=True)
    about_kind = models.CharField(max_length=12)
    about_id = models.UUIDField()
    context = models.JSONField(_("context"), default=dict)
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.RECEIVED)
    received_at = models.DateTimeField(_("received"))
    due_at = models.DateTimeField(_("due"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["due_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reporter=F("subject")), name="report_needs_two_people"),
            models.CheckConstraint(
                condition=Q(category__in=list(policy.CATEGORIES)), name="report_category_known"
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.UniqueConstraint(
                fields=["reporter", "about_kind", "about_id", "category"], name="one_report_of_the_same_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.category}"


class SignalKind(models.TextChoices):
    """What was noticed."""

    SWEEP = "sweep", _("sweeping: many new areas and many new people")


class Signal(models.Model):
    """Something a machine noticed about a person, for staff to look at. Counts and times; no place at all.

    It has no effect: a measure is a decision, with its statement of reasons.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(_("kind"), max_length=12, choices=SignalKind)
    cells = models.PositiveSmallIntegerField(_("new areas"))
    people = models.PositiveSmallIntegerField(_("new people shown"))
    day = models.DateField()
    raised_at = models.DateTimeField(_("raised"))
    last_at = models.DateTimeField(_("noticed last"))

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        ordering: ClassVar = ["-raised_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "day"], name="one_signal_of_a_kind_a_day"),
            models.CheckConstraint(condition=Q(kind__in=SignalKind.values), name="signal_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.raised_at:%Y-%m-%d %H:%M}"
