"""An invitation whose servers die under it: Redis and the pages are killed between the tap and the ring."""

import re
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from matching.models import Availability
from meetups.models import Invitation
from notifications.models import Event
from tests import builders
from tests.browser.house import House
from tests.browser.phone import expect
from tests.realtime.services import Redis

pytestmark = pytest.mark.django_db(transaction=True)

SOON_MS = 60_000  # of the ninety seconds that it rings; what dies must start again meanwhile


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    """One of this file's own: others go on while it is dead."""
    redis = Redis(tmp_path_factory.mktemp("redis"))
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture(scope="module")
def house(redis, django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        house = House(name, "dies", tmp_path_factory.mktemp("mails"), REDIS_URL=redis.url)
    house.start()
    yield house
    house.stop()


@pytest.fixture
def about_to_ask(phone_of, cast):
    """anna looks at bo's card, bo at the list; every page that bo's phone goes to is noted."""
    anna, bo = cast
    annas, bos = phone_of(anna), phone_of(bo)
    bos.page.goto("/now/")
    annas.page.goto(f"/people/{builders.session_of(bo).pk}/")
    bos.is_live()
    bos.went = []
    bos.page.on("framenavigated", lambda frame: bos.went.append(frame.url))
    yield annas, bos
    for one in (annas, bos):
        one.forgives("Failed to load resource")
        one.forgives("WebSocket connection")
        one.forgives("Failed to fetch")


def rings_once(annas, bos, artefacts, name):
    """Assert that there is one invitation, that bo's phone went to it once, and that anna's knows."""
    expect(bos.page).to_have_url(re.compile("/invitations/"), timeout=SOON_MS)
    bos.page.get_by_role("button", name="Accept").wait_for()
    expect(annas.page).to_have_url(re.compile("/invitations/"), timeout=SOON_MS)
    annas.page.get_by_role("button", name="Withdraw").wait_for()
    for one, who in ((annas, "anna"), (bos, "bo")):
        one.page.get_by_role("timer").wait_for()
        one.picture(artefacts, f"dies-{name}-{who}")
    invitation = Invitation.objects.get()
    assert [one.partition("/invitations/")[2] for one in bos.went] == [f"{invitation.pk}/"]
    assert Event.objects.filter(name="invitation-received").count() == 1


def test_killed_while_the_tap_is_being_answered_and_bo_rings_once(
    about_to_ask, house, redis, artefacts, cast
):
    annas, bos = about_to_ask
    with held_up(cast[1]):
        annas.tap("button", "Propose to meet now")
        wait_until_somebody_waits()
        redis.stop()
        house.kill_pages()
    annas.sees("No answer yet. We keep trying; it counts once.")
    annas.picture(artefacts, "dies-waiting-anna")
    assert not Invitation.objects.exists()
    house.revive_pages()
    redis.start()
    rings_once(annas, bos, artefacts, "asked")


def test_killed_after_it_was_written_and_before_anybody_was_told_and_bo_rings_once(
    about_to_ask, house, redis, artefacts
):
    annas, bos = about_to_ask
    redis.stop()  # the bell is not heard

    def killed(route):
        route.fetch(max_redirects=0)
        house.kill_pages()
        route.abort()

    annas.page.route("**/invitations/", killed, times=1)
    annas.tap("button", "Propose to meet now")
    annas.sees("No answer yet. We keep trying; it counts once.")
    assert Invitation.objects.count() == 1
    house.revive_pages()
    redis.start()
    rings_once(annas, bos, artefacts, "written")


@contextmanager
def held_up(member):
    """Whoever wants this member's session waits for us."""
    with transaction.atomic():
        Availability.objects.open().select_for_update().get(person=member)
        yield


def wait_until_somebody_waits():
    until = time.monotonic() + SOON_MS / 1000
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
            )
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.05)
    raise TimeoutError
