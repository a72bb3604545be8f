"""Raw rows of the meeting points, for the house. No map from a CDN: a position is two numbers."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from places import points
from places.forms import MeetingPointForm
from places.models import MeetingPoint


@admin.register(MeetingPoint)
class MeetingPointAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Correct a point, add one, or take one out; the next import leaves what was taken out by hand alone."""

    form = MeetingPointForm
    list_display = ("name", "kind", "where_exactly", "opening_hours", "always_open", "active", "barred")
    list_filter = ("kind", "active", "barred", "source")
    search_fields = ("name", "where_exactly", "source_id", "cell")
    readonly_fields = ("cell", "tz", "source", "source_id", "active")

    def save_model(
        self, request: HttpRequest, obj: MeetingPoint, form: "ModelForm[MeetingPoint]", change: bool
    ) -> None:
        points.keep(obj, lon=form.cleaned_data["lon"], lat=form.cleaned_data["lat"])
