"""What the Now page sends: how long, when one must leave, why, about what, and which cell."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from matching import policy
from matching.wording import INTENTIONS, zone_of
from places import cells


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
