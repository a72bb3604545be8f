"""What Postgres remembers of a person's events: a stream with its head, and the events numbered 1..head."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

KEPT_FOR = timedelta(days=7)  # who was away longer reads the present state instead of the past


class StreamQuerySet(models.QuerySet["Stream"]):
    """Streams, all at once."""

    def renew_epochs(self) -> int:
        """Give every stream another epoch, so that no client trusts a number from before; return how many."""
        return self.update(epoch=RandomUUID())


class Stream(models.Model):
    """One person's events: how many there were, and in which counting.

    `epoch` names the counting. It changes only when numbers may have been lost (`manage.py renew_epochs`,
    after a backup was restored), and tells every client that its own number means nothing any more.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    epoch = models.UUIDField(default=uuid.uuid4)
    head = models.PositiveBigIntegerField(default=0)

    objects = StreamQuerySet.as_manager()

    def __str__(self) -> str:
        return f"stream of {self.person_id} at {self.head}"


class EventQuerySet(models.QuerySet["Event"]):
    """Events, by whether anybody may still ask for them."""

    def forget_due(self, *, now: datetime) -> int:
        """Delete what nobody will ask for any more and return how many. Heads stay where they are."""
        return self.filter(at__lt=now - KEPT_FOR).delete()[0]


class Event(models.Model):
    """One event as one person heard it. Written by `publish`, never changed."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveBigIntegerField()
    name = models.CharField(max_length=40)
    payload = models.JSONField()
    at = models.DateTimeField(db_index=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            # Its index also answers "what after N", so the foreign key needs none of its own.
            models.UniqueConstraint(fields=["stream", "seq"], name="event_number_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_numbers_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"
