"""The admin's form of a meeting point: the coordinates of a place, never those of a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from places import hours
from places.models import MeetingPoint
from places.policy import MAX_LAT


class MeetingPointForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """GeoDjango's own widget draws on a map from a CDN; two number fields need nobody."""

    lon = forms.FloatField(label=_("longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("latitude"), min_value=-MAX_LAT, max_value=MAX_LAT)

    class Meta:
        model = MeetingPoint
        fields = ("name", "kind", "where_exactly", "level", "opening_hours", "always_open", "barred")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.location:
            self.initial.update(lon=self.instance.lon, lat=self.instance.lat)

    def clean_opening_hours(self) -> str:
        """Refuse what the grammar cannot read, which would silently count as unknown."""
        expression: str = self.cleaned_data["opening_hours"]
        if expression and not hours.understood(expression):
            raise forms.ValidationError(_("Write it as OpenStreetMap does, for example Mo-Fr 08:00-18:00."))
        return expression
