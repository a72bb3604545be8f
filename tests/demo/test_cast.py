"""The cast: thirty different people, each of whom the product would take as they are."""

from collections import Counter

from accounts.languages import NATIVE_NAMES
from accounts.profiles import plain_words
from accounts.taxonomy import TERMS
from demo.people import CAST, STATION, TEMPERAMENTS
from matching.policy import INTENTIONS
from meetups.policy import PRESETS
from places.cells import about_min

PEOPLE = list(CAST.values())


def test_thirty_people_have_thirty_names_mailboxes_and_topics():
    said = ([who.key for who in PEOPLE], [who.mail for who in PEOPLE], [who.topic for who in PEOPLE])
    assert [len(set(one)) for one in said] == [30, 30, 30]


def test_nobody_could_own_their_mailboxes():
    assert {who.mail.rpartition(".")[2] for who in PEOPLE} == {"example"}
    assert all(who.mail.isascii() for who in PEOPLE)


def test_everybody_speaks_english_or_french_and_half_speak_french():
    assert all({"en", "fr"} & set(who.languages) for who in PEOPLE)
    assert sum("fr" in who.languages for who in PEOPLE) >= 15
    assert {code for who in PEOPLE for code in who.languages} <= set(NATIVE_NAMES)


def test_their_words_are_such_as_a_profile_takes():
    for who in PEOPLE:
        for text in (who.first_name, who.last_name, who.role, who.topic):
            assert plain_words(text, limit=80) == text
        assert set(who.offers) | set(who.seeks) <= set(TERMS)
        assert (1 <= len(who.offers) <= 3, 1 <= len(who.seeks) <= 3) == (True, True)


def test_every_intention_and_every_temperament_is_there():
    assert {who.wants for who in PEOPLE} == set(INTENTIONS)
    assert {who.temperament for who in PEOPLE} == set(TEMPERAMENTS.values())


def test_what_they_say_in_a_meeting_are_preset_messages():
    said = {words for ways in TEMPERAMENTS.values() for words in (ways.says_on_the_way, ways.says_there)}
    assert said - {None} <= set(PRESETS)


def test_all_are_in_reach_of_the_station_and_most_are_ten_minutes_away():
    walks = Counter(about_min(STATION, who.cell) for who in PEOPLE)
    assert set(walks) == {5, 10, 15}
    assert walks[5] + walks[10] >= 20


def test_most_people_say_yes_so_that_a_newcomer_soon_meets_somebody():
    assert sum(who.temperament.yes for who in PEOPLE) / len(PEOPLE) >= 8.5
