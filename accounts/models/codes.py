"""What sign-in must remember: the codes it mailed, never in clear, and how often they were tried.

Only `accounts.sign_in` writes here. In PostgreSQL rather than in a cache, so that a lost cache opens nothing.
"""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.models.people import User


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    """Codes, by whether they can still open anything."""

    def usable(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now, used_at=None, tries__lt=policy.TRIES_A_CODE)


class SignInCode(models.Model):
    """One mailed code, known here by its keyed hash only; the session holds this row's id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in code")
        verbose_name_plural = _("sign-in codes")
        constraints = [
            models.CheckConstraint(
                name="sign_in_code_tries", condition=Q(tries__gte=0, tries__lte=policy.TRIES_A_CODE)
            ),
            models.CheckConstraint(name="sign_in_code_expires", condition=Q(expires_at__gt=F("created_at"))),
        ]
        indexes = [models.Index(name="sign_in_code_expiry", fields=["expires_at"])]

    def __str__(self) -> str:
        return str(self.id)


class Allowance(models.Model):
    """How much of a quota one subject has spent; the subject is a keyed hash of an address or a network."""

    class Purpose(models.TextChoices):
        GUESS = "guess", _("guesses of a code, an address")
        MAIL_AN_HOUR = "mail-hour", _("codes mailed, an address an hour")
        MAIL_A_DAY = "mail-day", _("codes mailed, an address a day")
        NETWORK = "network", _("codes mailed, a network an hour")
        COOL_DOWN = "cool-down", _("rest between two codes to an address")

    purpose = models.CharField(max_length=10, choices=Purpose)
    subject = models.CharField(max_length=64)
    spent = models.PositiveIntegerField(default=0)
    resets_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-in allowance")
        verbose_name_plural = _("sign-in allowances")
        constraints = [models.UniqueConstraint(name="allowance_once", fields=["purpose", "subject"])]
        indexes = [models.Index(name="allowance_reset", fields=["resets_at"])]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.spent}"
