"""A browser is let ring at the moment at which its person goes live: the session knows of it all the same."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, connections, transaction

from matching import availability
from matching.models import Availability
from tests import builders
from tests.clock import NOON

MEANWHILE_S = 0.5  # far more than the other needs where nothing holds it up
# As in the migration, but for the lock of the person.
HASTY = """
CREATE OR REPLACE FUNCTION matching_touch(people uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE matching_availability SET active = true
   WHERE person_id = ANY(people) AND state IN ('live', 'committed');
END $$;
"""


@pytest.fixture
def hasty(places):
    """The copy is refreshed without waiting for a window that is just opening."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('matching_touch(uuid[])'::regprocedure)")
        [(as_it_is,)] = cursor.fetchall()
        cursor.execute(HASTY)
        yield
        cursor.execute(as_it_is)


def go_live(member):
    return availability.start(
        by=member, now=NOON, cell=builders.HERE, minutes=45, intention="swap-ideas", topic="Ferries"
    )


def let_ring(member):
    return builders.push_subscription(member)


def overlapping(first, second, member):
    """Let the second come while what the first has done is not committed yet."""

    def elsewhere():
        try:
            second(member)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first(member)
            done = pool.submit(elsewhere)
            sleep(MEANWHILE_S)
        done.result()


def is_known(member):
    return Availability.objects.get(person=member).push_until is not None


@pytest.mark.parametrize(("first", "second"), [(go_live, let_ring), (let_ring, go_live)])
def test_whichever_comes_first_the_session_knows_the_browser(places, first, second):
    member = builders.person("Eve")
    overlapping(first, second, member)
    assert is_known(member)


def test_control_without_the_lock_the_browser_slips_through(hasty):
    member = builders.person("Eve")
    overlapping(go_live, let_ring, member)
    assert not is_known(member)
