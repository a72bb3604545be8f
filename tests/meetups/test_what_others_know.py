"""The page "What others can know of my position": the present truth, in words, for members and strangers."""

import json
import re
from uuid import uuid4

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from accounts import profiles
from matching import area, availability, exposure, figures, position
from matching.candidates import candidates_for
from matching.models import Availability
from places import cells
from tests import builders
from tests.builders import HERE, NEXT
from tests.privacy.attacks.catalogue import ATTACKS

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def page(client, anna):
    """The page as Anna reads it, in plain words."""
    client.force_login(anna)

    def read(path="/position/", language="en"):
        answer = client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200
        return " ".join(strip_tags(answer.content.decode()).split())

    return read


def test_the_square_has_its_true_size(page):
    assert round(cells.side_m(HERE)) == 304
    assert "You are somewhere in here: about 300 × 300 m" in page()


def test_the_wider_area_is_drawn_and_said(page, anna, clock):
    area.choose(by=anna, changes={"wide_area": True}, now=clock.now)
    assert "about 610 × 610 m" in page()
    assert "Show me in a narrow area again" in page()


def test_the_times_are_those_of_the_place_and_the_session(page):
    words = page()
    assert "others see you until about 12:45" in words
    assert "At 13:47 at the latest the square is erased." in words


def test_the_square_is_in_fact_erased_then(page, anna, clock):
    clock.tick(minutes=45)
    availability.end_due(now=clock.now)
    assert "The square of your last session is erased at" in page()
    clock.tick(hours=1)
    availability.end_due(now=clock.now)
    assert not Availability.objects.exclude(cell="").filter(person=anna).exists()
    assert "No square of yours is kept." in page()


def test_who_may_see_it_follows_the_choice(page, anna):
    assert "Only verified people" in page()
    profiles.update(by=anna, changes={"open_to": "all"})
    assert "You opened yourself to everybody" in page()


def test_in_a_meeting_one_is_on_no_list(page, anna, bo):
    builders.meeting(anna, bo)
    assert "You are in a meeting: you are on nobody’s list." in page()


def test_the_page_names_no_cell_and_no_coordinates(client, anna):
    client.force_login(anna)
    html = client.get("/position/").content.decode()
    lon, lat = cells.centre(HERE)
    assert [said for said in (HERE[:10], f"{lon:.2f}", f"{lat:.2f}") if said in html] == []


@pytest.mark.parametrize("verified", [True, False])
def test_the_card_is_the_one_that_such_a_viewer_sees(anna, clock, verified):
    profiles.update(by=anna, changes={"open_to": "all"})
    viewer = builders.person("Vic", verified=verified)
    session = builders.live(viewer, cell=NEXT)
    (theirs,) = candidates_for(session, now=clock.now).cards
    mine = next(
        seen
        for seen in position.cards_of(builders.session_of(anna), now=clock.now)
        if seen.verified is verified
    )
    assert mine.listed is True
    of_the_pair = {"score", "reasons", "near", "about_min", "unexpected"}
    for field in set(theirs.__dataclass_fields__) - of_the_pair:
        assert getattr(mine.card, field) == getattr(theirs, field), field


def test_nobody_unverified_has_the_card_on_the_list_unless_one_opened_oneself(anna, clock):
    seen = position.cards_of(builders.session_of(anna), now=clock.now)
    assert [(one.verified, one.listed, bool(one.card.company)) for one in seen] == [
        (False, False, False),
        (True, True, True),
    ]


def test_strangers_read_it_too(client, db):
    words = " ".join(strip_tags(client.get("/position/").content.decode()).split())
    assert "Somebody is somewhere in here: 300 to 600 m a side" in words
    assert "You, right now" not in words


def test_it_is_reached_from_where_one_asks(client, page, eve):
    for path in ("/me/privacy/",):
        assert 'href="/position/"' in client.get(path).content.decode()
    client.logout()
    assert 'href="/position/"' in client.get("/").content.decode()
    client.force_login(eve)
    assert 'href="/position/"' in client.get("/now/").content.decode()


def test_it_is_french_for_the_french(page, anna):
    profiles.update(by=anna, changes={"interface_language": "fr"})
    words = page(language="fr")
    assert "Ce que les autres peuvent savoir de ma position" in words
    assert "environ 300 × 300 m" in words


def test_one_tap_widens_and_another_narrows(client, page, anna):
    client.force_login(anna)
    assert client.post("/me/area/", {"wide_area": "on"})["Location"] == "/position/"
    assert builders.session_of(anna).cell == cells.parent(HERE)
    assert client.post("/me/area/", {"privacy": "1"})["Location"] == "/me/privacy/"
    assert builders.again(anna).profile.wide_area is False


def test_who_chose_the_wider_area_is_offered_wide_cells_only(client, anna, eve, clock):
    for member, path in ((anna, "/now/"), (eve, "/now/")):
        area.choose(by=member, changes={"wide_area": True}, now=clock.now)
        client.force_login(member)
        html = client.get(path).content.decode()
        assert "data-wide" in html
        offered = re.findall(r'<option value="([0-3]+)"', html)
        assert offered
        assert [cell for cell in offered if not cells.is_wide(cell)] == []


def test_after_sixty_people_the_list_says_so_and_why(client, page, anna, bo, clock):
    exposure.admit(anna.pk, [uuid4() for _ in range(60)], now=clock.now)
    words = page("/candidates/")
    assert "You have seen sixty people today. New faces again tomorrow." in words
    assert "in reach." not in words
    assert "Vous avez vu soixante personnes aujourd’hui." in page("/candidates/", language="fr")


# The figures of the attacks.


def written(tmp_path, content):
    file = tmp_path / "attack-figures.json"
    file.write_text(content, encoding="utf-8")
    return file


def test_without_figures_the_page_says_how_they_come(page, monkeypatch, tmp_path):
    monkeypatch.setattr(figures, "FILE", tmp_path / "none.json")
    assert "The figures come with the command make attacks" in page()


def test_the_figures_are_shown_in_words_and_unknown_attacks_as_they_stand(page, monkeypatch, tmp_path):
    known = {"control_m": 2.4, "error_m": 158.7, "error_s": 0.39, "within_50_m": 0.052, "probes": 1229}
    rows = [{"name": "annuli", **known}, {"name": "new-one", **dict.fromkeys(known)}]
    content = json.dumps({"command": "make attacks", "victims": 200, "attacks": rows})
    monkeypatch.setattr(figures, "FILE", written(tmp_path, content))
    words = page()
    assert "on 200 invented people" in words
    assert "Rings of walking time questions: 1,229 2 m 159 m 5 %" in words
    assert "new-one – – –" in words


def test_every_attack_has_a_plain_name_in_both_languages():
    written = {attack.slug for attack in figures.read(figures.FILE).attacks}
    assert written == {attack.slug for attack in ATTACKS}
    for slug in written:
        with override("en"):
            name = str(figures.NAMES[slug])
        with override("fr"):
            assert str(figures.NAMES[slug]) != name


def test_no_name_is_kept_for_an_attack_that_is_not_made():
    assert figures.NAMES.keys() == {attack.slug for attack in ATTACKS}


def test_the_leaky_copy_is_kairos_with_a_leak_or_where_none_fits_the_other_service(tmp_path):
    rows = [{"name": "annuli", "planted_m": 61, "control_m": 2}, {"name": "zones", "control_m": 3}]
    found = figures.read(written(tmp_path, json.dumps({"attacks": rows})))
    assert [attack.leaky_m for attack in found.attacks] == [61, 3]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"attacks": [{}]}', '{"attacks": 3}', '{"attacks": ["x"]}']
)
def test_a_file_that_cannot_be_read_is_no_file(page, monkeypatch, tmp_path, content, caplog):
    monkeypatch.setattr(figures, "FILE", written(tmp_path, content))
    assert "The figures come with the command" in page()
    assert "cannot be read" in caplog.text
