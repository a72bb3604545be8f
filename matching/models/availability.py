"""Sessions: one window in which a person is free. `matching.availability` writes them."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching import policy
from matching.models.copied import CopiedPerson, Showing


class AvailabilityState(models.TextChoices):
    """Where a session stands. Whether silence hides it is computed, not a state."""

    LIVE = "live", _("live")
    COMMITTED = "committed", _("in a meeting")
    ENDED = "ended", _("ended")


class Reachable(models.TextChoices):
    """How an invitation reaches somebody who is live."""

    FOREGROUND = "foreground", _("while a page is open")
    PUSH = "push", _("also when the phone is locked")
    NONE = "none", _("not at all")


OPEN_STATES = (AvailabilityState.LIVE, AvailabilityState.COMMITTED)


class AvailabilityQuerySet(models.QuerySet["Availability"]):
    """Where every look-up of a session starts."""

    def for_person(self, person: User) -> "AvailabilityQuerySet":
        return self.filter(person=person)

    def open(self) -> "AvailabilityQuerySet":
        return self.filter(state__in=OPEN_STATES)


class Availability(CopiedPerson, Showing):
    """One window in which a person is free, in one cell. At most one is open a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="availabilities"
    )
    state = models.CharField(max_length=12, choices=AvailabilityState, default=AvailabilityState.LIVE)
    cell = models.CharField(_("cell"), max_length=24, blank=True)
    centre = models.PointField(_("cell centre"), geography=True, null=True, spatial_index=False)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    hard_stop_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField()
    intention = models.CharField(max_length=20)
    topic = models.CharField(max_length=policy.TOPIC_LONGEST, blank=True)
    reach_min = models.PositiveSmallIntegerField(default=policy.REACH_DEFAULT_MIN)
    open_to = models.CharField(max_length=10, default="verified")
    extensions = models.PositiveSmallIntegerField(default=0)
    surprise = models.BooleanField(default=False)

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availabilities")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=OPEN_STATES), name="one_open_availability_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AvailabilityState.values), name="availability_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=AvailabilityState.ENDED, ended_at__isnull=False)
                | Q(state__in=OPEN_STATES, ended_at__isnull=True),
                name="availability_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=AvailabilityState.ENDED) | (~Q(cell="") & Q(centre__isnull=False)),
                name="open_availability_has_a_cell",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("started_at")), name="availability_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(extensions__lte=policy.EXTENSIONS_MOST),
                name="availability_extended_twice_at_most",
            ),
            models.CheckConstraint(
                condition=Q(reach_min__in=policy.REACH_CHOICES_MIN), name="availability_reach_is_offered"
            ),
            models.CheckConstraint(
                condition=Q(intention__in=policy.INTENTIONS), name="availability_intention_known"
            ),
            models.CheckConstraint(
                condition=Q(open_to__in=policy.OPEN_TO), name="availability_open_to_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["ended_at"], condition=Q(state=AvailabilityState.ENDED), name="ended_sessions_by_age"
            ),
            # Look-up by the cells in reach. Neither heartbeat nor showing stands in an index, so that both
            # stay HOT updates; for the same reason the table keeps room on its pages (migration 0003).
            models.Index(fields=["cell"], condition=Q(state=AvailabilityState.LIVE), name="live_by_cell"),
            models.Index(fields=["ends_at"], condition=Q(state=AvailabilityState.LIVE), name="live_by_end"),
            models.Index(
                fields=["cell"],
                condition=Q(state=AvailabilityState.LIVE, surprise=True),
                name="live_and_surprise",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(state=AvailabilityState.ENDED) & ~Q(cell=""),
                name="ended_with_a_cell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} until {self.ends_at:%H:%M}"

    @property
    def live(self) -> bool:
        return self.state == AvailabilityState.LIVE

    @property
    def can_extend(self) -> bool:
        return self.live and self.extensions < policy.EXTENSIONS_MOST

    def over(self, now: datetime) -> bool:
        """Whether a live session has run out, by its end or by silence, at `now`.

        Silence is no end while push reaches the person.
        """
        silent = now >= self.heartbeat_at + policy.ENDED_AFTER and not self.rung_by_push(now)
        return self.live and (now >= self.ends_at or silent)

    def hidden(self, now: datetime) -> bool:
        """Whether the person is in nobody's list because nothing reaches them. Computed, never stored."""
        return self.reachable(now) == Reachable.NONE

    def reachable(self, now: datetime) -> "Reachable":
        """How an invitation would reach the person at `now`: the first of the ways that does."""
        if now < self.heartbeat_at + policy.HIDDEN_AFTER:
            return Reachable.FOREGROUND
        return Reachable.PUSH if self.rung_by_push(now) else Reachable.NONE

    def rung_by_push(self, now: datetime) -> bool:
        """Whether a browser of the person rings with no page open."""
        return self.push_until is not None and now < self.push_until

    def rings_for(self, now: datetime) -> timedelta:
        """How long an invitation rings that is sent to the person at `now`."""
        pages_are_shut = now >= self.heartbeat_at + policy.PAGES_SHUT_AFTER
        return policy.ring_for(self.answer_for, by_push=pages_are_shut and self.rung_by_push(now))


class CellChange(models.Model):
    """That a person took a new cell at a time. The cell itself is not kept: this is no trail."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="cell_changes_of_a_person")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
