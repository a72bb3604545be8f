"""A thousand tags, languages or companies, and unknown ones: refused by name, and nothing changes."""

import pytest

from tests.api.conftest import assert_refused

MANY = [
    {"offers": ["crm"] * 1000},
    {"seeks": [f"term-{number}" for number in range(1000)]},
    {"free_offers": [f"tag {number}" for number in range(1000)]},
    {"free_seeks": ["x" * 10_000]},
    {"languages": ["tlh"]},
    {"languages": ["en", "xx"]},
    {"languages": "en"},
    {"languages": ["en"] * 1000 + ["\u202e"]},
    {"hidden_companies": [f"Company {number}" for number in range(1000)]},
    {"interface_language": "tlh"},
    {"interface_language": "EN"},
    {"wide_area": "perhaps"},
    {"wide_area": None},
    {"first_name": "\u202e\u200b"},
]


@pytest.mark.parametrize("change", MANY, ids=lambda change: next(iter(change)))
def test_it_is_refused_and_nothing_changes(annas, change):
    before = annas.get("me").json()
    answer = annas.patch("me", change)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["detail"]
    assert annas.get("me").json() == before


@pytest.mark.parametrize(
    "languages",
    ["tlh", "xx-YY;q=abc", "fr;q=9,,,", "*", "-", "é", "a" * 10_000, "fr-" + "x-" * 2_000, "\u00ff"],
)
def test_an_unknown_language_is_answered_in_a_known_one(annas, languages):
    answer = annas.patch("me", {"surname": "x"}, **{"Accept-Language": languages})
    assert_refused(answer, 422, "invalid")
    assert answer.json()["detail"] in {
        "Some values are not valid.",
        "Certaines valeurs ne sont pas valables.",
    }


def test_a_body_too_deep_or_too_large_is_refused(annas):
    assert_refused(annas.patch("me", {"headline": "x" * 200_000}), 413, "too-large")
    deep = current = {}
    for _ in range(600):
        current["offers"] = {}
        current = current["offers"]
    assert_refused(annas.patch("me", deep), 400, "too-nested")
