"""How a ring ends on two phones, live: taken back, refused in silence, prolonged, run out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kernel import clock
from meetups import invitations
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

A_WHILE_MS = 2_000  # in which a word of the refusal would have come


@pytest.fixture
def ringing(phone_of, cast):
    """anna's phone, bo's phone, and the invitation that both show."""
    anna, bo = cast
    rung = builders.invitation(anna, bo, now=clock.now())
    phones = [phone_of(anna), phone_of(bo)]
    for one in phones:
        one.page.goto(f"/invitations/{rung.pk}/")
        one.page.get_by_role("timer").first.wait_for()
        one.sees("Live")
    return *phones, rung


def test_what_is_taken_back_falls_silent_on_the_other_phone(ringing):
    annas, bos, _rung = ringing
    annas.tap("button", "Withdraw")
    bos.page.get_by_role("heading", name="The invitation was withdrawn.").wait_for()
    assert bos.page.get_by_role("button", name="Accept").count() == 0


def test_not_now_leaves_the_sender_with_the_same_screen(ringing):
    annas, bos, _rung = ringing
    before = annas.page.locator(".moment-who h1, .dock").all_inner_texts()
    bos.tap("button", "Not now")
    bos.arrives_at("/now/")
    annas.page.wait_for_timeout(A_WHILE_MS)
    assert annas.page.locator(".moment-who h1, .dock").all_inner_texts() == before
    assert annas.page.get_by_role("timer").count() == 1


def test_a_minute_more_is_a_minute_more_on_both(ringing):
    annas, bos, rung = ringing
    bos.tap("button", "+1 min")
    for one in (annas, bos):
        one.page.wait_for_function(
            "(ms) => Date.parse(document.querySelector('kairos-countdown').getAttribute('until')) >= ms",
            arg=int((rung.expires_at + timedelta(seconds=58)).timestamp() * 1000),
        )
    assert bos.page.get_by_role("button", name="+1 min").count() == 0
    annas.sees("Ringing a minute longer")


def test_a_ring_that_runs_out_says_so_on_both(ringing):
    annas, bos, rung = ringing
    type(rung).objects.filter(pk=rung.pk).update(expires_at=timezone.now())
    assert invitations.expire_due(now=clock.now()) == 1
    for one in (annas, bos):
        one.page.get_by_role("heading", name="The moment passed.").wait_for()


def test_a_second_ring_is_a_row_beneath_the_first(ringing, cast):
    _annas, bos, _rung = ringing
    chen = builders.person("Chen", now=clock.now(), languages=["en"], seeks=["cybersecurity"])
    builders.live(chen, now=clock.now())
    builders.invitation(chen, cast[1], now=clock.now())
    bos.page.get_by_role("link", name="Chen").wait_for()
    assert bos.page.locator("#invitation h1").inner_text() == "Anna"
