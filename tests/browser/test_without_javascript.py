"""A phone that runs no JavaScript: going live by a chosen place, being rung, answering, proving."""

import pytest

from kernel import clock
from matching import availability
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_plain_page_lets_one_be_free_be_rung_and_meet(phone_of, cast):
    anna, bo = cast
    availability_of_anna = builders.session_of(anna)
    assert availability.beat(by=anna, now=clock.now())
    phone = phone_of(bo, java_script_enabled=False)
    page, answers = phone.page, []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- wants a function
    page.goto("/now/")
    page.get_by_role("button", name="Go invisible").click()
    phone.arrives_at("/now/")

    page.get_by_role("radio", name="Swap ideas").check(force=True)
    page.get_by_label("What about?").fill("Pilots, compared")
    page.get_by_label("Or choose the place you are in").select_option(label="Kaisaniemi Park (square)")
    page.get_by_role("button", name="Go live").click()
    page.get_by_role("link", name="Anna", exact=True).wait_for()

    builders.invitation(anna, bo, now=clock.now())
    assert page.locator("noscript meta[http-equiv=refresh][content='20']").count() == 1
    page.goto("/now/")  # what the refresh of the page does
    page.get_by_role("link", name="Anna asks: meet now?").click()
    page.get_by_role("button", name="Accept").click()
    phone.arrives_at("/meetings/")
    page.get_by_role("button", name="On my way").click()
    page.get_by_role("link", name="Find Anna").click()

    running = builders.Meeting.objects.running().get(parties__person=bo)
    page.get_by_label("Anna’s code").fill(builders.code_of(running, anna))
    page.get_by_role("button", name="We found each other").click()
    page.get_by_role("heading", name="You met Anna").wait_for()
    assert availability_of_anna.pk == builders.session_of(anna).pk
    posted = [answer.status for answer in answers if answer.request.method == "POST"]
    assert posted == [303] * 5  # invisible, live, accept, on my way, the code
