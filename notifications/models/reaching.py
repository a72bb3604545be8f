"""How a person may be reached when no page of theirs is open: browsers that take push, and what they wish."""

import uuid
from datetime import datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import F, Q

from kernel.models import ApiToken

ENDPOINT_LONGEST = 1000  # characters; Mozilla's, the longest, take some 500
LABEL_LONGEST = 60
TIME_ZONE_LONGEST = 40


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    """Subscriptions, by whose they are and whether they would ring."""

    def for_person(self, person: UUID) -> Self:
        """Those of one person, oldest first."""
        return self.filter(person_id=person).order_by("created_at", "id")

    def working(self, *, now: datetime) -> Self:
        """Those that would ring: not refused by their push service, and not signed out."""
        signed_in = Q(session__expire_date__gt=now) | Q(token__isnull=False, token__revoked_at__isnull=True)
        return self.filter(signed_in, refused_at__isnull=True, person__is_active=True)


class PushSubscription(models.Model):
    """One browser that a person lets us ring, as the browser gave it.

    It lives no longer than the session or the token that made it: a phone that signed out rings no more. A
    browser has one at a time, and whoever signs in there next takes it over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="+")
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, null=True, related_name="+")
    endpoint = models.CharField(max_length=ENDPOINT_LONGEST, unique=True)
    p256dh = models.CharField(max_length=87)  # the browser's public key, base64url
    auth = models.CharField(max_length=22)  # the secret that it shares with us, base64url
    language = models.CharField(max_length=2)
    label = models.CharField(max_length=LABEL_LONGEST)  # "Safari, iPhone": for the person to know it by
    created_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True)  # when the push service last took something for it
    refused_at = models.DateTimeField(null=True)  # since when the push service does not let us in

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False, token__isnull=True)
                | Q(session__isnull=True, token__isnull=False),
                name="push_subscription_of_one_session_or_token",
            ),
            models.CheckConstraint(
                condition=Q(endpoint__startswith="http"), name="push_subscription_has_an_address"
            ),
            models.CheckConstraint(
                condition=Q(p256dh__regex=r"^[A-Za-z0-9_-]{87}$") & Q(auth__regex=r"^[A-Za-z0-9_-]{22}$"),
                name="push_subscription_has_keys",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["en", "fr"]), name="push_subscription_speaks_a_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.person_id}"


class Preference(models.Model):
    """When a person wants quiet, and whether mail may stand in for push. No row: no quiet hours, no mail."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    quiet_from = models.TimeField(null=True)  # on the clock of `time_zone`; may lie after `quiet_until`
    quiet_until = models.TimeField(null=True)
    time_zone = models.CharField(max_length=TIME_ZONE_LONGEST, default="UTC")
    may_mail = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="en")  # of those mails

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="quiet_hours_have_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["en", "fr"]), name="preference_speaks_a_language"
            ),
        ]

    def __str__(self) -> str:
        return f"quiet {self.quiet_from} to {self.quiet_until} for {self.person_id}"
