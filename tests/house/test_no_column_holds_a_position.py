"""No table holds where anybody is, but for the middle of an open session's cell; places have their own."""

import pytest
from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.db import connection

from kernel.coordinates import is_position_name

OURS = {"kernel", "notifications", "accounts", "places", "matching", "meetups", "moderation", "demo"}
GEOMETRIES = {("matching_availability", "centre"), ("places_meetingpoint", "location")}
# A session's own; a public place's; and a public place's again, with what everybody is told of it.
CELLS = {
    ("matching_availability", "cell"),
    ("places_meetingpoint", "cell"),
    ("matching_publiccount", "cell"),
}
FRACTIONS = {"FloatField", "DecimalField"}  # no number with a fraction is needed anywhere


def columns():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OURS:
            for field in model._meta.concrete_fields:
                yield model._meta.db_table, field.column, field


def test_the_only_geometries_are_a_cells_middle_and_a_places_location():
    found = {(table, name) for table, name, field in columns() if isinstance(field, GeometryField)}
    assert found == GEOMETRIES


def test_a_cell_stands_in_sessions_and_places_only():
    named = {(table, name) for table, name, field in columns() if "cell" in name.split("_")}
    assert named == CELLS


def test_no_column_is_named_like_a_position_or_holds_fractions():
    wrong = [
        (table, name)
        for table, name, field in columns()
        if is_position_name(name) or field.get_internal_type() in FRACTIONS
    ]
    assert wrong == []


@pytest.mark.django_db
def test_the_database_itself_has_no_other_column_of_the_kind():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND (udt_name IN ('geography', 'geometry', 'point', 'polygon')"
            " OR data_type IN ('real', 'double precision', 'numeric'))"
        )
        found = {(table, name) for table, name in cursor.fetchall() if table.partition("_")[0] in OURS}
    assert found == GEOMETRIES
