"""Rows of the places where people may meet. The import and the admin write them; everybody reads."""

import uuid
from typing import ClassVar, Self

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from places import hours


class Kind(models.TextChoices):
    """What a meeting point is, in the order in which people are offered them to say where they are."""

    STATION = "station", _("station")
    TERMINAL = "terminal", _("airport terminal")
    FERRY = "ferry", _("ferry terminal")
    SQUARE = "square", _("square")
    HOTEL = "hotel", _("hotel lobby")
    CONFERENCE = "conference", _("conference centre")
    MALL = "mall", _("shopping centre")
    STORE = "store", _("department store")
    LIBRARY = "library", _("library")
    ARTS = "arts", _("arts centre")
    MARKET = "market", _("market hall")
    COWORKING = "coworking", _("coworking space")
    FOOD_COURT = "food-court", _("food court")
    CAFE = "cafe", _("café")
    RESTAURANT = "restaurant", _("restaurant")
    PUB = "pub", _("pub")


MEETABLE = Q(active=True, barred=False)


class MeetingPointQuerySet(models.QuerySet["MeetingPoint"]):
    """Where every look-up of a public place starts."""

    def meetable(self) -> Self:
        """Points that stand in the newest import and that nobody has taken out by hand."""
        return self.filter(MEETABLE)


class MeetingPoint(models.Model):
    """A public place where two strangers may meet. Its position is public data, the only exact one here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    where_exactly = models.CharField(_("where exactly"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=12, blank=True)
    location = models.PointField(_("location"), geography=True, spatial_index=False)
    cell = models.CharField(_("cell"), max_length=24, editable=False)
    tz = models.CharField(_("time zone"), max_length=40, editable=False)
    opening_hours = models.CharField(_("opening hours"), max_length=255, blank=True)
    always_open = models.BooleanField(_("always open"), default=False)
    source = models.CharField(_("source"), max_length=60, default="kairos")
    source_id = models.CharField(_("number in the source"), max_length=60, unique=True)
    active = models.BooleanField(_("in the newest import"), default=True)
    barred = models.BooleanField(_("taken out by hand"), default=False)

    objects = MeetingPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting point")
        verbose_name_plural = _("meeting points")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="meeting_point_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="meeting_point_kind_is_known"),
            # The coarsest and the finest zoom of the grid; the cell is the rule's, never a parent.
            models.CheckConstraint(
                condition=Q(cell__regex=r"^[0-3]{13,17}$"), name="meeting_point_is_in_a_cell"
            ),
            models.CheckConstraint(condition=~Q(tz=""), name="meeting_point_has_a_time_zone"),
            models.CheckConstraint(
                condition=Q(always_open=False) | Q(opening_hours=""),
                name="meeting_point_always_open_has_no_hours",
            ),
        ]
        indexes: ClassVar = [
            # Partial like every look-up of people; GiST because choices are made by distance (`<->`).
            GistIndex(fields=["location"], condition=MEETABLE, name="meetable_by_location"),
            models.Index(fields=["cell"], condition=MEETABLE, name="meetable_by_cell"),
            models.Index(fields=["source"], name="meeting_point_by_source"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lon(self) -> float:
        return float(self.location.x)

    @property
    def lat(self) -> float:
        return float(self.location.y)

    @property
    def expression(self) -> str:
        """When it is open, in the grammar of opening hours; empty where nobody knows."""
        return hours.ALWAYS if self.always_open else self.opening_hours

    @property
    def where(self) -> str:
        """The line that tells where exactly, with the floor where it is known."""
        floor = _("level %(level)s") % {"level": self.level} if self.level else ""
        return ", ".join(part for part in (self.where_exactly, floor) if part)
