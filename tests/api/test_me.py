"""What I say of myself, read and changed by a program."""

import pytest

from accounts.models import Profile
from tests import builders
from tests.api.conftest import assert_refused

FIRST_WORDS = {"first_name": "Gil", "role": "Baker", "languages": ["en"], "is_adult": True}


def test_i_read_myself_whole(annas):
    answer = annas.get("me")
    assert answer.status_code == 200
    assert answer.json() == {
        "first_name": "Anna",
        "last_name": "Aalto",
        "role": "Product manager",
        "company": "Anna & Co",
        "headline": "",
        "languages": ["en"],
        "offers": ["product-management"],
        "seeks": ["cybersecurity"],
        "free_offers": [],
        "free_seeks": [],
        "interface_language": "en",
        "open_to": "verified",
        "hide_company": True,
        "hidden_companies": [],
        "answer_s": 90,
        "wide_area": False,
        "email": "anna@anna.example",
        "topics": ["Opening a Nordic office"],
        "verified": True,
        "works_at": "anna.example",
    }


def test_what_i_change_changes_and_the_rest_stays(annas):
    before = annas.get("me").json()
    answer = annas.patch("me", {"headline": "Boats and products", "seeks": ["recruiting"]})
    assert answer.status_code == 200
    assert answer.json() == {**before, "headline": "Boats and products", "seeks": ["recruiting"]}
    assert annas.get("me").json() == answer.json()


def test_changing_nothing_changes_nothing(annas):
    assert annas.patch("me", {}).json() == annas.get("me").json()


@pytest.mark.parametrize("field", ["email", "verified", "works_at", "topics", "surname"])
def test_what_is_not_mine_to_say_is_refused_by_name(annas, field):
    answer = annas.patch("me", {field: "x"})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize(
    "change",
    [
        {"first_name": ""},
        {"role": None},
        {"languages": []},
        {"languages": ["tlh"]},
        {"offers": ["no-such-term"]},
        {"seeks": ["seed-funding", "cybersecurity", "crm", "tenders"]},
        {"open_to": "nobody"},
        {"answer_s": 91},
        {"headline": "x" * 121},
        {"free_offers": ["x" * 31]},
    ],
)
def test_a_value_that_cannot_be_kept_is_named(annas, change):
    answer = annas.patch("me", change)
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == list(change)


def test_a_link_in_my_words_is_refused_in_words(annas):
    assert_refused(annas.patch("me", {"headline": "see https://anna.example"}), 422, "contact-in-text")


def test_a_newcomer_introduces_themselves_once(newcomer, program_of):
    program = program_of(newcomer)
    first = program.post("me", FIRST_WORDS)
    again = program.post("me", {**FIRST_WORDS, "first_name": "Somebody else"})
    assert (first.status_code, first.json()["first_name"]) == (201, "Gil")
    assert again.json() == first.json() == program.get("me").json()


def test_whoever_introduced_themselves_before_keeps_it(annas, clock):
    clock.tick(seconds=1)
    answer = annas.post("me", FIRST_WORDS)
    assert (answer.status_code, answer.json()["first_name"]) == (200, "Anna")


def test_nobody_under_age_has_a_profile(newcomer, program_of):
    answer = program_of(newcomer).post("me", {**FIRST_WORDS, "is_adult": False})
    assert_refused(answer, 422, "not-adult")
    assert not Profile.objects.filter(pk=newcomer.pk).exists()


def test_reading_myself_asks_little(annas, django_assert_num_queries):
    with django_assert_num_queries(2):  # the token, the profile
        annas.get("me")


def test_my_words_reach_the_other(annas, bos):
    annas.patch("me", {"role": "Founder"})
    assert [card["role"] for card in bos.get("candidates").json()["candidates"]] == ["Founder"]


def test_more_time_to_answer_holds_for_the_open_session(annas, anna, bo):
    assert annas.patch("me", {"answer_s": 300}).json()["answer_s"] == 300
    ring = builders.invitation(bo, anna)
    assert (ring.expires_at - ring.sent_at).total_seconds() == 300
