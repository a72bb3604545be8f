"""Every screen on a small phone, on a desk, and with letters twice as large."""

import pytest

from tests.browser.phone import DESK

pytestmark = pytest.mark.django_db(transaction=True)

FRENCH = "fr-FR,fr;q=0.9,en;q=0.7"
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *, header *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${location.pathname} ${one.outerHTML.slice(0, 120)}`)"""

# A control whose text is wider or higher than it, or which no scrolling brings whole into the window.
CUT_OFF = """() => [...document.querySelectorAll(".button, .chip, .tab, .choice, .pill, .segmented label")]
  .filter((one) => one.checkVisibility() && !one.closest("details:not([open]) > :not(summary)"))
  .filter((one) => {
    one.scrollIntoView({block: "nearest"});
    const {left, right, top, bottom} = one.getBoundingClientRect();
    return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1
      || left < -1 || right > innerWidth + 1
      || (bottom - top < innerHeight && (top < -1 || bottom > innerHeight + 1));
  })
  .map((one) => `${location.pathname} ${one.outerHTML.replace(/\\s+/g, " ").slice(0, 120)}`)"""


def test_nothing_scrolls_sideways_on_a_small_phone_in_french(walk):
    small = walk("small", languages=FRENCH, viewport={"width": 360, "height": 640})
    assert [f"{name}: {line}" for name, phone in small for line in phone.says(TOO_WIDE)] == []


def test_letters_twice_as_large_cut_nothing_off(walk, browser_with_large_letters):
    wrong = []
    for name, phone in walk("large", languages=FRENCH, browser=browser_with_large_letters):
        wrong += [f"{name}: {line}" for script in (TOO_WIDE, CUT_OFF) for line in phone.says(script)]
    assert wrong == []


def test_a_desk_uses_its_width(walk, artefacts):
    wrong = []
    for name, phone in walk("desk", viewport=DESK):
        wrong += [f"{name}: {line}" for line in phone.says(TOO_WIDE)]
        if name == "live":
            phone.picture(artefacts, "20-desk")
            radar, people = (phone.page.locator(one).bounding_box() for one in ("#radar", ".people"))
            assert radar["x"] + radar["width"] <= people["x"]
    assert wrong == []
