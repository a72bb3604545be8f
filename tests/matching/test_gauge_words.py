"""The gauge says what was counted, and of a chance only what was measured; in both languages."""

import pytest
from django.utils import translation

from matching import wording
from matching.cards import Liquidity

COUNTED = {
    "en": {
        ("cold", 0): "Nobody new is free in reach right now.",
        ("cold", 3): "Few people are free around here right now.",
        ("warming", 4): "A few people are free around here.",
        ("warm", 8): "Several people are free around here.",
        ("hot", 12): "Many people are free around here.",
    },
    "fr": {
        ("cold", 0): "Personne de nouveau n’est libre à portée en ce moment.",
        ("cold", 3): "Peu de personnes sont libres par ici en ce moment.",
        ("warming", 4): "Quelques personnes sont libres par ici.",
        ("warm", 8): "Plusieurs personnes sont libres par ici.",
        ("hot", 12): "De nombreuses personnes sont libres par ici.",
    },
}
SOME = "Around here about %s of 10 invitations are accepted."
HARDLY = "Around here fewer than 1 of 10 invitations is accepted."
WORDS = [(language, *what, said) for language, table in COUNTED.items() for what, said in table.items()]


@pytest.mark.parametrize(("language", "level", "count", "said"), WORDS)
def test_where_nothing_is_measured_every_level_says_the_count_and_nothing_of_a_chance(
    language, level, count, said
):
    with translation.override(language):
        assert Liquidity(level, count).text == said


@pytest.mark.parametrize(
    ("level", "count", "of_ten", "said"),
    [
        ("cold", 2, 4, ["Few people are free around here right now.", SOME % 4]),
        ("warm", 8, 3, ["Several people are free around here.", SOME % 3]),
        ("warm", 8, 4, ["A good moment.", "Several people are free around here.", SOME % 4]),
        ("hot", 12, 0, ["Many people are free around here.", HARDLY]),
    ],
)
def test_where_it_is_measured_the_rate_is_said_and_only_a_good_one_is_called_good(level, count, of_ten, said):
    assert Liquidity(level, count, of_ten).text == " ".join(said)


def test_a_measured_rate_in_french():
    with translation.override("fr"):
        assert Liquidity("warm", 9, 6).text == (
            "Le moment est bon. Plusieurs personnes sont libres par ici."
            " Par ici, environ 6 invitations sur 10 sont acceptées."
        )


@pytest.mark.parametrize(
    ("language", "at_least", "said"),
    [
        ("en", None, "Fewer than five people who have met through Kairos are free around here right now."),
        ("en", 5, "5 people or more are free around here right now."),
        (
            "fr",
            None,
            (
                "Moins de cinq personnes qui se sont déjà rencontrées grâce à Kairos sont libres par ici "
                "en ce moment."
            ),
        ),
        ("fr", 10, "10 personnes ou plus sont libres par ici en ce moment."),
    ],
)
def test_who_is_not_live_reads_at_least_so_many_or_fewer_than_five(language, at_least, said):
    with translation.override(language):
        assert wording.people_around(at_least) == said
