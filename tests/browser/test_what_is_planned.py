"""Plans, rush hours and alerts on a phone: one tap when it is time, a word on any page, plain pages too."""

from datetime import timedelta

import pytest

from accounts.models import Profile
from kernel import clock
from matching import alerts
from matching.models import Alert, Availability, Plan, Pledge
from tests import builders
from tests.browser.screens import planned, station

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carla(places):
    """Not live yet."""
    now = clock.now()
    return builders.again(builders.person("Carla", now=now, languages=["en", "fr"]))


def listens(phone):
    """Wait until the phone would hear what happens."""
    phone.page.locator("kairos-status output[data-state=live]").wait_for(state="attached")


def test_what_is_due_is_one_tap_and_where_one_is_comes_from_the_phone(phone_of, carla):
    planned(carla, starts_at=clock.now() + timedelta(minutes=3), point=station("Kerava Station"))
    phone = phone_of(carla)
    phone.page.goto("/now/")
    phone.sees("As planned,")
    phone.tap("button", "Go live for 45 min")
    phone.page.get_by_role("button", name="Go invisible").wait_for()
    session = builders.session_of(carla)
    assert (phone.taps, session.cell, session.intention) == (1, builders.HERE, "swap-ideas")


def test_enough_people_free_is_said_on_any_page_with_a_way_to_go_live(phone_of, carla):
    now = clock.now()
    earlier = now - timedelta(minutes=6)
    alerts.watch(by=carla, now=earlier, point=station().pk, until=now + timedelta(hours=1))
    for number in range(5):
        member = builders.person(f"Gil{number}", now=earlier)
        builders.live(member, now=earlier)
    Profile.objects.exclude(user=carla).update(met_once_at=earlier)
    phone = phone_of(carla)
    phone.page.goto("/me/")
    listens(phone)
    Availability.objects.update(heartbeat_at=clock.now())
    assert alerts.fire_due(now=clock.now()) == 1
    phone.sees("At least five people are free around the place you asked about.")
    phone.tap("link", "Go live")
    phone.page.get_by_role("heading", name="How long are you free?").wait_for()


def test_what_is_taken_back_on_one_phone_is_gone_from_the_other(phone_of, carla):
    planned(carla, starts_at=clock.now() + timedelta(days=1))
    one, other = phone_of(carla), phone_of(carla)
    for phone in (one, other):
        phone.page.goto("/plans/")
        listens(phone)
    other.page.evaluate("window.kept = true")
    one.page.get_by_role("button", name="Remove the plan").click()
    other.sees("Nothing planned.")
    assert other.page.evaluate("window.kept") is True


def test_a_plain_page_plans_promises_and_asks(phone_of, carla):
    page = phone_of(carla, java_script_enabled=False).page
    page.goto("/now/")
    page.get_by_role("link", name="Plans and alerts").click()
    page.locator("#around-point").select_option(label="Helsinki Central Station (station)")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="I will be there").last.click()
    page.get_by_role("button", name="Take back").wait_for()

    page.locator("summary", has_text="Plan a later window").click()
    page.get_by_label("From").fill("14:00")
    page.get_by_label("What about?").fill("Pilots, compared")
    page.get_by_role("button", name="Keep this plan").click()
    page.get_by_text("Planned. You will be told five minutes before.").wait_for()

    page.get_by_role("button", name="Tell me when at least five are free here").click()
    page.get_by_role("button", name="Remove the alert for Helsinki Central Station").wait_for()
    assert [rows.objects.filter(person=carla).count() for rows in (Pledge, Plan, Alert)] == [1, 1, 1]
