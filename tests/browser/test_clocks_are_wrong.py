"""A phone whose clock is wrong, or is set while the page is open, counts down by the server's."""

import re
from datetime import timedelta
from functools import partial

import pytest

from kernel import clock
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

CLOSE_S = 5  # how far a loaded machine may be behind in saying it

WRONG_BY = """(() => {
  const Right = Date;
  globalThis.wrongByMs = %d;
  globalThis.Date = class extends Right {
    constructor(...given) {
      given.length ? super(...given) : super(Right.now() + globalThis.wrongByMs);
    }
    static now() {
      return Right.now() + globalThis.wrongByMs;
    }
  };
})()"""


@pytest.fixture
def ringing(phone_of, cast):
    """bo's phone, wrong by some ms, rung by anna; and the seconds that are really left."""

    def ring(wrong_by_ms):
        phone = phone_of(cast[1])
        phone.context.add_init_script(WRONG_BY % wrong_by_ms)
        rung = builders.invitation(*cast, now=clock.now())
        phone.page.goto(f"/invitations/{rung.pk}/")
        phone.is_live()
        return phone, partial(left, rung)

    return ring


def left(rung):
    return (rung.expires_at - clock.now()).total_seconds()


def said(phone):
    minutes, seconds = phone.page.get_by_role("timer").first.inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


@pytest.mark.parametrize("wrong_by_min", [-10, 10])
def test_ten_minutes_wrong_is_right_in_the_ring(ringing, wrong_by_min):
    phone, left_s = ringing(wrong_by_min * 60_000)
    assert abs(said(phone) - left_s()) < CLOSE_S


@pytest.mark.parametrize("set_by_min", [-10, 10])
def test_a_clock_that_is_set_while_it_rings_changes_nothing(ringing, set_by_min):
    phone, left_s = ringing(0)
    phone.page.evaluate("(by) => (globalThis.wrongByMs += by)", set_by_min * 60_000)
    phone.page.wait_for_timeout(2_500)
    assert abs(said(phone) - left_s()) < CLOSE_S
    assert phone.page.get_by_role("button", name="Accept").is_visible()


def test_what_is_left_is_said_aloud_at_the_start_and_at_the_marks(ringing):
    phone, left_s = ringing(0)
    voice = phone.page.locator("[data-voice]")
    first = int(re.search(r"\d+", voice.inner_text())[0])
    assert 90 >= first > left_s() - 1
    phone.page.evaluate(
        "(until) => document.querySelector('kairos-countdown').setAttribute('until', until)",
        (clock.now() + timedelta(seconds=32)).isoformat(),
    )
    phone.page.wait_for_function(
        "() => document.querySelector('[data-voice]').textContent === '30 seconds left'"
    )
