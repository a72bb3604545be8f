"""What happens elsewhere changes the screen in place: no page is loaded again, no tap is lost."""

import pytest

from kernel import clock
from matching import availability
from meetups import meetings, partings
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shown(phone_of, cast):
    """anna's phone on a page, marked: a page that is loaded again loses the mark."""

    def show(path):
        phone = phone_of(cast[0])
        phone.page.goto(path)
        phone.sees("Live")
        phone.page.evaluate("window.kept = true")
        return phone

    return show


def test_the_handshake_on_the_other_phone_turns_the_screen_of_this_one(shown, cast):
    anna, bo = cast
    agreed = builders.meeting(bo, anna, now=clock.now())
    phone = shown(f"/meetings/{agreed.pk}/")
    meetings.depart(meeting_id=agreed.pk, by=bo, now=clock.now())
    phone.sees("on the way since")
    builders.proof.prove(meeting_id=agreed.pk, by=bo, now=clock.now(), code=builders.code_of(agreed, anna))
    phone.page.get_by_role("heading", name="You met Bo").wait_for()
    assert phone.page.evaluate("window.kept") is True
    assert phone.page.get_by_role("navigation").count() == 0
    assert phone.page.title().startswith("You met Bo")
    assert phone.page.evaluate("document.activeElement.id") == "main"
    phone.tap("button", "End the meeting")
    phone.page.get_by_role("link", name="Back to Now").wait_for()


def test_a_session_that_ends_elsewhere_turns_live_into_now(shown, cast):
    phone = shown("/now/")
    partings.go_invisible(by=cast[0], now=clock.now())
    phone.page.get_by_role("heading", name="How long are you free?").wait_for()
    assert phone.page.evaluate("window.kept") is True
    assert phone.page.locator("#pill").count() == 0
    phone.page.get_by_role("radio", name="60").check(force=True)
    phone.page.get_by_role("button", name="Go live for 60 min").wait_for()


def test_a_tap_is_not_lost_while_the_list_changes_under_it(shown, cast):
    bo = cast[1]
    phone = shown("/now/")
    link = phone.page.get_by_role("link", name="Bo", exact=True)
    box = link.bounding_box()
    phone.page.mouse.move(box["x"] + 5, box["y"] + 5)
    phone.page.mouse.down()
    availability.retopic(
        session_id=builders.session_of(bo).pk, by=bo, now=clock.now(), topic="Something else entirely"
    )
    with phone.page.expect_response("**/candidates/"):
        phone.page.evaluate("document.body.dispatchEvent(new CustomEvent('resync'))")
    phone.sees("Something else entirely")
    phone.page.mouse.up()
    phone.arrives_at(f"/people/{builders.session_of(bo).pk}/")
