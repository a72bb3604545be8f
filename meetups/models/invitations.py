"""Rows of invitations. `meetups.invitations` writes them."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching.models import Availability
from matching.policy import RING_FOR
from meetups import policy, states
from places.models import MeetingPoint


class InvitationState(models.TextChoices):
    """Where an invitation stands; the moves are in `states`."""

    SENT = states.SENT, _("ringing")
    ACCEPTED = states.ACCEPTED, _("accepted")
    EXPIRED = states.EXPIRED, _("expired")
    WITHDRAWN = states.WITHDRAWN, _("withdrawn")
    SUPERSEDED = states.SUPERSEDED, _("superseded")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Where every look-up of an invitation starts."""

    def for_person(self, person: User) -> "InvitationQuerySet":
        return self.filter(Q(sender=person) | Q(invitee=person)).shown()

    def shown(self) -> "InvitationQuerySet":
        return self.select_related("sender_session", "invitee_session", "point", "meeting")

    def pending(self) -> "InvitationQuerySet":
        return self.filter(state=InvitationState.SENT)

    def ringing_for(self, person: User, *, now: datetime) -> "InvitationQuerySet":
        """What rings at `person`: pending, in time, not privately refused."""
        return (
            self.pending()
            .filter(invitee=person, refused_at=None, expires_at__gt=now)
            .shown()
            .order_by("sent_at")
        )

    def out_from(self, person: User, *, now: datetime) -> "InvitationQuerySet":
        return self.pending().filter(sender=person, expires_at__gt=now).shown().order_by("sent_at")


class Invitation(models.Model):
    """One "meet now?", with everything the other needs to decide. At most one pends between two people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=InvitationState, default=InvitationState.SENT)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sent_invitations"
    )
    invitee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    sender_session = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="+")
    invitee_session = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="+")
    low = models.UUIDField(editable=False)
    high = models.UUIDField(editable=False)
    point = models.ForeignKey(MeetingPoint, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=80, blank=True)
    length_min = models.PositiveSmallIntegerField(default=policy.LENGTH_DEFAULT_MIN)
    # What the invitee reads, as pairs (code, term): sentences are made in the reader's language.
    reasons = models.JSONField(default=list)
    # What each is told of the other, from the ring on and as it then was (`meetups.telling`).
    sender_told = models.JSONField(default=dict)
    invitee_told = models.JSONField(default=dict)
    near = models.CharField(max_length=12)
    about_min = models.PositiveSmallIntegerField()
    sender_walk_min = models.PositiveSmallIntegerField()
    invitee_walk_min = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    rings_for = models.DurationField(default=RING_FOR)  # without the minute more
    expires_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["low", "high"], condition=Q(state=states.SENT), name="one_pending_invitation_a_pair"
            ),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="invitation_pair_in_order"),
            models.CheckConstraint(
                condition=Q(low=F("sender_id"), high=F("invitee_id"))
                | Q(low=F("invitee_id"), high=F("sender_id")),
                name="invitation_pair_is_its_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitation_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=states.SENT, settled_at__isnull=True)
                | (~Q(state=states.SENT) & Q(settled_at__isnull=False)),
                name="invitation_settled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(length_min__in=policy.LENGTHS_MIN), name="invitation_length_offered"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_after_sent"
            ),
            models.CheckConstraint(
                condition=Q(extended_at=None, expires_at__lte=F("sent_at") + F("rings_for"))
                | Q(
                    extended_at__isnull=False,
                    expires_at__lte=F("sent_at") + F("rings_for") + policy.RING_EXTENSION,
                ),
                name="invitation_extended_once_at_most",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["invitee"], condition=Q(state=states.SENT), name="ringing_at_a_person"),
            models.Index(fields=["expires_at"], condition=Q(state=states.SENT), name="ringing_by_expiry"),
            models.Index(fields=["sender", "sent_at"], name="sent_by_a_person"),
            models.Index(
                fields=["settled_at"],
                condition=Q(settled_at__isnull=False),
                name="settled_invitations_by_age",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.sent_at:%H:%M}"

    def ringing(self, now: datetime) -> bool:
        """Whether it can still be answered: expiry is decided here, by the clock, never by a task."""
        return self.state == InvitationState.SENT and now < self.expires_at

    def state_at(self, now: datetime) -> str:
        """The state with the clock's word: a pending one that ran out is expired, swept or not."""
        return states.EXPIRED if self.state == InvitationState.SENT and now >= self.expires_at else self.state

    @property
    def total_s(self) -> int:
        """Seconds of the whole ring, for the draining circle."""
        return int((self.expires_at - self.sent_at).total_seconds())
