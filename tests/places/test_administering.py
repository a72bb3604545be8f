"""The house corrects meeting points in the admin: a position is two numbers, no map loads from elsewhere."""

from types import SimpleNamespace

import pytest
from django.contrib.admin.sites import AdminSite

from places.admin import MeetingPointAdmin
from places.forms import MeetingPointForm
from places.models import MeetingPoint
from tests.places.conftest import STATION

FACTS = {"name": "Lobby", "kind": "hotel", "where_exactly": "Kaivokatu 1", "lon": "24.9414", "lat": "60.1719"}


def save(form: MeetingPointForm, *, change: bool) -> MeetingPoint:
    assert form.errors == {}
    point = form.save(commit=False)
    MeetingPointAdmin(MeetingPoint, AdminSite()).save_model(SimpleNamespace(), point, form, change)
    return MeetingPoint.objects.get(id=point.id)


def test_a_point_entered_by_hand_gets_its_cell_and_its_zone(db):
    point = save(MeetingPointForm(FACTS), change=False)
    assert (point.cell, point.tz, point.source) == ("1201202110133100", "Europe/Helsinki", "kairos")
    assert point.source_id == f"kairos/{point.id}"


def test_a_point_moved_by_hand_moves_to_its_new_cell(point_at):
    point = point_at(**STATION)
    form = MeetingPointForm({**FACTS, "lon": "2.3252", "lat": "48.8763"}, instance=point)
    moved = save(form, change=True)
    assert (moved.cell, moved.tz, moved.source_id) == ("1202200110102311", "Europe/Paris", point.source_id)


def test_the_form_shows_where_a_point_is(point_at):
    form = MeetingPointForm(instance=point_at(**STATION))
    assert (form["lon"].value(), form["lat"].value()) == (24.9414, 60.1719)


@pytest.mark.parametrize(
    ("field", "value"),
    [("opening_hours", "daily, mostly"), ("lon", "181"), ("lat", "-86"), ("kind", "park"), ("name", "")],
)
def test_what_cannot_be_is_refused_with_its_field(db, field, value):
    assert list(MeetingPointForm({**FACTS, field: value}).errors) == [field]


def test_a_point_is_always_open_or_has_hours_not_both(db):
    form = MeetingPointForm({**FACTS, "always_open": "on", "opening_hours": "Mo-Fr 08:00-18:00"})
    assert not form.is_valid()


def test_the_admin_loads_nothing_from_elsewhere(db):
    form = MeetingPointForm()
    assert "//" not in str(form.media) + form.as_p()
