""" "Less like this" on a card: by keyboard, said aloud, undone at once or later."""

import pytest
from playwright.sync_api import expect

from kernel import clock
from matching.models import LessLike
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [("en-GB,en;q=0.9", "light"), ("fr-FR,fr;q=0.9,en;q=0.7", "dark")]
WORDS = {
    "en-GB,en;q=0.9": ("More about Bo", "Less like this", "Undo", "Show again: Chief information"),
    "fr-FR,fr;q=0.9,en;q=0.7": ("Autres actions pour Bo", "Moins de ce genre", "Annuler", "Remontrer"),
}


@pytest.mark.parametrize(("languages", "theme"), LOOKS)
def test_from_the_card_to_the_settings_and_back(phone_of, cast, artefacts, languages, theme):
    more, less, undo, again = WORDS[languages]
    gil = builders.person("Gil", now=clock.now(), role="Florist", languages=["en", "fr"], seeks=["luxury"])
    builders.live(gil, now=clock.now(), cell=builders.NEXT, intention="hire", topic="Fleurs coupées")
    phone = phone_of(cast[0], languages=languages, theme=theme)
    page, pictures = phone.page, artefacts / "less-like"
    page.goto("/now/")
    first = page.locator(".person-name").first
    expect(first).to_have_text("Bo")
    page.get_by_label(more, exact=True).focus()
    page.keyboard.press("Enter")
    phone.picture(pictures, f"menu-{theme}")
    flaws = phone.flaws()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_role("button", name=undo)).to_be_visible()
    expect(first).to_have_text("Gil")
    phone.picture(pictures, f"toast-{theme}")
    flaws += phone.flaws()
    page.get_by_role("button", name=undo).click()
    expect(first).to_have_text("Bo")
    first.get_by_role("link").click()
    page.locator(".page-bar summary").click()
    phone.picture(pictures, f"person-{theme}")
    flaws += phone.flaws()
    page.get_by_role("button", name=less).click()
    page.wait_for_url("**/now/")
    page.goto("/me/privacy/")
    page.get_by_role("link", name=less).click()
    phone.picture(pictures, f"list-{theme}")
    flaws += phone.flaws()
    page.get_by_role("button", name=again).click()
    expect(page.locator("#kinds")).to_have_count(0)
    phone.picture(pictures, f"none-{theme}")
    assert (LessLike.objects.count(), flaws + phone.flaws()) == (0, [])


def test_a_menu_stays_open_while_the_list_is_asked_again(phone_of, cast):
    page = phone_of(cast[0]).page
    page.goto("/now/")
    page.get_by_label("More about Bo", exact=True).click()
    with page.expect_response("**/candidates/"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('resync'))")
    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Less like this")).to_be_visible()
