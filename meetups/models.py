"""Rows of invitations and meetings. Only the stages of meetups write them."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching.models import Availability
from meetups import policy, states
from places.models import MeetingPoint


class InvitationState(models.TextChoices):
    """Where an invitation stands; the moves are in `states`."""

    SENT = states.SENT, _("ringing")
    ACCEPTED = states.ACCEPTED, _("accepted")
    EXPIRED = states.EXPIRED, _("expired")
    WITHDRAWN = states.WITHDRAWN, _("withdrawn")
    SUPERSEDED = states.SUPERSEDED, _("superseded")


class MeetingState(models.TextChoices):
    """Where a meeting stands; the moves are in `states`."""

    AGREED = states.AGREED, _("agreed")
    UNDER_WAY = states.UNDER_WAY, _("under way")
    MET = states.MET, _("met")
    CLOSED = states.CLOSED, _("closed")
    CANCELLED = states.CANCELLED, _("cancelled")
    RELEASED = states.RELEASED, _("released")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Where every look-up of an invitation starts."""

    def for_person(self, person: User) -> "InvitationQuerySet":
        return self.filter(Q(sender=person) | Q(invitee=person)).shown()

    def shown(self) -> "InvitationQuerySet":
        return self.select_related(
            "sender_session__person__profile", "invitee_session__person__profile", "point", "meeting"
        )

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
    near = models.CharField(max_length=12)
    about_min = models.PositiveSmallIntegerField()
    sender_walk_min = models.PositiveSmallIntegerField()
    invitee_walk_min = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
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
        ]
        indexes: ClassVar = [
            models.Index(fields=["invitee"], condition=Q(state=states.SENT), name="ringing_at_a_person"),
            models.Index(fields=["expires_at"], condition=Q(state=states.SENT), name="ringing_by_expiry"),
            models.Index(fields=["sender", "sent_at"], name="sent_by_a_person"),
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


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Where every look-up of a meeting starts."""

    def for_person(self, person: User) -> "MeetingQuerySet":
        mine = Party.objects.filter(meeting=models.OuterRef("pk"), person=person)
        return (
            self.filter(models.Exists(mine))
            .select_related("point", "invitation")
            .prefetch_related(
                models.Prefetch("parties", Party.objects.select_related("session__person__profile"))
            )
        )

    def running(self) -> "MeetingQuerySet":
        return self.filter(state__in=states.RUNNING)


class Meeting(models.Model):
    """Two people on their way to a public point, until it is closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="meeting")
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.AGREED)
    point = models.ForeignKey(MeetingPoint, on_delete=models.PROTECT, related_name="+")
    length_min = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField()
    meet_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=20, blank=True)
    colour = models.CharField(max_length=12)
    shape = models.CharField(max_length=12)
    word = models.CharField(max_length=12)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=states.RUNNING, over_at__isnull=True)
                | (~Q(state__in=states.RUNNING) & Q(over_at__isnull=False)),
                name="meeting_over_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.MET) | Q(met_at__isnull=False), name="meeting_met_says_when"
            ),
            models.CheckConstraint(condition=Q(meet_at__gt=F("agreed_at")), name="meeting_after_agreement"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["meet_at"], condition=Q(state__in=states.RUNNING), name="running_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.meet_at:%H:%M}"

    @property
    def running(self) -> bool:
        return self.state in states.RUNNING

    @property
    def unproven(self) -> bool:
        return self.state in states.UNPROVEN

    def party_of(self, person: User) -> "Party":
        return next(party for party in self.parties.all() if party.person_id == person.pk)

    def other_than(self, person: User) -> "Party":
        return next(party for party in self.parties.all() if party.person_id != person.pk)

    @property
    def late_min(self) -> int:
        return max(party.late_min for party in self.parties.all())

    @property
    def expected_at(self) -> datetime:
        """The meeting time with the announced lateness."""
        return self.meet_at + timedelta(minutes=self.late_min)

    @property
    def closes_at(self) -> datetime:
        """When the clock closes it: its length after proof, or a quarter of an hour after nobody came."""
        if self.met_at is not None:
            return self.met_at + timedelta(minutes=self.length_min)
        return self.expected_at + policy.UNPROVEN_CLOSES_AFTER

    def overdue(self, now: datetime) -> bool:
        """Whether it runs on only because nobody has closed it yet."""
        return self.running and now >= self.closes_at


class Party(models.Model):
    """One person's side of a meeting. `running` is true exactly while the meeting runs."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="parties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="parties")
    session = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="+")
    running = models.BooleanField(default=True)
    code = models.CharField(max_length=4)
    tries = models.PositiveSmallIntegerField(default=0)
    walk_min = models.PositiveSmallIntegerField()
    on_my_way_at = models.DateTimeField(null=True, blank=True)
    late_min = models.PositiveSmallIntegerField(default=0)
    here_at = models.DateTimeField(null=True, blank=True)
    vouched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("parties")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(running=True), name="one_running_meeting_a_person"
            ),
            models.UniqueConstraint(fields=["meeting", "person"], name="one_party_a_person_and_meeting"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{4}$"), name="party_code_has_four_digits"),
            models.CheckConstraint(condition=Q(tries__lte=policy.PROOF_TRIES), name="party_tries_bounded"),
            models.CheckConstraint(
                condition=Q(late_min__lte=policy.LATENESS_MOST_MIN), name="party_lateness_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class Message(models.Model):
    """One preset sentence said during a meeting; kept as a code, read in the reader's language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    preset = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(preset__in=policy.PRESETS), name="message_preset_is_known"),
        ]

    def __str__(self) -> str:
        return self.preset
