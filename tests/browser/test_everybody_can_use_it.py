"""Every screen, for eyes, screen readers and keyboards; in both languages and themes."""

import pytest

from kernel import clock
from meetups import meetings
from moderation import reports
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = [("en-GB,en;q=0.9", "light"), ("fr-FR,fr;q=0.9,en;q=0.7", "dark")]
OPEN_TO_ALL = ["/", "/sign-in/", "/no-such-page/"]
OWN = ["/me/", "/me/profile/", "/me/privacy/", "/met/"]


def screens_of_a_meeting(anna, bo):
    """The addresses that anna passes from the card to the handshake, each reached before it is yielded."""
    now = clock.now()
    session = builders.session_of(bo).pk
    yield "/now/"
    yield f"/people/{session}/"
    yield f"/reports/new/?about=candidate:{session}"
    rung = builders.invitation(anna, bo, now=now)
    yield f"/invitations/{rung.pk}/"
    builders.invitations.withdraw(invitation_id=rung.pk, by=anna, now=now)
    ringing = builders.invitation(bo, anna, now=now)
    yield f"/invitations/{ringing.pk}/"
    agreed = builders.invitations.accept(invitation_id=ringing.pk, by=anna, now=now)
    meetings.say(meeting_id=agreed.pk, by=bo, now=now, preset="at-the-counter")
    yield f"/meetings/{agreed.pk}/"
    yield f"/meetings/{agreed.pk}/beacon/"
    builders.proof.prove(meeting_id=agreed.pk, by=anna, now=now, code=builders.code_of(agreed, bo))
    yield f"/meetings/{agreed.pk}/"
    report = reports.report(by=anna, kind="meeting", about=agreed.pk, category="selling", note="", now=now)
    yield f"/reports/{report.pk}/"


@pytest.mark.parametrize(("languages", "theme"), LOOKS)
def test_no_screen_breaks_a_rule_of_accessibility(phone_of, phone, cast, languages, theme):
    anna, bo = cast
    stranger = phone(languages=languages, theme=theme)
    member = phone_of(anna, languages=languages, theme=theme)
    flaws = [
        *found(stranger, OPEN_TO_ALL),
        *found(member, OWN),
        *found(member, screens_of_a_meeting(anna, bo)),
    ]
    stranger.wrong = [line for line in stranger.wrong if "404" not in line]  # the page that is not there
    assert flaws == []


def found(phone, addresses):
    for address in addresses:
        phone.page.goto(address)
        phone.page.wait_for_load_state("networkidle")
        yield from phone.flaws()


def test_the_keyboard_alone_reaches_the_proposal(phone_of, cast):
    anna, bo = cast
    phone = phone_of(anna)
    phone.page.goto(f"/people/{builders.session_of(bo).pk}/")
    for _step in range(30):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate("document.activeElement.textContent").strip() == "Propose to meet now":
            break
    phone.page.keyboard.press("Enter")
    phone.arrives_at("/invitations/")


def test_a_ring_says_how_long_it_still_rings(phone_of, cast):
    anna, bo = cast
    ringing = builders.invitation(bo, anna, now=clock.now())
    phone = phone_of(anna)
    phone.page.goto(f"/invitations/{ringing.pk}/")
    phone.page.get_by_role("timer").first.wait_for()
    assert phone.page.locator("kairos-countdown [role=status]").first.get_attribute("data-voice") == ""
