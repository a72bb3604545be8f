"""How I can be rung, for programs."""

import pytest

from notifications.carriers import web_push
from notifications.models import PushSubscription
from tests import builders

PATH = "me/push-subscriptions"
GIVEN = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/one",
    "expirationTime": None,
    "keys": {"p256dh": builders.P256DH, "auth": "A" * 22},
}


@pytest.fixture
def mine(program_of, eve):
    return program_of(eve)


def test_a_browsers_own_json_is_taken_and_again_it_is_the_same(mine, clock):
    first = mine.post(PATH, GIVEN)
    clock.tick(seconds=1)
    again = mine.post(PATH, GIVEN)
    assert (first.status_code, again.status_code, PushSubscription.objects.count()) == (201, 200, 1)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["rings"] is True


def test_the_list_shows_no_address_and_no_key(mine):
    made = mine.post(PATH, GIVEN).json()
    [one] = mine.get(PATH).json()["results"]
    assert one == made
    assert one.keys() == {"id", "name", "language", "created_at", "succeeded_at", "rings"}


def test_it_lives_no_longer_than_its_token(mine, eve):
    mine.post(PATH, GIVEN)
    row = PushSubscription.objects.get()
    assert (row.session, row.token.user) == (None, eve)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"endpoint": "https://push.evil.example/x"}, "unknown-push-service"),
        ({"endpoint": "http://fcm.googleapis.com/x"}, "unknown-push-service"),
        ({"endpoint": "https://169.254.169.254/"}, "unknown-push-service"),
        ({"keys": {"p256dh": "B" * 87, "auth": "A" * 22}}, "unreadable-keys"),
        ({"keys": {"p256dh": "+" * 87, "auth": "A" * 22}}, "invalid"),
        ({"keys": {"p256dh": builders.P256DH}}, "invalid"),
        ({"colour": "blue"}, "invalid"),
        ({"language": "de"}, "invalid"),
    ],
)
def test_what_cannot_ring_is_refused_with_its_reason(mine, change, code):
    answer = mine.post(PATH, {**GIVEN, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not PushSubscription.objects.exists()


def test_one_is_removed_and_somebody_elses_is_not_there(mine, program_of, max):
    which = mine.post(PATH, GIVEN).json()["id"]
    assert program_of(max).delete(f"{PATH}/{which}").status_code == 404
    assert mine.delete(f"{PATH}/{which}").status_code == 204
    assert mine.delete(f"{PATH}/{which}").status_code == 404


def test_wishes_are_read_and_changed_one_by_one(mine):
    nothing = {"quiet_from": None, "quiet_until": None, "time_zone": "UTC", "may_mail": False}
    assert mine.get("me/ringing").json() == {"public_key": web_push.public_key(), **nothing}
    assert len(web_push.public_key()) == 87
    said = {"quiet_from": "22:30", "quiet_until": "06:00", "time_zone": "Europe/Helsinki"}
    assert mine.patch("me/ringing", said).json().items() >= said.items()
    assert mine.patch("me/ringing", {"may_mail": True}).json().items() >= {**said, "may_mail": True}.items()
    for wrong, code in (({"quiet_until": None}, "half-quiet"), ({"time_zone": "Mars"}, "unknown-time-zone")):
        answer = mine.patch("me/ringing", wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
