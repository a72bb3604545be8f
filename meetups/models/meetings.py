"""Rows of meetings, their parties and what they say. `meetups.meetings` and `meetups.proof` write them."""

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
from meetups.models.invitations import Invitation
from meetups.models.tables import Table
from places.models import MeetingPoint


class MeetingState(models.TextChoices):
    """Where a meeting stands; the moves are in `states`."""

    AGREED = states.AGREED, _("agreed")
    UNDER_WAY = states.UNDER_WAY, _("under way")
    MET = states.MET, _("met")
    CLOSED = states.CLOSED, _("closed")
    CANCELLED = states.CANCELLED, _("cancelled")
    RELEASED = states.RELEASED, _("released")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Where every look-up of a meeting starts."""

    def for_person(self, person: User) -> "MeetingQuerySet":
        mine = Party.objects.filter(meeting=models.OuterRef("pk"), person=person)
        return (
            self.filter(models.Exists(mine))
            .select_related("point", "invitation", "table")
            .prefetch_related(models.Prefetch("parties", Party.objects.order_by("pk")))
        )

    def running_for(self, person: User) -> "Meeting | None":
        """The meeting in which a person is now; one that they have left is theirs no more."""
        return self.for_person(person).filter(parties__person=person, parties__running=True).first()

    def met_by(self, person: User) -> "MeetingQuerySet":
        """The meetings that a person has proven, with somebody who is still here."""
        parties = Party.objects.filter(meeting=models.OuterRef("pk"))
        proven = parties.filter(person=person, proven_at__isnull=False)
        return self.for_person(person).filter(
            models.Exists(proven), models.Exists(parties.exclude(person=person))
        )

    def placed(self) -> "MeetingQuerySet":
        """Those whose place is not forgotten yet: who met stays, where goes (`meetups.forgetting`)."""
        return self.filter(point__isnull=False)

    def running(self) -> "MeetingQuerySet":
        return self.filter(state__in=states.RUNNING)


class Meeting(models.Model):
    """Two people, or a table of three, on their way to a public point, until it is closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField(
        Invitation, on_delete=models.CASCADE, related_name="meeting", null=True, blank=True
    )
    table = models.OneToOneField(
        Table, on_delete=models.CASCADE, related_name="meeting", null=True, blank=True
    )
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.AGREED)
    point = models.ForeignKey(MeetingPoint, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
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
            # What is over may be forgotten but for its people.
            models.CheckConstraint(
                condition=Q(invitation__isnull=False, table__isnull=True)
                | Q(invitation__isnull=True, table__isnull=False)
                | (~Q(state__in=states.RUNNING) & Q(invitation__isnull=True, table__isnull=True)),
                name="meeting_has_one_beginning",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=states.RUNNING) | Q(point__isnull=False),
                name="running_meeting_has_a_place",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["meet_at"], condition=Q(state__in=states.RUNNING), name="running_by_time"),
            models.Index(
                fields=["over_at"],
                condition=Q(point__isnull=False, over_at__isnull=False),
                name="meetings_to_forget",
            ),
            models.Index(
                fields=["over_at"],
                condition=Q(met_at__isnull=True, over_at__isnull=False),
                name="unproven_meetings_by_end",
            ),
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

    def others_than(self, person: User) -> list["Party"]:
        """Everybody else who ever was part of it, those who stayed first."""
        others = [party for party in self.parties.all() if party.person_id != person.pk]
        return sorted(others, key=lambda party: party.left_at is not None)

    def other_than(self, person: User) -> "Party":
        return self.others_than(person)[0]

    @property
    def present(self) -> list["Party"]:
        """Those who have not left: in the end everybody of two, of three perhaps two."""
        return [party for party in self.parties.all() if party.left_at is None]

    @property
    def topic(self) -> str:
        """What it is about: the words of whoever asked, or of the host of a table."""
        if self.invitation is not None:
            return self.invitation.topic
        host = self.table.host_id if self.table else None
        return next(
            (party.told.get("topic", "") for party in self.parties.all() if party.person_id == host), ""
        )

    @property
    def late_min(self) -> int:
        return max(party.late_min for party in self.present)

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
    # Gone long before the meeting is: who met stays.
    session = models.ForeignKey(
        Availability, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    # What the others are told of the person, as it was when they agreed (`meetups.telling`).
    told = models.JSONField(default=dict)
    running = models.BooleanField(default=True)
    code = models.CharField(max_length=4)
    tries = models.PositiveSmallIntegerField(default=0)
    walk_min = models.PositiveSmallIntegerField(null=True, blank=True)
    on_my_way_at = models.DateTimeField(null=True, blank=True)
    late_min = models.PositiveSmallIntegerField(default=0)
    here_at = models.DateTimeField(null=True, blank=True)
    vouched_at = models.DateTimeField(null=True, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    # Of three, one may leave and the two go on: how they left, and why.
    left_at = models.DateTimeField(null=True, blank=True)
    left_as = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=20, blank=True)

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
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(running=False), name="party_left_runs_no_more"
            ),
            models.CheckConstraint(
                condition=Q(running=False) | Q(session__isnull=False, walk_min__isnull=False),
                name="running_party_walks_from_a_session",
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
