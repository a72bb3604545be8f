"""Only who is signed in, from our own pages or with a token, who says hello and nothing else."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from websockets.exceptions import InvalidStatus

from kernel import clock, tokens
from notifications.publish import ring
from tests.realtime.conftest import session_of, tell

HELLO = {"type": "hello", "epoch": None, "since": 0}


def test_a_session_of_our_own_page_comes_in(phone, anna):
    assert phone(anna).hello()["type"] == "reset"


def test_a_token_that_may_meet_comes_in_without_an_origin(phone, anna, issue):
    assert phone(token=issue(anna, "meet"), origin=None).hello()["type"] == "reset"


@pytest.mark.parametrize("scopes", [["me"], ["organize", "moderate"]])
def test_a_token_for_something_else_does_not(phone, anna, issue, scopes):
    assert phone(token=issue(anna, *scopes), origin=None).code() == 4401


def test_a_stranger_is_closed_with_4401(phone, people):
    assert phone().code() == 4401
    assert phone(cookie="0123456789abcdefghijklmnopqrstuv").code() == 4401
    assert phone(token="kairos_wrong", origin=None).code() == 4401


def test_a_header_that_opens_nothing_is_not_made_up_for_by_a_cookie(phone, anna):
    assert phone(cookie=session_of(anna), token="kairos_wrong").code() == 4401


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://testserver",
        "http://testserver:81",
        "http://testserver.evil.example",
        None,
    ],
)
def test_a_foreign_origin_gets_403(phone, anna, origin):
    with pytest.raises(InvalidStatus) as refused:
        phone(anna, origin=origin)
    assert refused.value.response.status_code == 403


def test_a_foreign_origin_gets_403_with_a_token_too(phone, anna, issue):
    with pytest.raises(InvalidStatus) as refused:
        phone(token=issue(anna, "meet"), origin="https://evil.example")
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "[]",
        b"\x00",
        "[" * 2_000,
        {},
        {"type": "hello"},
        HELLO | {"extra": 1},
        HELLO | {"type": "subscribe"},
        HELLO | {"since": -1},
        HELLO | {"since": "1"},
        HELLO | {"since": True},
        HELLO | {"since": 1.0},
        HELLO | {"since": 2**53},
        HELLO | {"epoch": "yesterday"},
        HELLO | {"epoch": 7},
    ],
    ids=lambda said: said if isinstance(said, str) and len(said) < 10 else json.dumps(said, default=str)[:50],
)
def test_anything_but_hello_is_closed_with_4400(phone, anna, said):
    mine = phone(anna)
    mine.say(said)
    assert mine.code() == 4400


def test_anything_but_hello_later_is_closed_with_4400_too(phone, anna):
    mine = phone(anna)
    mine.join()
    mine.say({"type": "typing"})
    assert mine.code() == 4400


@pytest.mark.parametrize("asked", ["?lat=60.1719&lon=24.9414", "?since=4"])
def test_an_address_that_says_more_is_closed_with_4400(phone, anna, asked):
    assert phone(anna, asked=asked).code() == 4400


def test_who_signs_out_is_closed_at_the_bell_and_hears_nothing_more(phone, anna):
    left, stays = phone(anna), phone(anna)
    left.join()
    stays.join()
    Session.objects.exclude(pk=session_key_of(stays)).delete()
    ring([anna.pk])
    tell(anna)
    assert heard_until_closed(left) == ([], 4401)
    assert stays.hear()["seq"] == 1


def test_without_a_bell_who_signed_out_is_closed_by_the_next_sweep(phone, anna):
    mine = phone(anna)
    mine.join()
    Session.objects.all().delete()
    assert heard_until_closed(mine) == ([], 4401)


@pytest.mark.parametrize("redis_is", ["well", "dead"])
def test_after_the_door_of_signing_out_not_one_frame_comes(phone, anna, redis, redis_is):
    """Within two seconds by the bell; with Redis dead by the next sweep, one second here."""
    mine, page = phone(anna), Client()
    mine.join()
    page.cookies["sessionid"] = session_key_of(mine)
    if redis_is == "dead":
        redis.stop()
    try:
        assert page.post("/sign-out/").status_code in {302, 303}
        tell(anna)
        assert heard_until_closed(mine) == ([], 4401)
    finally:
        if redis_is == "dead":
            redis.start()


def test_a_revoked_token_is_closed(phone, anna, issue):
    mine = phone(token=issue(anna, "meet"), origin=None)
    mine.join()
    tokens.revoke(user=anna, now=clock.now())
    assert mine.code() == 4401


@pytest.mark.parametrize("how", ["inactive", "expired", "erased"])
def test_who_may_not_stay_is_closed(phone, anna, how):
    mine = phone(anna)
    mine.join()
    if how == "inactive":
        anna.is_active = False
        anna.save()
    elif how == "expired":
        Session.objects.update(expire_date=clock.now())
    else:
        anna.delete()
    assert mine.code() == 4401


def session_key_of(phone):
    return phone.socket.request.headers["Cookie"].removeprefix("sessionid=")


def heard_until_closed(phone):
    heard = []
    while True:
        try:
            heard.append(phone.hear())
        except phone.closed as closed:
            return heard, closed.rcvd.code
