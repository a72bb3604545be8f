"""Every screen, for eyes, screen readers and keyboards; in both languages and themes."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kernel import clock
from meetups import partings
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = """() => {
  const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
  return [document.activeElement.textContent.trim(), outlineStyle, outlineWidth];
}"""
CROSSED = {"landing", "now", "live", "ringing-in", "meeting", "beacon", "table-in", "table-of-three"}
OTHER = {"light": "dark", "dark": "light"}
LOOKS = [("en-GB,en;q=0.9", "light"), ("fr-FR,fr;q=0.9,en;q=0.7", "dark")]


@pytest.mark.parametrize(("languages", "theme"), LOOKS)
def test_no_screen_breaks_a_rule_of_accessibility(walk, artefacts, languages, theme):
    flaws = []
    for name, phone in walk(theme, languages=languages, theme=theme):
        flaws += phone.flaws()
        if name in CROSSED:
            phone.page.emulate_media(color_scheme=OTHER[theme])
            flaws += phone.flaws()
            phone.page.emulate_media(color_scheme=theme)
        phone.picture(artefacts / "screens", name)
    assert flaws == []


@pytest.mark.parametrize(
    ("screen", "action"),
    [("now", "Go live for 45 min"), ("person", "Propose to meet now"), ("ringing-in", "Accept")],
)
def test_the_keyboard_alone_reaches_the_main_action_and_shows_where_it_is(phone_of, cast, screen, action):
    anna, bo = cast
    phone = phone_of(anna)
    if screen == "now":
        partings.go_invisible(by=anna, now=clock.now())
        phone.page.goto("/now/")
    elif screen == "person":
        phone.page.goto(f"/people/{builders.session_of(bo).pk}/")
    else:
        phone.page.goto(f"/invitations/{builders.invitation(bo, anna, now=clock.now()).pk}/")
    for _step in range(40):
        phone.page.keyboard.press("Tab")
        text, outline, width = phone.page.evaluate(FOCUSED)
        if text.startswith(action):
            break
    assert (text.startswith(action), outline, width) == (True, "solid", "3px")


def test_a_ring_says_how_long_it_still_rings(phone_of, cast):
    anna, bo = cast
    now = clock.now()
    ringing = builders.invitation(bo, anna, now=now)
    builders.invitations.extend(invitation_id=ringing.pk, by=anna, now=now)
    phone = phone_of(anna)
    page = phone.page
    page.clock.install()
    # The server's clock goes on as ever: asked, it would put the page's right.
    page.route("**/api/v1/events*", lambda route: route.fulfill(status=503))
    page.goto(f"/invitations/{ringing.pk}/")
    voice = page.locator("kairos-countdown [role=status]")
    assert voice.inner_text() == ""
    for left, ahead_s in ((90, 62), (30, 60), (20, 11)):
        page.clock.fast_forward(ahead_s * 1000)
        expect(voice).to_have_text(f"{left} seconds left")
    phone.forgives("503")
    phone.forgives("timeout")  # what was being asked when a minute was skipped


def test_the_last_seconds_offer_a_minute_more(phone_of, cast):
    """Said aloud and seen: the button steps forward. Once taken, neither is offered again."""
    anna, bo = cast
    ringing = builders.invitation(bo, anna, now=clock.now() - timedelta(seconds=58))
    page = phone_of(anna).page
    page.goto(f"/invitations/{ringing.pk}/")
    button = page.get_by_role("button", name="+1 min")
    expect(button).to_have_css("box-shadow", "none")
    expect(page.locator("kairos-countdown [role=status]")).to_have_text(
        "20 seconds left. You can add a minute."
    )
    expect(button).not_to_have_css("box-shadow", "none")
