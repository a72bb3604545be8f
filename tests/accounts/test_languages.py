"""F7: languages by their own names; the browser's until changed."""

import pytest

from accounts.languages import NATIVE_NAMES, from_browser, known, names


@pytest.mark.parametrize(
    ("header", "interface", "spoken"),
    [
        ("", "en", ["en"]),
        ("fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7", "fr", ["fr", "en"]),
        ("sv-SE, fi;q=0.9, en;q=0.5", "en", ["en", "sv", "fi"]),
        ("no, nn;q=0.9", "en", ["en", "nb"]),
        ("de;q=0, it;q=0.0, es", "en", ["en", "es"]),
        ("*, tlh, x", "fr", ["fr"]),
        (";;;,,,=", "en", ["en"]),
    ],
)
def test_the_browsers_languages_are_taken_after_the_interfaces(
    header: str, interface: str, spoken: list[str]
) -> None:
    assert from_browser(header, interface=interface) == spoken


def test_there_is_always_one_language() -> None:
    assert known([]) == known(["tlh"]) == ["en"]


def test_about_two_dozen_languages_are_listed_under_their_own_names() -> None:
    assert 20 <= len(NATIVE_NAMES) <= 30
    assert names(["fi", "ja", "tlh"]) == ["Suomi", "日本語"]
