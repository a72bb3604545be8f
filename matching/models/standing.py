"""What is known between two people, and of one: rests, acquaintance, kept promises.

`matching.standing` and `matching.taste` write them.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts import policy as accounts_policy
from accounts.models import User


class LessLikeQuerySet(models.QuerySet["LessLike"]):
    """Where every look-up starts."""

    def for_person(self, person: User) -> "LessLikeQuerySet":
        return self.filter(person=person)


class CoolDown(models.Model):
    """`sender` neither sees nor invites `invitee` until then; without an end, neither sees the other."""

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invitee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sender", "invitee"], name="one_cool_down_a_direction"),
            models.CheckConstraint(condition=~Q(sender=F("invitee")), name="cool_down_needs_two_people"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="cool_downs_by_end"),
        ]

    def __str__(self) -> str:
        return f"until {self.until:%Y-%m-%d %H:%M}" if self.until else "for good"


class Acquaintance(models.Model):
    """That two people met, and when last. Once a pair: `low` is the smaller id."""

    low = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    met_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high"], name="one_acquaintance_a_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="acquaintance_in_order"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["met_at"], name="acquaintances_by_meeting"),
        ]

    def __str__(self) -> str:
        return f"met {self.met_at:%Y-%m-%d}"


class Unmet(models.Model):
    """That two people were rung together and have not met since: they are not rung together again.

    No place and no time: only that. `low` is the smaller id.
    """

    low = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "unmet"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high"], name="unmet_once_a_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="unmet_in_order"),
        ]

    def __str__(self) -> str:
        return "not met yet"


class Standing(models.Model):
    """How many meetings a person committed to, and how many of them were proven."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    committed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kept__lte=F("committed")), name="kept_at_most_committed"),
        ]

    def __str__(self) -> str:
        return f"{self.kept} of {self.committed}"


class LessLike(models.Model):
    """That a person wants fewer people of a kind: what the card said when they asked. Seen by nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=accounts_policy.ROLE_CHARS)
    offers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    at = models.DateTimeField()

    objects = LessLikeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role", "offers"], name="less_like_this_once"),
        ]

    def __str__(self) -> str:
        return self.role
