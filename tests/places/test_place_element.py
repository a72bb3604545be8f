"""In the form that goes live the phone's position becomes a cell, after a tap; the select does the rest."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from places import cells
from tests.places.conftest import ROOT, STATION

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
SITE = "http://localhost"
FORM = """
<!doctype html><html lang="en"><title>Go live</title>
<form action="/availability/" method="post">
  <kairos-place data-asking="Asking" data-sure="Your area is set." data-unknown="Your phone does not know."
    data-unsure="Your phone is not sure; we use a wider area." data-refused="Choose the place you are in.">
    <p>Your phone works out an area of some 400 m and sends only that.</p>
    <button type="button">Use where I am</button> <output></output>
    <input type="hidden" name="cell">
    <label>Place
      <select name="place_cell"><option value=""><option value="1201202110133102">Station</select>
    </label>
  </kairos-place>
  <button>Go live</button>
</form>
<kairos-walk lon="24.9470" lat="60.1680" data-text="about {min} min for you" data-unknown="Unknown">
  <button type="button" hidden>How far for me?</button> <output></output>
</kairos-walk>
<kairos-arrow lon="24.9514" lat="60.1719" data-text="{m} m" data-unknown="Unknown">
  <button type="button" hidden>Show me the way</button> <svg></svg> <output></output>
</kairos-arrow>
<script type="module" src="/static/js/elements/place.js"></script>
<script type="module" src="/static/js/elements/walk.js"></script>
"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium) -> Iterator[Callable[..., Any]]:
    """Opens the form on a phone at a position, or on one whose owner says no; notes what is sent."""
    contexts = []

    def open_form(at: dict[str, float] | None, *, accuracy_m: float = 15) -> Any:
        fix = {**_named(at), "accuracy": accuracy_m} if at else {}
        allowed = {"geolocation": fix, "permissions": ["geolocation"]} if fix else {}
        context = chromium.new_context(**allowed)
        contexts.append(context)
        page = context.new_page()
        page.sent = []
        page.set_default_timeout(5_000)
        page.route("**/*", lambda route: _answer(route, page.sent))
        page.goto(f"{SITE}/now/")
        page.wait_for_function(
            "() => ['kairos-place', 'kairos-arrow'].every((name) => !!customElements.get(name))"
        )
        return page

    yield open_form
    for context in contexts:
        context.close()


def _named(place: dict[str, float]) -> dict[str, float]:
    return {"longitude": place["lon"], "latitude": place["lat"]}


def _answer(route: Any, sent: list[dict[str, list[str]]]) -> None:
    path = urlsplit(route.request.url).path
    if route.request.method == "POST":
        sent.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        route.fulfill(body="Live", content_type="text/html")
    elif path.startswith("/static/"):
        route.fulfill(path=ROOT / Path(path).relative_to("/"), content_type="text/javascript")
    else:
        route.fulfill(body=FORM, content_type="text/html")


def said(page: Any) -> Any:
    return page.locator("kairos-place output")


def test_nothing_is_asked_before_a_tap(opened):
    page = opened(STATION)
    assert page.evaluate("document.querySelector('[name=cell]').value + localStorage.length") == "0"


def test_a_tap_turns_the_position_into_a_cell(opened):
    page = opened(STATION)
    page.get_by_role("button", name="Use where I am").click()
    sync_api.expect(said(page)).to_have_text("Your area is set.")
    assert page.locator("[name=cell]").input_value() == cells.cell_for(**STATION)


def test_going_live_asks_first_and_sends_the_cell_and_nothing_else(opened):
    page = opened(STATION)
    page.get_by_role("button", name="Go live").click()
    page.wait_for_url("**/availability/")
    assert page.sent == [{"cell": [cells.cell_for(**STATION)], "place_cell": [""]}]
    assert "24.9" not in json.dumps(page.sent) + page.url


def test_a_phone_that_is_not_sure_sends_the_wider_area_and_says_so(opened):
    page = opened(STATION, accuracy_m=400)
    page.get_by_role("button", name="Use where I am").click()
    sync_api.expect(said(page)).to_have_text("Your phone is not sure; we use a wider area.")
    assert page.locator("[name=cell]").input_value() == cells.parent(cells.cell_for(**STATION))


def test_who_chose_the_wider_area_sends_it_and_keeps_nothing_finer(opened):
    page = opened(STATION)
    page.evaluate("document.querySelector('kairos-place').toggleAttribute('data-wide')")
    page.get_by_role("button", name="Go live").click()
    page.wait_for_url("**/availability/")
    wide = cells.parent(cells.cell_for(**STATION))
    assert page.sent == [{"cell": [wide], "place_cell": [""]}]
    assert page.evaluate("localStorage.getItem('kairos.last-cell')") == wide


def test_a_refused_permission_leads_to_the_select(opened):
    page = opened(None)
    page.get_by_role("button", name="Go live").click()
    sync_api.expect(said(page)).to_have_text("Choose the place you are in.")
    sync_api.expect(page.locator("select")).to_be_focused()
    assert page.sent == []


def test_a_place_chosen_by_hand_stands_instead_of_the_phones(opened):
    page = opened(STATION)
    page.get_by_role("button", name="Use where I am").click()
    sync_api.expect(said(page)).to_have_text("Your area is set.")
    page.locator("select").select_option("1201202110133102")
    page.get_by_role("button", name="Go live").click()
    page.wait_for_url("**/availability/")
    assert page.sent == [{"cell": [""], "place_cell": ["1201202110133102"]}]


def test_the_last_cell_is_kept_across_visits_while_one_stays_near_its_edge(opened):
    page = opened(STATION)
    home = cells.cell_for(**STATION)
    page.evaluate("cell => localStorage.setItem('kairos.last-cell', cell)", home)
    beyond = cells.centre(home).lon + (cells.side_m(home) / 2 + 40) / (111_320 * 0.4974)
    page.context.set_geolocation(_named({"lon": beyond, "lat": 60.1719}) | {"accuracy": 15})
    page.get_by_role("button", name="Use where I am").click()
    sync_api.expect(said(page)).to_have_text("Your area is set.")
    assert page.locator("[name=cell]").input_value() == home != cells.cell_for(lon=beyond, lat=60.1719)


def test_ones_own_walk_is_measured_at_once_where_the_position_is_allowed(opened):
    output = opened(STATION).locator("kairos-walk output")
    sync_api.expect(output).to_have_text("about 9 min for you")


def test_ones_own_walk_waits_for_a_tap_where_it_is_not(opened):
    page = opened(None)
    assert page.locator("kairos-walk output").text_content() == ""
    page.get_by_role("button", name="How far for me?").click()
    sync_api.expect(page.locator("kairos-walk output")).to_have_text("Unknown")


def test_the_arrow_points_to_the_place_and_says_how_far(opened):
    page = opened(STATION)
    page.get_by_role("button", name="Show me the way").click()
    sync_api.expect(page.locator("kairos-arrow output")).to_have_text("554 m")
    assert page.locator("kairos-arrow svg").evaluate("arrow => arrow.style.rotate") == "90deg"
