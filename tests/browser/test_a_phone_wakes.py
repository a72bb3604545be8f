"""A page that slept, was kept for "back", or hears by asking only: it shows what is true, and soon."""

import os
import signal
import time

import pytest

from kernel import clock
from meetups import invitations, partings
from tests import builders
from tests.browser.conftest import launch

pytestmark = pytest.mark.django_db(transaction=True)

DEAF_MS = 1_500  # in which a page that listens would have heard
ASLEEP_S = 7
SOON_S = (
    10  # two are promised; a machine that is busy with other things takes its time, and the figure is kept
)


@pytest.fixture
def lifecycle(phone_of, cast):
    """bo's phone on a page, and what freezes and wakes it."""

    def show(path):
        phone = phone_of(cast[1])
        phone.page.goto(path)
        phone.is_live()

        def become(event):
            # A driven browser freezes no page that it drives: the page is told, and does what it then does.
            phone.page.evaluate(f"document.dispatchEvent(new Event('{event}'))")

        return phone, become

    return show


@pytest.fixture
def note(artefacts):
    """Keep a figure."""

    def keep(name, seconds):
        with (artefacts / "waking.txt").open("a") as file:
            file.write(f"{name}: {seconds:.2f} s\n")

    return keep


def test_an_invitation_that_came_in_the_sleep_rings_on_waking(lifecycle, cast, note):
    phone, become = lifecycle("/now/")
    become("freeze")
    rung = builders.invitation(*cast, now=clock.now())
    phone.page.wait_for_timeout(DEAF_MS)
    phone.arrives_at("/now/")
    became_at = time.monotonic()
    become("resume")
    phone.page.wait_for_url(f"**/invitations/{rung.pk}/", timeout=SOON_S * 1000, wait_until="commit")
    note("a ring that came in the sleep, from waking to its page", time.monotonic() - became_at)
    phone.page.get_by_role("button", name="Accept").wait_for()


def test_a_ring_that_ended_in_the_sleep_is_over_on_waking(lifecycle, cast, note):
    anna, _bo = cast
    rung = builders.invitation(*cast, now=clock.now())
    phone, become = lifecycle(f"/invitations/{rung.pk}/")
    become("freeze")
    invitations.withdraw(invitation_id=rung.pk, by=anna, now=clock.now())
    became_at = time.monotonic()
    become("resume")
    heading = phone.page.get_by_role("heading", name="The invitation was withdrawn.")
    heading.wait_for(timeout=SOON_S * 1000)
    note("a ring that ended in the sleep, from waking to its words", time.monotonic() - became_at)
    phone.is_live()


def test_a_page_that_froze_says_so_until_it_hears_again(lifecycle):
    phone, become = lifecycle("/now/")
    phone.keeps_words()
    become("freeze")
    become("resume")
    phone.page.wait_for_function("() => window.words?.at(-1) === 'live'")
    assert phone.page.evaluate("words") == ["paused", "live"]


def test_a_socket_that_died_in_the_sleep_and_does_not_say_so_is_left(phone_of, cast, note):
    phone = phone_of(cast[1])
    lines = []

    def carry(line):
        server = line.connect_to_server()
        lines.append(server)
        deaf = len(lines) == 1
        line.on_message(lambda said: None if deaf and phone.is_deaf else server.send(said))
        server.on_message(lambda said: None if deaf and phone.is_deaf else line.send(said))

    phone.is_deaf = False
    phone.page.route_web_socket("**/ws/events", carry)
    phone.page.goto("/now/")
    phone.is_live()
    phone.is_deaf = True
    rung = builders.invitation(*cast, now=clock.now())
    woke_at = time.monotonic()
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.page.wait_for_url(f"**/invitations/{rung.pk}/", timeout=SOON_S * 1000, wait_until="commit")
    note("past a socket that is dead and does not say so", time.monotonic() - woke_at)


def test_a_phone_that_stood_still_while_its_line_died_wakes_to_the_truth(
    phone_of, cast, house, browser, note
):
    anna, bo = cast
    chromium = launch(browser.browser_type)
    devtools = chromium.new_browser_cdp_session()
    phone = phone_of(bo, browser=chromium)
    rung = builders.invitation(anna, bo, now=clock.now())
    phone.page.goto(f"/invitations/{rung.pk}/")
    phone.is_live()
    found = [one["id"] for one in devtools.send("SystemInfo.getProcessInfo")["processInfo"]]
    for process in found:
        os.kill(process, signal.SIGSTOP)
    slept_at = time.monotonic()
    with house.without_sockets():
        invitations.withdraw(invitation_id=rung.pk, by=anna, now=clock.now())
    time.sleep(max(0, slept_at + ASLEEP_S - time.monotonic()))
    woke_at = time.monotonic()
    for process in reversed(found):
        os.kill(process, signal.SIGCONT)
    phone.page.get_by_role("heading", name="The invitation was withdrawn.").wait_for(timeout=SOON_S * 1000)
    note("a phone that stood still and whose line died, from waking to the truth", time.monotonic() - woke_at)
    phone.is_live()
    phone.forgives("WebSocket connection")
    chromium.close()


@pytest.fixture
def browser_that_keeps_pages(browser):
    """As people have it; drivers of browsers switch it off."""
    chromium = launch(
        browser.browser_type, "--enable-features=BackForwardCache",
        ignore_default_args=["--disable-back-forward-cache"],
    )  # fmt: skip
    yield chromium
    chromium.close()


def test_a_page_that_the_browser_kept_comes_back_true(phone_of, cast, browser_that_keeps_pages, note):
    _anna, bo = cast
    phone = phone_of(bo, browser=browser_that_keeps_pages)
    phone.page.goto("/now/")
    phone.is_live()
    phone.page.evaluate(
        "addEventListener('pageshow', (event) => event.persisted && (sessionStorage.kept = 'yes'))"
    )
    phone.page.goto("/met/")
    phone.is_live()
    partings.go_invisible(by=bo, now=clock.now())
    back_at = time.monotonic()
    phone.page.evaluate("setTimeout(() => history.back(), 0)")
    phone.page.wait_for_function("() => sessionStorage.kept")  # said before the truth may load another page
    phone.page.get_by_role("heading", name="How long are you free?").wait_for()
    note("a page kept by the browser, from back to the truth", time.monotonic() - back_at)
