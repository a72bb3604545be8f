"""Whom a viewer was shown lately, so that one person cannot look through a whole city in a day."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from matching import policy


class Seen(models.Model):
    """The people whom one viewer was first shown within the last day, and when each: a row a viewer.

    Shape: two lists of one length, at most `policy.SEEN_MOST`. No place; nothing older than a day is kept.
    `matching.exposure` writes it.
    """

    viewer = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    people = ArrayField(models.UUIDField(), default=list, blank=True)
    at = ArrayField(models.DateTimeField(), default=list, blank=True)
    oldest_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "seen"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="seen_sixty_a_day",
                condition=Q(people__len__lte=policy.SEEN_MOST, at__len=F("people__len")),
            ),
        ]
        # For the sweep; the row itself is read by its viewer.
        indexes: ClassVar = [models.Index(fields=["oldest_at"], name="seen_by_age")]

    def __str__(self) -> str:
        return f"{len(self.people)} people"

    @property
    def room(self) -> int:
        """How many new people may still be shown."""
        return max(0, policy.SEEN_MOST - len(self.people))

    def forget(self, now: datetime) -> None:
        """Leave out those who were first shown a day ago. Changes this copy; saving is the stage's."""
        fresh = [
            (person, at)
            for person, at in zip(self.people, self.at, strict=True)
            if at > now - policy.SEEN_FOR
        ]
        self.people, self.at = [person for person, _at in fresh], [at for _person, at in fresh]
        self.oldest_at = min(self.at, default=now)

    def add(self, people: list[UUID], now: datetime) -> None:
        """Remember new ones. Changes this copy; saving is the stage's."""
        self.people, self.at = [*self.people, *people], [*self.at, *[now] * len(people)]
        self.oldest_at = min(self.at, default=now)
