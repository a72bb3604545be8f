"""A meeting that ends on one phone leaves the screens of the other, wherever it stands."""

import pytest

from kernel import clock
from meetups import meetings
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_beacon_with_a_wrong_code_still_hears_that_the_meeting_was_cancelled(phone_of, cast):
    anna, bo = cast
    agreed = builders.meeting(bo, anna, now=clock.now())
    phone = phone_of(anna)
    phone.page.goto(f"/meetings/{agreed.pk}/beacon/")
    phone.write("Bo’s code", builders.wrong_code_for(agreed, bo))
    phone.tap("button", "We found each other")
    phone.sees("That is not their code. 4 tries left.")
    phone.forgives("422")
    phone.page.goto(phone.page.url)  # what a refresh without JavaScript does
    phone.arrives_at(f"/meetings/{agreed.pk}/beacon/")
    phone.write("Bo’s code", builders.wrong_code_for(agreed, bo))
    phone.tap("button", "We found each other")
    phone.sees("That is not their code. 3 tries left.")
    phone.forgives("422")
    meetings.cancel(meeting_id=agreed.pk, by=bo, now=clock.now(), reason="other")
    phone.page.get_by_role("heading", name="The meeting was cancelled.").wait_for()
    phone.arrives_at(f"/meetings/{agreed.pk}/$")
