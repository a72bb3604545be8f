"""The bilingual vocabulary of "I offer" and "I look for": some 230 terms in twelve groups. Pure.

Anybody may read it. The words themselves live in `data/taxonomy.json`; a code, once published, never changes.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

Language = Literal["en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "fr")

_FILE: Final = Path(__file__).with_name("data") / "taxonomy.json"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which a form lists terms."""

    code: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        """The heading in that language; a language we do not speak reads English."""
        return self.labels.get(language, self.labels["en"])


@dataclass(frozen=True, slots=True)
class Term:
    """One thing people offer or look for, with the words that also mean it and the terms that lie near."""

    code: str
    group: Group
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    related: frozenset[str]

    def label(self, language: str) -> str:
        """The term in that language; a language we do not speak reads English."""
        return self.labels.get(language, self.labels["en"])


def search(text: str, *, limit: int = 12) -> list[Term]:
    """Terms that the text may mean, in either language, blind to accents and capitals; best first."""
    wanted = _plain(text)
    if not wanted:
        return []
    ranked = [(rank, at) for at, names in enumerate(_NAMES) if (rank := _rank(wanted, names)) is not None]
    terms = list(TERMS.values())
    return [terms[at] for _, at in sorted(ranked)[:limit]]


def labels(codes: Iterable[str], language: str) -> list[str]:
    """The labels of those codes that exist, in the order given; a withdrawn code is passed over."""
    return [TERMS[code].label(language) for code in codes if code in TERMS]


def by_group(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every term as `(group label, [(code, label), ...])`, alphabetical within its group, for a form."""
    return [
        (
            group.label(language),
            sorted(
                ((term.code, term.label(language)) for term in TERMS.values() if term.group is group),
                key=lambda choice: _plain(choice[1]),
            ),
        )
        for group in GROUPS.values()
    ]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    words = "".join(sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join(words.split())


def _rank(wanted: str, names: tuple[str, ...]) -> int | None:
    """0 a name itself, 1 a name begins so, 2 a word in it begins so, 3 it occurs; the lower the nearer."""
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(f" {wanted}" in name for name in names):
        return 2
    # Two letters inside a word mean nothing: "ai" is also in "retail".
    return 3 if len(wanted) > 2 and any(wanted in name for name in names) else None


def _load() -> tuple[dict[str, Group], dict[str, Term]]:
    data: dict[str, list[dict[str, Any]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    groups = {row["code"]: Group(row["code"], _in_each(row)) for row in data["groups"]}
    terms = {
        row["code"]: Term(
            code=row["code"],
            group=groups[row["group"]],
            labels=_in_each(row),
            synonyms={language: tuple(row["synonyms"][language]) for language in LANGUAGES},
            related=frozenset(row["related"]),
        )
        for row in data["terms"]
    }
    return groups, terms


def _in_each(row: Mapping[str, str]) -> dict[str, str]:
    return {language: row[language] for language in LANGUAGES}


def _names(term: Term) -> tuple[str, ...]:
    words = [*term.labels.values(), *(word for language in LANGUAGES for word in term.synonyms[language])]
    return tuple(dict.fromkeys(_plain(word) for word in words))


_groups, _terms = _load()
GROUPS: Final[Mapping[str, Group]] = MappingProxyType(_groups)
TERMS: Final[Mapping[str, Term]] = MappingProxyType(_terms)
_NAMES: Final = tuple(_names(term) for term in TERMS.values())
