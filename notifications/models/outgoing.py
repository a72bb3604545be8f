"""What may have to be told beyond the socket: one row for each browser, or for the mail, of one event."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from notifications import policy
from notifications.models.reaching import PushSubscription
from notifications.models.streams import Stream


class NotificationState(models.TextChoices):
    """Where a row stands, and where it ended."""

    WAITING = "waiting"
    SENT = "sent"
    SEEN = "seen"  # an open page had it first; what is said once until it is seen, afterwards too
    LATE = "late"  # its time was over, it was taken back, or a newer word stands in its place
    QUIET = "quiet"  # it fell into quiet hours
    OVER_BUDGET = "over-budget"
    GONE = "gone"  # the browser does not exist any more, or has signed out
    FAILED = "failed"  # the push service will not have it


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Rows, by what may be done with them."""

    def waiting(self) -> Self:
        """Those that nobody has told yet."""
        return self.filter(state=NotificationState.WAITING)

    def counted(self, *, since: datetime) -> Self:
        """Those that took from the budget."""
        told = [NotificationState.WAITING, NotificationState.SENT]
        return self.filter(is_other=True, tried_at__gt=since, state__in=told)

    def forget_due(self, *, now: datetime) -> int:
        """Delete what the budget does not look back to any more and return how many."""
        return self.filter(created_at__lt=now - policy.COUNTED_FOR).delete()[0]


class Notification(models.Model):
    """One event of one person that waits to be told to one browser, or by mail where `subscription` is empty.

    The name of the event and an id are all it holds: sentence, page and urgency follow from them.
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.PositiveBigIntegerField()
    # No constraint in the database: a phone that signs out must not make an invitation fail meanwhile.
    subscription = models.ForeignKey(
        PushSubscription, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True,
        related_name="+",
    )  # fmt: skip
    name = models.CharField(max_length=40)
    about = models.UUIDField()
    is_other = models.BooleanField()
    created_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()  # not before; a worker that takes it moves it on
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)  # the first time
    state = models.CharField(
        max_length=12, choices=NotificationState.choices, default=NotificationState.WAITING
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "seq", "subscription"], name="notification_once_a_browser"
            ),
            models.UniqueConstraint(
                fields=["stream", "seq"],
                condition=Q(subscription__isnull=True),
                name="notification_once_by_mail",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NotificationState.values), name="notification_stands_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(tries=0, tried_at__isnull=True) | Q(tries__gt=0, tried_at__isnull=False),
                name="notification_counts_its_tries",
            ),
        ]
        indexes = [
            # What is due; nothing that has ended lies in it.
            models.Index(fields=["due_at"], name="notification_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.stream_id}: {self.state}"
