"""The main job, on two phones: from the landing page to `met` on both, live, counting what people must do."""

import re
from dataclasses import dataclass

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

FRENCH_AND_ENGLISH = "fr-FR,fr;q=0.9,en;q=0.7"
FIRST_TIME_TAPS = 14  # from the landing page to the first card, fields filled included
MEETING_TAPS = 4  # from the card to the agreed meeting: card, propose; accept on the other phone; on my way


@dataclass(frozen=True)
class Words:
    """What the buttons say in one language."""

    sign_in: str
    mail: str
    send_code: str
    code: str
    go_on: str
    first_name: str
    role: str
    topic: str
    adult: str
    save: str
    intention: str
    what_about: str
    go_live: str
    propose: str
    accept: str
    on_my_way: str
    here: str
    find: str
    their_code: str
    found: str
    met: str
    end: str


EN = Words(
    sign_in="Sign in", mail="mail", send_code="Send me a code", code="code", go_on="Continue",
    first_name="First name", role="Role", topic="Topic", adult="18", save="Continue",
    intention="Swap ideas", what_about="What about?", go_live="Go live", propose="Propose to meet now",
    accept="Accept", on_my_way="On my way", here="I am here", find="Find", their_code="’s code",
    found="We found each other",
    met="You met", end="End the meeting",
)  # fmt: skip
FR = Words(
    sign_in="Se connecter", mail="mail", send_code="Envoyer un code", code="code", go_on="Continuer",
    first_name="Prénom", role="Fonction", topic="sujet", adult="18", save="Continuer",
    intention="Échanger des idées", what_about="De quoi parler", go_live="Visible pendant",
    propose="Proposer de se voir maintenant", accept="Accepter", on_my_way="En route", here="J’y suis",
    find="Retrouver", their_code="Le code de", found="Confirmer la rencontre", met="Vous avez rencontré",
    end="Terminer la rencontre",
)  # fmt: skip


def first_time(phone, house, words, *, name, role, address):
    """Landing page, code, four fields, live: what a newcomer does once."""
    page = phone.page
    page.goto("/")
    phone.picture(phone.folder, "01-landing")
    phone.tap("link", re.compile(words.sign_in))
    phone.write(re.compile(words.mail, re.IGNORECASE), address)
    phone.picture(phone.folder, "02-sign-in")
    phone.tap("button", words.send_code)
    phone.arrives_at("/sign-in/code/")
    phone.write(re.compile(words.code, re.IGNORECASE), house.code_for(address))
    phone.picture(phone.folder, "03-code")
    phone.tap("button", words.go_on)
    phone.arrives_at("/profile/")
    phone.write(re.compile(words.first_name), name)
    phone.write(re.compile(words.role), role)
    page.get_by_role("checkbox", name=re.compile(words.adult)).check()
    phone.taps += 1
    phone.picture(phone.folder, "04-profile")
    phone.tap("button", re.compile(words.save))
    phone.arrives_at("/now/")
    phone.tap("radio", words.intention)
    phone.write(re.compile(words.what_about), "Pilots for heat pumps")
    phone.picture(phone.folder, "05-now")
    phone.tap("button", re.compile(words.go_live))
    page.get_by_role("button", name=re.compile(r"\+15")).wait_for()


def test_two_strangers_meet_on_two_phones(phone, house, places, artefacts):
    anna, bo = phone(), phone(languages=FRENCH_AND_ENGLISH, theme="dark")
    anna.folder = bo.folder = artefacts
    first_time(anna, house, EN, name="Anna", role="Founder", address="anna@nordlys.example")
    first_time(bo, house, FR, name="Bo", role="CFO", address="bo@tallow.example")
    for one in (anna, bo):
        assert one.taps <= FIRST_TIME_TAPS, one.name
        one.taps = 0

    bo.picture(artefacts, "06-live")
    anna.tap("link", "Bo")
    anna.arrives_at("/people/")
    anna.picture(artefacts, "07-person")
    anna.tap("button", EN.propose)
    anna.arrives_at("/invitations/")
    anna.picture(artefacts, "08-ringing-out")

    bo.arrives_at("/invitations/")  # by itself: the other phone rings
    bo.page.get_by_role("heading", name="Anna").wait_for()
    bo.picture(artefacts, "08-ringing-in")
    bo.tap("button", re.compile(FR.accept))
    for one, words in ((anna, EN), (bo, FR)):
        one.arrives_at("/meetings/")
        one.picture(artefacts, "09-meeting")
        one.tap("button", words.on_my_way)
        one.page.get_by_role("button", name=words.here).wait_for()
    assert anna.taps + bo.taps == MEETING_TAPS + 1

    anna.tap("link", re.compile(EN.find))
    bo.tap("link", re.compile(FR.find))
    for one in (anna, bo):
        one.arrives_at("/beacon/")
        one.picture(artefacts, "10-beacon")
    code = "".join(re.findall(r"\d", bo.page.locator("p.code").inner_text()))
    anna.write(re.compile(EN.their_code), code)
    anna.tap("button", EN.found)
    for one, words in ((anna, EN), (bo, FR)):
        one.sees(re.compile(words.met))  # on both, though only one typed
        one.picture(artefacts, "11-met")
    anna.tap("button", EN.end)
    for one, words in ((anna, EN), (bo, FR)):
        one.page.get_by_role("button", name=words.end).wait_for(state="detached")
        one.picture(artefacts, "12-ended")
