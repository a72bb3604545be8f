"""What the pages of matching send: how long, when one must leave, why, about what, which cell; plans."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import profiles
from matching import policy
from matching.plans import PlanRefused
from matching.wording import INTENTIONS, zone_of
from places import cells, points


class StartForm(forms.Form):
    """Going live. The cell comes from the phone, or from the place chosen by hand; coordinates never."""

    minutes = forms.IntegerField(
        label=_("How long are you free?"),
        min_value=policy.SESSION_LEAST_MIN,
        max_value=policy.SESSION_MOST_MIN,
        initial=policy.SESSION_DEFAULT_MIN,
    )
    hard_stop = forms.TimeField(label=_("When must you leave?"), required=False)
    intention = forms.ChoiceField(
        label=_("I’d like to"), choices=list(INTENTIONS.items()), initial="swap-ideas"
    )
    topic = forms.CharField(label=_("What about?"), max_length=policy.TOPIC_LONGEST)
    reach_min = forms.TypedChoiceField(
        label=_("How far would you walk?"),
        coerce=int,
        choices=[(minutes, minutes) for minutes in policy.REACH_CHOICES_MIN],
        initial=policy.REACH_DEFAULT_MIN,
    )
    surprise = forms.BooleanField(label=_("Surprise me"), required=False)
    cell = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    place_cell = forms.CharField(label=_("Or choose the place you are in"), required=False, max_length=24)

    def clean_topic(self) -> str:
        """The topic as it would be kept, refused beside its field rather than after the form is gone."""
        try:
            topic: str = profiles.cleaned("topic", self.cleaned_data["topic"])
        except profiles.ProfileRefused as refusal:
            raise forms.ValidationError(refusal.detail, code=refusal.code) from refusal
        if not topic:
            raise forms.ValidationError(self.fields["topic"].error_messages["required"], code="required")
        return topic

    def clean(self) -> dict[str, Any]:
        """The cell of the phone or of the chosen place, at least one."""
        cleaned = super().clean() or {}
        cell = cleaned.get("cell") or cleaned.get("place_cell") or ""
        if not cells.is_cell(cell):
            self.add_error("place_cell", _("Say where you are: use your location, or choose a place."))
        cleaned["cell"] = cell
        return cleaned

    def hard_stop_at(self, now: datetime) -> datetime | None:
        """When one must leave, as a moment: the next time the clocks at the cell show it."""
        hard_stop: time | None = self.cleaned_data["hard_stop"]
        if hard_stop is None:
            return None
        here = now.astimezone(ZoneInfo(zone_of(self.cleaned_data["cell"])))
        moment = here.replace(hour=hard_stop.hour, minute=hard_stop.minute, second=0, microsecond=0)
        return moment if moment > here else moment + timedelta(days=1)


class WishForm(forms.Form):
    """Surprise me, or no longer."""

    surprise = forms.BooleanField(required=False)


class MoveForm(forms.Form):
    """I have moved: a cell from the phone, or that of the place chosen by hand."""

    cell = forms.CharField(required=False, max_length=24)
    place_cell = forms.CharField(required=False, max_length=24)

    @property
    def chosen(self) -> str:
        """The cell, empty where there is none; the stage judges it."""
        return str(self.cleaned_data["cell"] or self.cleaned_data["place_cell"]) if self.is_valid() else ""


class PlanForm(forms.Form):
    """A later window round a public place, by the clock of that place."""

    MINUTES: ClassVar = (20, 30, 45, 60, 90, 120)

    point = forms.UUIDField(label=_("Around which place?"))
    day = forms.DateField(label=_("Day"))
    begins = forms.TimeField(label=_("From"))
    minutes = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(minutes, minutes) for minutes in MINUTES],
        initial=policy.SESSION_DEFAULT_MIN,
    )
    intention = forms.ChoiceField(
        label=_("I’d like to"), choices=list(INTENTIONS.items()), initial="swap-ideas"
    )
    topic = forms.CharField(label=_("What about?"), max_length=policy.TOPIC_LONGEST)
    reach_min = forms.TypedChoiceField(
        label=_("How far would you walk?"),
        coerce=int,
        choices=[(minutes, minutes) for minutes in policy.REACH_CHOICES_MIN],
        initial=policy.REACH_DEFAULT_MIN,
    )

    def clean(self) -> dict[str, Any]:
        """The window as two moments, where place, day and time are said."""
        cleaned = super().clean() or {}
        place = points.known(cleaned["point"]) if "point" in cleaned else None
        if "point" in cleaned and place is None:
            self.add_error("point", str(PlanRefused("unknown-point").detail))
        if place and {"day", "begins", "minutes"} <= cleaned.keys():
            try:
                begins = datetime.combine(cleaned["day"], cleaned["begins"], tzinfo=ZoneInfo(place.tz))
                starts_at = begins.astimezone(UTC)
                ends_at = starts_at + timedelta(minutes=cleaned["minutes"])
            except OverflowError:  # the last day of the calendar
                self.add_error("day", str(PlanRefused("too-far-ahead").detail))
                return cleaned
            self.said: dict[str, Any] = {
                "point": place.pk,
                "starts_at": starts_at,
                "ends_at": ends_at,
                **{name: cleaned.get(name) for name in ("intention", "topic", "reach_min")},
            }
        return cleaned

    @staticmethod
    def tomorrow(now: datetime) -> date:
        """The day suggested."""
        return now.date() + timedelta(days=1)


class PledgeForm(forms.Form):
    """A rush hour as the page showed it."""

    point = forms.UUIDField()
    starts_at = forms.DateTimeField()


class AlertForm(forms.Form):
    """Tell me when at least five are free round a place, for so many hours."""

    point = forms.UUIDField(label=_("Around which place?"))
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(hours, hours) for hours in policy.ALERT_CHOICES_H],
        initial=policy.ALERT_DEFAULT_H,
    )

    def until(self, now: datetime) -> datetime:
        """When the asking ends."""
        hours: int = self.cleaned_data["hours"]
        return now + timedelta(hours=hours)
