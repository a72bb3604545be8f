"""What the first page weighs, and that nothing comes from anybody else."""

import gzip
from datetime import timedelta

import pytest

from kernel import clock
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

KB = 1024
PAGE_KB, SCRIPT_KB, STYLE_KB = 60, 25, 12
REQUESTS = 15


def loaded_by(phone, address):
    """Every answer that a cold visit takes: (address, kind, bytes when compressed)."""
    answers = []
    phone.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- wants a function
    phone.page.goto(address)
    phone.page.wait_for_load_state("networkidle")
    return [(one.url, one.request.resource_type, weight(one)) for one in answers]


def weight(answer):
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body, 6))


def total_kb(rows, kind=None):
    return sum(size for _url, what, size in rows if kind in (None, what)) / KB


@pytest.mark.parametrize("screen", ["landing", "now", "live"])
def test_a_cold_visit_is_small_and_of_our_own(phone, phone_of, cast, house, screen):
    if screen == "now":
        builders.availability.end_due(now=clock.now() + timedelta(hours=2))
    visitor = phone() if screen == "landing" else phone_of(cast[0])
    rows = loaded_by(visitor, "/" if screen == "landing" else "/now/")
    assert [url for url, _what, _size in rows if not url.startswith(house.url)] == []
    assert total_kb(rows) <= PAGE_KB
    assert total_kb(rows, "script") <= SCRIPT_KB
    assert total_kb(rows, "stylesheet") <= STYLE_KB
    assert len(rows) <= REQUESTS
