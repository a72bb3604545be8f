"""What one does in one tab or on one device, the other shows without being touched."""

import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kernel import clock
from matching.wording import zone_of
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

# Counts the tones that a page plays.
LISTEN = """(() => {
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    localStorage.setItem("tones", Number(localStorage.getItem("tones")) + 1);
    return start.call(this, at);
  };
})()"""


@pytest.fixture
def tabs(phone_of, cast):
    """bo's phone, with a second tab beside the first."""

    def open_both(path):
        phone = phone_of(cast[1])
        phone.context.add_init_script(LISTEN)
        first, second = phone.page, phone.context.new_page()
        for page in (first, second):
            page.goto(path)
            page.get_by_role("status").get_by_text("Live").wait_for()
        return phone, first, second

    return open_both


@pytest.fixture
def rung(cast):
    return lambda: builders.invitation(*cast, now=clock.now())


def test_a_yes_in_one_tab_is_a_meeting_in_the_other(tabs, rung):
    _phone, first, second = tabs(f"/invitations/{rung().pk}/")
    first.get_by_role("button", name="Accept").click()
    for page in (first, second):
        page.wait_for_url("**/meetings/**")


def test_not_now_in_one_tab_ends_the_ring_in_the_other(tabs, rung):
    _phone, first, second = tabs(f"/invitations/{rung().pk}/")
    first.get_by_role("button", name="Not now").click()
    for page in (first, second):
        page.wait_for_url("**/now/")


def test_it_rings_in_both_tabs_and_sounds_in_one(tabs, rung):
    _phone, first, second = tabs("/now/")
    for page in (first, second):
        page.mouse.click(200, 5)  # without a touch no browser lets a page sound
    rung()
    for page in (first, second):
        page.wait_for_url("**/invitations/**")
        page.get_by_role("button", name="Accept").wait_for()
        page.mouse.click(200, 5)
    first.wait_for_function("() => localStorage.getItem('tones') === '2'")  # an alarm is two
    second.wait_for_timeout(500)
    assert second.evaluate("localStorage.getItem('tones')") == "2"


def test_an_alarm_is_silent_once_the_ring_is_answered_elsewhere(tabs, rung):
    _phone, first, second = tabs(f"/invitations/{rung().pk}/")
    second.evaluate("void (window.alarm = document.querySelector('kairos-alarm').audio)")
    first.get_by_role("button", name="+1 min").click()  # the ring goes on, in its second minute
    second.get_by_role("button", name="+1 min").wait_for(state="detached")
    assert second.evaluate("alarm.state") != "closed"
    builders.invitations.withdraw(
        invitation_id=builders.Invitation.objects.get().pk,
        by=builders.Invitation.objects.get().sender,
        now=clock.now(),
    )
    second.get_by_role("heading", name="The invitation was withdrawn.").wait_for()
    assert second.evaluate("alarm.state") == "closed"


@pytest.mark.parametrize("elsewhere", ["/now/", "/met/", "a person"])
def test_who_goes_invisible_on_one_device_is_so_on_the_other(phone_of, cast, elsewhere):
    anna, bo = cast
    mine, other = phone_of(bo), phone_of(bo)
    other.page.goto(f"/people/{builders.session_of(anna).pk}/" if elsewhere == "a person" else elsewhere)
    mine.page.goto("/now/")
    for one in (mine, other):
        one.is_live()
    mine.tap("button", "Go invisible")
    other.page.locator("#pill").wait_for(state="detached")
    if elsewhere != "/met/":
        for one in (mine, other):
            one.page.get_by_role("heading", name="How long are you free?").wait_for()


def test_a_quarter_of_an_hour_more_on_one_device_is_so_on_the_other(phone_of, cast):
    mine, other = phone_of(cast[1]), phone_of(cast[1])
    for one in (mine, other):
        one.page.goto("/now/")
        one.is_live()
    other.page.evaluate("window.kept = true")
    mine.tap("button", re.compile(r"\+15 min"))
    mine.sees("59:")
    session = builders.session_of(cast[1])
    other.page.wait_for_function(
        "(until) => document.querySelector('kairos-pill').getAttribute('until').startsWith(until)",
        arg=timezone.localtime(session.ends_at, ZoneInfo(str(zone_of(session.cell)))).isoformat()[:19],
    )
    other.sees("59:")
    assert other.page.evaluate("window.kept") is True
