"""Rows of tables and of the seats at them. `meetups.tables` and `meetups.dispatch` write them."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching.models import Availability
from meetups import policy, states
from places.models import MeetingPoint


class TableState(models.TextChoices):
    """Where a table stands; the moves are in `states`."""

    OFFERED = states.OFFERED, _("ringing")
    AGREED = states.AGREED, _("agreed")
    PASSED = states.PASSED, _("passed")
    SUPERSEDED = states.SUPERSEDED, _("superseded")


class TableQuerySet(models.QuerySet["Table"]):
    """Where every look-up of a table starts."""

    def for_person(self, person: User) -> "TableQuerySet":
        mine = Seat.objects.filter(table=models.OuterRef("pk"), person=person)
        return self.filter(models.Exists(mine)).shown()

    def shown(self) -> "TableQuerySet":
        seats = Seat.objects.select_related("session").order_by("pk")
        return self.select_related("point", "meeting").prefetch_related(
            models.Prefetch("seats", seats), "meeting__parties"
        )

    def ringing_for(self, person: User, *, now: datetime) -> "TableQuerySet":
        """What rings at `person`, or waits for another's yes: in time, not privately refused."""
        open_seats = Seat.objects.filter(table=models.OuterRef("pk"), person=person, open=True, no_at=None)
        return self.filter(models.Exists(open_seats), expires_at__gt=now).shown()


class Table(models.Model):
    """Two or three people who asked to be surprised, rung at once. It is agreed with the second yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=TableState, default=TableState.OFFERED)
    point = models.ForeignKey(MeetingPoint, on_delete=models.PROTECT, related_name="+")
    length_min = models.PositiveSmallIntegerField(default=policy.LENGTH_DEFAULT_MIN)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    # The first to say yes: speaks first, holds the place.
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = TableQuerySet.as_manager()

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=TableState.values), name="table_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=states.OFFERED, settled_at__isnull=True)
                | (~Q(state=states.OFFERED) & Q(settled_at__isnull=False)),
                name="table_settled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(length_min__in=policy.LENGTHS_MIN), name="table_length_offered"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("offered_at")), name="table_expires_after_offered"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["settled_at"], condition=Q(settled_at__isnull=False), name="settled_tables_by_age"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.offered_at:%H:%M}"

    def ringing(self, now: datetime) -> bool:
        """Whether a seat can still be taken: decided here, by the clock, never by a task."""
        return self.state in {states.OFFERED, states.AGREED} and now < self.expires_at

    def seat_of(self, person: User) -> "Seat":
        return next(seat for seat in self.seats.all() if seat.person_id == person.pk)

    @property
    def total_s(self) -> int:
        """Seconds of the whole ring, for the draining circle."""
        return int((self.expires_at - self.offered_at).total_seconds())


class Seat(models.Model):
    """One person's place at a table. `open` while it rings at them or they wait for another's yes."""

    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    session = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="+")
    walk_min = models.PositiveSmallIntegerField()
    # Why each of the others, by their session, as pairs (code, term): sentences in the reader's language.
    reasons = models.JSONField(default=dict)
    # What the others are told of the person, and how far each is, from the ring on and as it then was.
    told = models.JSONField(default=dict)
    about_min = models.JSONField(default=dict)
    yes_at = models.DateTimeField(null=True, blank=True)
    no_at = models.DateTimeField(null=True, blank=True)
    open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(open=True), name="one_open_seat_a_person"),
            models.UniqueConstraint(fields=["table", "person"], name="one_seat_a_person_and_table"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["table"], condition=Q(open=True), name="open_seats_of_a_table"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"

    @property
    def willing(self) -> bool:
        """Whether the person has said yes and neither took it back nor is gone."""
        return self.open and self.yes_at is not None and self.no_at is None
