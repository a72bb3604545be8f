"""What the page says of its connection is true, it hears without a socket too, and no tap is lost."""

import re
import time

import pytest

from kernel import clock
from meetups import invitations
from meetups.models import Invitation
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lost_socket_is_said_and_what_was_missed_comes_after_it(phone_of, cast, house):
    anna, bo = cast
    phone = phone_of(bo)
    phone.page.goto("/met/")
    phone.is_live()
    with house.without_sockets():
        phone.sees("Reconnecting")
        rung = builders.invitation(anna, bo, now=clock.now())
    phone.arrives_at(f"/invitations/{rung.pk}/")
    phone.is_live()
    phone.forgives("WebSocket connection")


def test_a_yes_without_network_is_refused_in_words(phone_of, cast):
    anna, bo = cast
    rung = builders.invitation(anna, bo, now=clock.now())
    phone = phone_of(bo)
    phone.page.goto(f"/invitations/{rung.pk}/")
    phone.is_live()
    phone.context.set_offline(True)
    phone.sees("Offline, showing")
    phone.tap("button", "Accept")
    phone.sees("There is no network. Nothing was sent")
    assert Invitation.objects.get(pk=rung.pk).state == "sent"
    phone.context.set_offline(False)
    phone.is_live()
    phone.tap("button", "Accept")
    phone.arrives_at("/meetings/")
    phone.forgives("ERR_INTERNET_DISCONNECTED")


class Proxy:
    """Stands between a phone and its socket: lets lines through, cuts them, or lets none through."""

    def __init__(self, page):
        self.is_open = True
        self.lines = []
        page.route_web_socket("**/ws/events", self.carry)

    def carry(self, line):
        if self.is_open:
            line.connect_to_server()
            self.lines.append(line)
        else:
            line.close()

    def cut(self):
        self.lines.pop().close()


@pytest.fixture
def shown(phone_of, cast):
    """bo's phone at a page, its words for the line, and the proxy."""

    def show(path, *, is_open=True):
        phone = phone_of(cast[1])
        proxy = Proxy(phone.page)
        proxy.is_open = is_open
        phone.page.goto(path)
        phone.is_live()
        phone.keeps_words()
        return phone, proxy

    return show


def asked(phone):
    """How often the page has asked without a socket."""
    return phone.page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/v1/events')).length"
    )


def test_a_blink_is_not_worth_a_word(shown):
    phone, proxy = shown("/met/")
    for _ in range(3):
        proxy.cut()
        phone.page.wait_for_timeout(700)
    phone.is_live()
    assert phone.page.evaluate("window.words ?? []") == []


def test_where_no_socket_is_let_through_an_invitation_arrives_within_seconds(shown, cast, artefacts):
    phone, proxy = shown("/now/", is_open=False)
    assert proxy.lines == []
    rung = builders.invitation(*cast, now=clock.now())
    began = time.monotonic()
    phone.page.wait_for_url(f"**/invitations/{rung.pk}/", wait_until="commit")
    with (artefacts / "waking.txt").open("a") as file:
        file.write(f"without a socket, from the ring to its page: {time.monotonic() - began:.2f} s\n")
    phone.page.get_by_role("button", name="Accept").wait_for()


def test_once_a_socket_is_let_through_the_page_asks_no_more(shown):
    phone, proxy = shown("/met/", is_open=False)
    proxy.is_open = True
    phone.page.evaluate("dispatchEvent(new Event('online'))")  # what waits for its turn tries at once
    phone.page.wait_for_timeout(1_500)
    assert proxy.lines
    before = asked(phone)
    phone.page.wait_for_timeout(6_000)  # a page without a socket asks every four seconds at the latest
    assert asked(phone) == before


def test_offline_says_when_the_page_last_heard(shown, cast):
    phone, _proxy = shown("/now/")
    phone.context.set_offline(True)
    phone.sees(re.compile(r"Offline, showing \d\d:\d\d"))
    phone.context.set_offline(False)
    phone.is_live()
    assert phone.page.evaluate("words") == ["offline", "live"]
    phone.forgives("ERR_INTERNET_DISCONNECTED")


def test_what_is_typed_stays_when_nobody_answers_and_two_taps_count_once(shown):
    phone, _proxy = shown("/me/profile/")
    sent = []

    def nobody(route):
        sent.append(route.request.headers["idempotency-key"])
        route.abort()

    phone.page.route(
        "**/me/profile/", lambda route: nobody(route) if route.request.method == "POST" else route.continue_()
    )
    phone.write("Role", "Shipwright")
    save = phone.page.get_by_role("button", name=re.compile("Save"))
    save.dblclick()
    phone.sees("No answer yet. We keep trying; it counts once.")
    phone.page.wait_for_timeout(1_500)
    assert len(sent) > 1
    assert len(set(sent)) == 1
    assert phone.page.get_by_label("Role").input_value() == "Shipwright"
    phone.page.unroute("**/me/profile/")
    phone.page.wait_for_url("**/me/")
    phone.sees("Shipwright")
    phone.forgives("ERR_FAILED")


def test_what_could_not_be_fetched_is_fetched_once_somebody_answers(shown, cast):
    anna, bo = cast
    rung = builders.invitation(anna, bo, now=clock.now())
    phone, _proxy = shown(f"/invitations/{rung.pk}/")
    phone.page.route("**/*", lambda route: route.abort())
    with phone.page.expect_request(f"**/invitations/{rung.pk}/"):
        invitations.withdraw(invitation_id=rung.pk, by=anna, now=clock.now())
    phone.page.unroute("**/*")
    phone.page.get_by_role("heading", name="The invitation was withdrawn.").wait_for()
    phone.forgives("ERR_FAILED")
    phone.forgives("Failed to fetch")
