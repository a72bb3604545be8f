"""What the first page weighs, and that nothing comes from anybody else."""

import gzip

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

KB = 1024
PAGE_KB, SCRIPT_KB, STYLE_KB = 60, 25, 12
REQUESTS = 15
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *, header *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${location.pathname} ${one.outerHTML.slice(0, 120)}`)"""


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


@pytest.mark.parametrize("address", ["/", "/now/"])
def test_a_cold_visit_is_small_and_of_our_own(phone, phone_of, cast, house, address):
    visitor = phone() if address == "/" else phone_of(cast[0])
    rows = loaded_by(visitor, address)
    assert [url for url, _what, _size in rows if not url.startswith(house.url)] == []
    assert total_kb(rows) <= PAGE_KB
    assert total_kb(rows, "script") <= SCRIPT_KB
    assert total_kb(rows, "stylesheet") <= STYLE_KB
    assert len(rows) <= REQUESTS


@pytest.mark.parametrize("width", [360, 412, 1280])
def test_no_screen_scrolls_sideways(phone, phone_of, cast, width):
    member = phone_of(cast[0], viewport={"width": width, "height": 800})
    stranger = phone(viewport={"width": width, "height": 800})
    wide = []
    for visitor, addresses in (
        (stranger, ["/", "/sign-in/"]),
        (member, ["/now/", "/me/", "/me/profile/", "/met/"]),
    ):
        for address in addresses:
            visitor.page.goto(address)
            wide += visitor.page.evaluate(TOO_WIDE)
    assert wide == []


def test_a_desk_shows_list_and_radar_side_by_side(phone_of, cast, artefacts):
    desk = phone_of(cast[0], viewport={"width": 1280, "height": 800})
    desk.page.goto("/now/")
    radar, people = desk.page.locator("#radar").bounding_box(), desk.page.locator(".people").bounding_box()
    assert radar["x"] + radar["width"] <= people["x"]
    desk.picture(artefacts, "20-desk")
