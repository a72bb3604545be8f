"""No column that belongs to a person holds where they are, but for a cell's centre while it is needed."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.db import connection, models

from kernel.coordinates import find_coordinates, is_position_name
from matching import availability, policy
from matching.models import Availability, AvailabilityState, CellChange
from meetups import partings
from meetups.models import Invitation, Party
from moderation import reports
from moderation.models import Report
from places import cells
from tests import builders

pytestmark = pytest.mark.django_db

# Types that can hold a position as numbers or as a shape. Whole numbers are judged by their names.
SHAPES = {"geometry", "geography", "point", "box", "circle", "path", "polygon", "line", "lseg"}
NUMBERS = {"real", "double precision", "numeric"}
OPEN_ENDED = {"json", "jsonb", "bytea", "xml", "hstore"}
CELLS = re.compile(r"cell|quadkey|tile|centre|center|place|where|location|spot|point", re.IGNORECASE)

# Every column that could hold a position, whosever it is, and why it may stand.
ALLOWED = {
    ("matching_availability", "centre"): "the centre of the cell: exactly that, see below; gone in an hour",
    ("matching_availability", "cell"): "the name of the cell; gone in an hour",
    ("places_meetingpoint", "location"): "where a public place is",
    ("places_meetingpoint", "cell"): "the cell of a public place",
    ("places_meetingpoint", "where_exactly"): "a sentence about a public place",
    ("meetups_invitation", "point_id"): "which public place was proposed",
    ("meetups_invitation", "reasons"): "codes and terms of a score, never a place: proved below",
    ("meetups_invitation", "sender_told"): "what the invitee is told of the sender: proved below",
    ("meetups_invitation", "invitee_told"): "what the sender is told of the invitee: proved below",
    ("meetups_party", "told"): "what one who agreed is told of another: the same words",
    ("meetups_seat", "told"): "what one at a table is told of another: the same words",
    ("meetups_seat", "about_min"): "about 5, 10, 15 or 20 minutes to each other, by session",
    ("meetups_meeting", "point_id"): "which public place was agreed on",
    ("meetups_table", "point_id"): "which public place two or three were rung for",
    ("meetups_seat", "reasons"): "codes and terms of a score, as an invitation's",
    ("matching_plan", "point_id"): "the public place that somebody plans for; gone an hour after the plan",
    ("matching_pledge", "point_id"): "the public place that somebody pledged for; gone with the rush hour",
    ("matching_alert", "point_id"): "the public place that somebody asked about; gone in half a day",
    ("matching_publiccount", "cell"): "the cell of a public place",
    ("moderation_signal", "cells"): "how many, a number",
    (
        "notifications_event",
        "payload",
    ): "names and ids, each declared: tests/realtime/test_events_are_declared",
    ("notifications_pushsubscription", "endpoint"): "where a push service takes what is for a browser",
    ("moderation_report", "context"): "what was shown and said, and a public place's name: proved below",
    ("socialaccount_socialaccount", "extra_data"): "name, mail and picture that a sign-in provider tells",
    ("socialaccount_socialapp", "settings"): "how a sign-in provider is reached; nobody's",
    ("kernel_apitoken", "digest"): "SHA-256 of a token",
    ("kernel_rememberedcall", "key_digest"): "SHA-256 of an idempotency key",
    ("kernel_rememberedcall", "body_digest"): "SHA-256 of a request",
    ("kernel_rememberedcall", "sealed"): "an answer that only the sender's key opens; gone in a day",
}
# Tables that come with PostGIS, and hold nothing of ours.
FOREIGN = {"spatial_ref_sys", "geometry_columns", "geography_columns"}

COLUMNS = """
SELECT table_name, column_name,
       CASE WHEN data_type IN ('USER-DEFINED', 'ARRAY') THEN ltrim(udt_name, '_') ELSE data_type END
FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
"""


def columns():
    """(table, column, type) of everything in the database."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return [row for row in cursor.fetchall() if row[0] not in FOREIGN]


def could_hold_a_position():
    return {(table, column) for table, column, kind in columns() if suspicious(column, kind)}


def suspicious(column, kind):
    if kind in SHAPES | NUMBERS | OPEN_ENDED or kind in {"float4", "float8"}:
        return True
    named = kind not in {"boolean", "timestamp with time zone", "date"}
    return named and (is_position_name(column) or bool(CELLS.search(column)))


def test_every_column_that_could_hold_a_position_is_known_with_a_reason():
    assert could_hold_a_position() - ALLOWED.keys() == set()


def test_no_reason_outlives_its_column():
    assert ALLOWED.keys() - could_hold_a_position() == set()


@pytest.mark.parametrize(
    "column",
    [
        "last_seen geography(Point, 4326)", "home geometry", "a double precision", "b numeric(9, 6)[]",
        "lat_e6 integer", "geohash varchar(12)", "seen_where text", "facts jsonb", "quadkey text",
        "gps bytea",
    ],
)  # fmt: skip
def test_a_column_added_to_a_person_is_caught(column):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE accounts_profile ADD COLUMN {column}")
    assert could_hold_a_position() - ALLOWED.keys() == {("accounts_profile", column.split()[0])}


def test_the_models_hold_no_shape_and_no_fraction_that_the_database_hides():
    loose = (GeometryField, models.FloatField, models.DecimalField, models.JSONField)
    found = {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        for field in model._meta.concrete_fields
        if isinstance(field, loose) or is_position_name(field.name)
    }
    assert found <= ALLOWED.keys()


def reachable_from_a_person():
    """The tables that lead to an account by foreign keys, however far."""
    found = {apps.get_model("accounts", "User")}
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in found
        } - found
        if not more:
            return {model._meta.db_table for model in found}
        found |= more


def test_of_what_leads_to_a_person_only_the_session_holds_a_shape():
    shapes = {(table, column) for table, column, kind in columns() if kind in SHAPES}
    assert {one for one in shapes if one[0] in reachable_from_a_person()} == {
        ("matching_availability", "centre")
    }


def test_the_table_of_public_places_leads_to_nobody():
    assert "matching_availability" in reachable_from_a_person()
    assert "places_meetingpoint" not in reachable_from_a_person()


# The one column that is allowed says no more than the cell's name.


def centres_off_their_cells():
    return [
        session.pk
        for session in Availability.objects.exclude(cell="")
        if (session.centre.x, session.centre.y) != tuple(cells.centre(session.cell))
    ]


def test_through_every_stage_the_centre_is_exactly_that_of_the_named_cell(anna, bo, clock):
    def stand():
        assert Availability.objects.exclude(cell="").count() == 2
        assert centres_off_their_cells() == []

    stand()
    for person in (anna, bo, anna, bo):
        availability.extend(session_id=builders.session_of(person).pk, by=person, now=clock.now)
    stand()
    clock.tick(minutes=16)
    Availability.objects.update(heartbeat_at=clock.now)
    availability.move(session_id=builders.session_of(anna).pk, by=anna, now=clock.now, cell=builders.A_WALK)
    stand()
    wide = cells.parent(builders.HERE)
    clock.tick(minutes=16)
    Availability.objects.update(heartbeat_at=clock.now)
    availability.move(session_id=builders.session_of(anna).pk, by=anna, now=clock.now, cell=wide)
    stand()
    met = builders.met_and_parted(anna, bo, now=clock.now)
    assert met.state == "closed"
    stand()
    partings.go_invisible(by=bo, now=clock.now)
    stand()


def test_a_centre_off_its_cell_would_be_seen(anna):
    session = builders.session_of(anna)
    session.centre.x += 0.0001
    session.save(update_fields=["centre"])
    assert centres_off_their_cells() == [session.pk]


def test_a_sparse_cell_stands_under_the_centre_of_its_parent(places, clock):
    lonely = builders.person("Lonely")
    builders.place("Kiosk", lon=24.9500, lat=60.1690).save()
    cell = cells.cell_for(lon=24.9500, lat=60.1690)
    session = builders.live(lonely, cell=cell)
    assert session.cell == cells.parent(cell)
    assert centres_off_their_cells() == []


def test_an_hour_after_a_session_its_cell_is_nowhere(anna, bo, clock):
    cell = builders.session_of(anna).cell
    builders.met_and_parted(anna, bo, now=clock.now)
    partings.go_invisible(by=anna, now=clock.now)
    clock.tick(seconds=policy.CELL_KEPT_FOR.total_seconds() - 1)
    availability.end_due(now=clock.now)
    assert holding(cell) == {("matching_availability", "cell")}
    clock.tick(seconds=1)
    availability.end_due(now=clock.now)
    assert holding(cell) == set()
    ended = Availability.objects.get(person=anna)
    assert (ended.state, ended.cell, ended.centre) == (AvailabilityState.ENDED, "", None)


def test_of_a_change_of_cells_only_the_time_is_kept_and_for_a_day(anna, clock):
    assert {field.name for field in CellChange._meta.concrete_fields} == {"id", "person", "at"}
    availability.end_due(now=clock.tick(hours=23))
    assert CellChange.objects.filter(person=anna).exists()
    availability.end_due(now=clock.now + timedelta(hours=1))
    assert not CellChange.objects.filter(person=anna).exists()


def test_neither_reasons_nor_what_is_told_nor_a_report_hold_where_anybody_is(anna, bo, clock):
    cell_of = {builders.session_of(person).cell for person in (anna, bo)}
    running = builders.meeting(anna, bo, now=clock.now)
    reports.report(by=anna, kind="meeting", about=running.pk, category="danger", note="", now=clock.now)
    asked = Invitation.objects.get()
    told = [asked.sender_told, asked.invitee_told, *Party.objects.values_list("told", flat=True)]
    for kept in (asked.reasons, Report.objects.get().context, *told):
        assert kept
        assert find_coordinates(kept) is None
        assert not any(cell in str(kept) for cell in cell_of)


def holding(cell):
    """The columns of the whole database in which the name of a cell stands, public places aside."""
    found = set()
    with connection.cursor() as cursor:
        for table, column, _kind in columns():
            if table == "places_meetingpoint":
                continue
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text LIKE %s)', [f"%{cell}%"]
            )
            if cursor.fetchone()[0]:
                found.add((table, column))
    return found
