"""What words mean in business talk: the taxonomy's terms and a list of words, in both languages. Pure.

Read once from the code's own data; nothing is learnt and nothing is asked of anybody.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import Final

from accounts import taxonomy
from matching.words import EMPTY_WORDS, LISTS, Word, words_of

TYPO_LEAST: Final = 6  # letters; in a shorter word one letter makes another word
RARE: Final = 1.0  # the weight of a word that no term of the taxonomy holds
LOSS: Final = 0.08  # of weight for each doubling of the number of terms that hold it
WEAK: Final = 0.5  # the weight of words that stand in any trade
GENERAL: Final = "general"  # the field of such words


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for. Shape: `key` a taxonomy code after "=", or a row of the list after "~"."""

    key: str
    field: str
    near: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        """The taxonomy's code, empty for a row of the list."""
        return self.key[1:] if self.key[0] == "=" else ""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to say a meaning: the stems of its words, in order."""

    meaning: Meaning
    parts: tuple[frozenset[str], ...]


def named_in(said: list[Word]) -> Iterator[tuple[int, int, Meaning]]:
    """Every meaning named in these words: the place of its first word, of the word after its last, itself."""
    for at, word in enumerate(said):
        seen = set()
        for stem in (*sorted(word.stems), as_written(word)):  # a set has another order in every process
            for name in NAMES.get(stem, ()):
                end = at + len(name.parts)
                rest = zip(said[at + 1 : end], name.parts[1:], strict=False)
                whole = end <= len(said) and all(not part.isdisjoint(one.stems) for one, part in rest)
                if whole and (name.meaning.key, end) not in seen:
                    seen.add((name.meaning.key, end))
                    yield at, end, name.meaning


def as_written(word: Word) -> str:
    """What a word is looked up by that means something only as it is written: production is no product."""
    return f"'{word.plain}"


def weight_of(word: Word) -> float:
    """How much a word says: little if it stands in any trade, less the more terms hold it."""
    if not word.stems.isdisjoint(WEAK_STEMS):
        return WEAK
    terms = max((HELD_BY[stem] for stem in word.stems), default=0)
    return RARE - LOSS * log2(terms) if terms > 1 else RARE


@lru_cache(maxsize=20_000)
def meant(plain: str) -> str:
    """The one known word that an unknown one is a slip of the finger away from, empty where there is none."""
    if len(plain) < TYPO_LEAST or plain in KNOWN:
        return ""
    near = {known for form in shortened(plain) for known in SHORTENED.get(form, ()) if known[0] == plain[0]}
    near = {known for known in near if a_slip_apart(plain, known)}
    return near.pop() if len(near) == 1 else ""


def shortened(plain: str) -> set[str]:
    """The word, and the word without each of its letters."""
    return {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}


def a_slip_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with its neighbour makes one the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _meanings() -> Iterator[tuple[Meaning, list[list[Word]]]]:
    for term in taxonomy.TERMS.values():
        near = frozenset(f"={code}" for code in term.related)
        names: dict[str, list[str]] = {
            said: [term.labels[said], *term.synonyms[said]] for said in taxonomy.LANGUAGES
        }
        yield Meaning(f"={term.code}", term.group.code, near), _read(names)
    for field, rows in LISTS["meanings"].items():
        for number, row in enumerate(rows):
            yield Meaning(f"~{field}{number}", field), _read(row)


def _read(names: Mapping[str, list[str]]) -> list[list[Word]]:
    return [words_of(name, language) for language, said in names.items() for name in said]


def _stems_of(names: list[list[Word]]) -> set[str]:
    return {stem for said in names for word in said for stem in word.stems}


def _by_stem() -> dict[str, list[Name]]:
    filed: dict[str, list[Name]] = {}
    for meaning, names in _ALL:
        for said in filter(None, names):
            weak = meaning.field != GENERAL and len(said) == 1 and not said[0].stems.isdisjoint(WEAK_STEMS)
            for stem in (as_written(said[0]),) if weak else said[0].stems:
                filed.setdefault(stem, []).append(Name(meaning, tuple(word.stems for word in said)))
    return filed


def _by_shortened() -> dict[str, list[str]]:
    filed: dict[str, list[str]] = {}
    for known in sorted(KNOWN - EMPTY_WORDS):
        if len(known) >= TYPO_LEAST:
            for form in shortened(known):
                filed.setdefault(form, []).append(known)
    return filed


_ALL: Final = list(_meanings())
HELD_BY: Final = Counter(stem for meaning, names in _ALL if meaning.code for stem in _stems_of(names))
WEAK_STEMS: Final = frozenset(
    stem for meaning, names in _ALL if meaning.field == GENERAL for stem in _stems_of(names)
)
KNOWN: Final = EMPTY_WORDS | {word.plain for _, names in _ALL for said in names for word in said}
NAMES: Final = _by_stem()
SHORTENED: Final = _by_shortened()
