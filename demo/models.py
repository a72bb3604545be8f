"""What the city remembers: when each resident looks at the phone next, and who is to invite which newcomer.

Everything else about residents is what the product itself keeps of anybody. Only demo's stages write here.
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from demo.people import CAST, Persona
from matching.models import Availability
from notifications.models import Stream


class ResidentQuerySet(models.QuerySet["Resident"]):
    """Residents, by who has a reason to look at the phone."""

    def stirring(self, now: datetime) -> "ResidentQuerySet":
        """Those whose time has come, and those whose phone has rung since they last looked."""
        head = Stream.objects.filter(person=OuterRef("person")).values("head")
        known = self.filter(key__in=CAST).alias(head=Coalesce(Subquery(head), 0))
        return known.filter(Q(due_at__lte=now) | ~Q(heard=F("head")))


class Resident(models.Model):
    """A demo person: the account, and the name under which the cast knows them.

    `heard` is the number of the last event they know of, `due_at` the moment at which they look in any case.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="resident"
    )
    key = models.SlugField(unique=True)
    heard = models.PositiveBigIntegerField(default=0)
    due_at = models.DateTimeField()

    objects = ResidentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key

    @property
    def persona(self) -> Persona:
        """Who they are."""
        return CAST[self.key]


class Cue(models.Model):
    """That a resident is to invite the newcomer behind a session; each resident once, one at a time."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="cues")
    session = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "resident"], name="one_cue_a_resident_and_session"),
            # Two workers that see the same lonely newcomer send one resident, not two.
            models.UniqueConstraint(
                fields=["session"], condition=Q(taken_at=None), name="one_open_cue_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} to {self.session_id}"
