"""Ringing by the hundred: in chunks, everybody once, with as many questions for many tables as for few."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching import surprises
from meetups import dispatch
from meetups.models import Seat, Table
from notifications.models import Event
from tests.races import crowd


def asked(groups, clock):
    """How many questions the database was asked for ringing these groups."""
    with CaptureQueriesContext(connection) as questions:
        assert dispatch.ring(groups, dispatch.Places(clock.now), now=clock.now) == len(groups)
    return len(questions)


def test_a_crowd_is_rung_in_chunks_and_everybody_once(places, clock):
    crowd.asking(2 * (dispatch.FIRST_CHUNK + 5), now=clock.now)
    assert dispatch.dispatch_due(now=clock.now) == dispatch.FIRST_CHUNK + 5
    assert Seat.objects.filter(open=True).count() == 2 * Table.objects.count()
    assert Event.objects.filter(name="table-offered").count() == Seat.objects.count()


def test_many_tables_ask_the_database_as_often_as_few(places, clock):
    crowd.asking(44, now=clock.now)
    groups = surprises.together(surprises.askers(now=clock.now), now=clock.now)
    assert asked(groups[:2], clock) == asked(groups[2:], clock)


def test_chunks_hold_every_table_once():
    tables = list(range(1_000))
    sizes = [len(chunk) for chunk in dispatch.chunks(tables)]
    assert sizes[0] == dispatch.FIRST_CHUNK
    assert {*sizes[1:-1]} == {dispatch.CHUNK}
    assert [table for chunk in dispatch.chunks(tables) for table in chunk] == tables
    assert list(dispatch.chunks([])) == []
