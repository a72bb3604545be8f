"""What the page says of its connection is true, and what is tapped without one is refused in words."""

import pytest

from kernel import clock
from meetups.models import Invitation
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lost_socket_is_said_and_what_was_missed_comes_after_it(phone_of, cast, house):
    anna, bo = cast
    phone = phone_of(bo)
    phone.page.goto("/met/")
    phone.sees("Live")
    with house.without_sockets():
        phone.sees("Reconnecting")
        rung = builders.invitation(anna, bo, now=clock.now())
    phone.arrives_at(f"/invitations/{rung.pk}/")
    phone.sees("Live")
    phone.forgives("WebSocket connection")


def test_a_yes_without_network_is_refused_in_words(phone_of, cast):
    anna, bo = cast
    rung = builders.invitation(anna, bo, now=clock.now())
    phone = phone_of(bo)
    phone.page.goto(f"/invitations/{rung.pk}/")
    phone.sees("Live")
    phone.context.set_offline(True)
    phone.sees("Offline, showing")
    phone.tap("button", "Accept")
    phone.sees("There is no network. Nothing was sent")
    assert Invitation.objects.get(pk=rung.pk).state == "sent"
    phone.context.set_offline(False)
    phone.page.get_by_role("status").get_by_text("Live").wait_for()
    phone.tap("button", "Accept")
    phone.arrives_at("/meetings/")
    phone.forgives("ERR_INTERNET_DISCONNECTED")
