"""Asking for less of a kind from a card, undoing it from the toast, finding it again in the settings."""

from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from matching.models import LessLike
from tests import builders


@pytest.fixture
def browser(anna, clock):
    """Anna's, without JavaScript."""
    client = Client()
    client.force_login(anna)
    return client


@pytest.fixture
def asked(browser, bo):
    """The page after "Less like this" on Bo's card."""
    return browser.post(f"/people/{builders.session_of(bo).pk}/less-like/", follow=True)


def page(answer):
    return " ".join(unescape(answer.content.decode()).split())


def test_every_card_and_every_person_offers_it(browser, bo):
    address = f"/people/{builders.session_of(bo).pk}/"
    for path in ("/now/", "/candidates/", address):
        assert f'form="ask" formaction="{address}less-like/"' in page(browser.get(path))
    for path in ("/now/", address):
        assert page(browser.get(path)).count('<form id="ask" method="post">') == 1


def test_the_list_alone_holds_no_token_so_that_it_stays_the_same(browser, bo):
    browser.get("/candidates/")
    first, again = browser.get("/candidates/"), browser.get("/candidates/")
    assert "csrfmiddlewaretoken" not in page(first)
    assert first.headers["ETag"] == again.headers["ETag"]


def test_a_toast_says_so_and_undoes_it(browser, anna, asked):
    row = LessLike.objects.for_person(anna).get()
    assert asked.redirect_chain == [("/now/", 303)]
    assert "People like this come last on your list now." in page(asked)
    assert f'<form method="post" action="/less-like/{row.pk}/removal/">' in page(asked)
    undone = browser.post(f"/less-like/{row.pk}/removal/", follow=True)
    assert (undone.redirect_chain, LessLike.objects.count()) == ([("/now/", 303)], 0)
    assert "Shown again like everybody." in page(undone)
    assert "removal/" not in page(browser.get("/now/"))


def test_other_toasts_have_nothing_to_undo(browser):
    browser.post("/availability/extension/")
    assert ("Fifteen minutes more." in (seen := page(browser.get("/now/"))), "Undo" in seen) == (True, False)


def test_it_stands_in_the_settings_with_the_way_back(browser, anna, asked):
    row = LessLike.objects.for_person(anna).get()
    assert 'href="/less-like/"' in page(browser.get("/me/privacy/"))
    seen = page(browser.get("/less-like/"))
    assert ("Security engineer" in seen, "Since 17 June" in seen, "Cybersecurity" in seen) == (
        True,
        True,
        False,
    )
    assert 'aria-label="Show again: Security engineer"' in seen
    back = browser.post(f"/less-like/{row.pk}/removal/", {"list": "1"}, follow=True)
    assert back.redirect_chain == [("/less-like/", 303)]
    assert "Nobody. You can ask for fewer people of a kind from their card." in page(back)


def test_the_settings_speak_the_readers_language(browser, anna, asked):
    seen = page(browser.get("/less-like/", headers={"Accept-Language": "fr"}))
    assert ("Moins de ce genre" in seen, "Depuis le 17 juin" in seen, "Remontrer" in seen) == (
        True,
        True,
        True,
    )


def test_nobody_there_is_not_found(browser, dora):
    for session in (uuid4(), builders.session_of(dora).pk):
        assert browser.post(f"/people/{session}/less-like/").status_code == 404


def test_it_is_asked_by_posting_and_by_members_alone(browser, bo):
    path = f"/people/{builders.session_of(bo).pk}/less-like/"
    assert browser.get(path).status_code == 405
    assert Client().post(path).status_code in {302, 303}
    assert LessLike.objects.count() == 0
