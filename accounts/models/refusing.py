"""Whom people refuse, and what was decided about a person and why.

Written by meetups (blocks) and moderation (statements and restrictions); read wherever people meet.
"""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.people import InterfaceLanguage, User


class BlockQuerySet(models.QuerySet["Block"]):
    """Blocks; they count both ways wherever people are shown to each other."""

    def for_person(self, person: User) -> Self:
        """The blocks this person made; those made against them stay unknown to them."""
        return self.filter(blocker=person)

    def between(self, one: uuid.UUID, other: uuid.UUID) -> Self:
        return self.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one))


class Block(models.Model):
    """One person refuses another: silent, and in effect both ways."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("made at"))

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(name="block_once", fields=["blocker", "blocked"]),
            models.CheckConstraint(name="block_not_self", condition=~Q(blocker=F("blocked"))),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} refuses {self.blocked_id}"


class Statement(models.Model):
    """The reasons of a measure, in the person's language: facts, clause, automated or not, and redress."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="statements")
    facts = models.TextField(_("facts"))
    clause = models.CharField(_("clause"), max_length=200)
    automated = models.BooleanField(_("decided automatically"), default=False)
    redress = models.TextField(_("redress"))
    language = models.CharField(_("language"), max_length=2, choices=InterfaceLanguage)
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("statement of reasons")
        verbose_name_plural = _("statements of reasons")
        constraints = [
            models.CheckConstraint(
                name="statement_whole", condition=~Q(facts="") & ~Q(clause="") & ~Q(redress="")
            ),
            models.CheckConstraint(
                name="statement_language", condition=Q(language__in=InterfaceLanguage.values)
            ),
        ]

    def __str__(self) -> str:
        return self.clause


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Restrictions, past and present."""

    def in_force(self, now: datetime | Now) -> Self:
        """Those that hold at this moment; `Now()` saves the question what time it is."""
        return self.filter(Q(until=None) | Q(until__gt=now), from_at__lte=now, lifted_at=None)


class Restriction(models.Model):
    """A measure against an account; it cannot exist without the statement that gives its reasons."""

    class Kind(models.TextChoices):
        FREEZE = "freeze", _("Frozen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="restrictions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # RESTRICT, not PROTECT: erasing the person takes both rows at once, nothing else takes the reasons.
    statement = models.ForeignKey(Statement, on_delete=models.RESTRICT, related_name="restrictions")
    from_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints = [
            models.CheckConstraint(name="restriction_kind", condition=Q(kind__in=["freeze"])),
            models.CheckConstraint(
                name="restriction_ends_later", condition=Q(until=None) | Q(until__gt=F("from_at"))
            ),
            models.CheckConstraint(
                name="restriction_lifted_later", condition=Q(lifted_at=None) | Q(lifted_at__gte=F("from_at"))
            ),
        ]
        indexes = [
            # Asked on every request of a signed-in person; nearly always empty.
            models.Index(name="restriction_standing", fields=["user"], condition=Q(lifted_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user_id}"
