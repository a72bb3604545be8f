"""What the mechanisms keep: the log of moves, remembered calls, and personal tokens."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kernel.batches import in_batches

MOVES_KEPT_FOR: Final = timedelta(days=90)  # as long as what moved: a report, a decision, an appeal may ask
FORGOTTEN_AT_ONCE: Final = 2000  # moves a transaction: one is a few bytes, and nobody waits for them


class MoveQuerySet(models.QuerySet["Move"]):
    """What is asked of the log besides single lines."""

    def forget_due(self, *, now: datetime) -> int:
        """Delete the moves of ninety days ago, the oldest first, in batches; how many. Safe to run twice.

        Shape: numbers rise with time: each batch looks at the first rows of the table and needs no index.
        """
        first = self.order_by("pk").values("pk")[:FORGOTTEN_AT_ONCE]
        old = self.filter(pk__in=first, at__lte=now - MOVES_KEPT_FOR)
        return in_batches(lambda: old.all().delete()[0], at_once=FORGOTTEN_AT_ONCE)


class Move(models.Model):
    """One step of one row from a state to another: written by `moves.move`, forgotten after 90 days."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    was = models.CharField(max_length=20)
    became = models.CharField(max_length=20)
    by = models.UUIDField(null=True)  # nobody when time did it
    at = models.DateTimeField()

    objects = MoveQuerySet.as_manager()

    class Meta:
        indexes = [
            # "What happened to this one, in order": cases and audits read it so.
            models.Index(fields=["subject_type", "subject_id", "at"], name="move_of_subject"),
            # Erasing a person must find what they did.
            models.Index(fields=["by"], name="move_by_person", condition=Q(by__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(was=F("became")), name="move_goes_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.was} -> {self.became}"


class RememberedCall(models.Model):
    """A write that was confirmed under an `Idempotency-Key`, kept to be answered again word for word.

    Only digests and a sealed answer lie here: an answer may name a cell, and no trail of cells is kept.
    Who sends the key again holds what opens it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    key_digest = models.BinaryField(max_length=32)
    body_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)  # null only inside the transaction that writes it
    sealed = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "path", "key_digest"], name="remembered_call_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path} by {self.person_id}"


class ApiToken(models.Model):
    """A personal token for the API and the socket. Only its SHA-256 is kept."""

    class Scope(models.TextChoices):
        ME = "me"
        MEET = "meet"
        ORGANIZE = "organize"
        MODERATE = "moderate"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["me", "meet", "organize", "moderate"])
                & Q(scopes__len__gte=1),
                name="token_has_known_scopes",
            ),
        ]

    def __str__(self) -> str:
        return f"token of {self.user_id} for {', '.join(self.scopes)}"


class Canary(models.Model):
    """The last time a worker was heard to work. One row a worker, and one for the whole timetable."""

    name = models.CharField(max_length=100, primary_key=True)
    sung_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.sung_at}"
