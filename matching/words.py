"""Words of a topic: found in a text, folded, stemmed in French and in English. Pure; only topics read so."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import Stemmer

ENGLISH: Final = Stemmer.Stemmer("english")
FRENCH: Final = Stemmer.Stemmer("french")
SKELETON_LEAST: Final = 5  # consonants; fewer are shared by words that have nothing to do with one another
STEM_LEAST: Final = 5  # letters; a shorter stem may have lost at most so many:
STEM_LOSS: Final = 4  # business is no bus, and operations are no opera
WORD: Final = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
VOWELS: Final = re.compile("[aeiouy]")
# Letters that the two languages write differently in the same word: technique, technic; pharmacie, farmacy.
ALIKE: Final = (("qu", "k"), ("ph", "f"), ("th", "t"), ("c", "k"), ("q", "k"), ("z", "s"))

_FILE: Final = Path(__file__).with_name("data") / "words.json"
LISTS: Final[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
EMPTY_WORDS: Final = frozenset(word for line in LISTS["empty"] for word in line.split())
# Words that tell the language of a line.
SIGNS: Final = {language: frozenset(said.split()) for language, said in LISTS["signs"].items()}
# The same letters, another meaning: between a French and an English line these are not the same word.
FALSE_FRIENDS: Final = frozenset(word for line in LISTS["false friends"] for word in line.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands. Shape: `start` and `end` in the text; `stems` what it comes down to."""

    plain: str
    start: int
    end: int
    stems: frozenset[str]


def words_of(text: str, language: str | None = None) -> list[Word]:
    """The words of a text that may carry a subject, in order; its language is guessed unless said."""
    said = [(match, folded(match[0])) for match in WORD.finditer(text)]
    language = language_of(text, [plain for _, plain in said]) if language is None else language
    joined = joined_words(text, [match for match, _ in said])
    return [
        Word(
            plain, match.start(), match.end(), stems(match[0], language) | joined.get(match.start(), NOTHING)
        )
        for match, plain in said
        if len(plain) > 1
        and (plain not in EMPTY_WORDS or match.start() in joined or is_acronym(match[0], text, len(said)))
    ]


def is_acronym(word: str, text: str, words: int) -> bool:
    """Whether a word in capitals stands out: IT is no "it", and MES is no "mes"."""
    return word.isupper() and (words == 1 or not text.isupper())


def joined_words(text: str, said: "Iterable[re.Match[str]]") -> dict[int, frozenset[str]]:
    """By where a part of a hyphenated word begins, the stems of the whole: start-up is startup."""
    found, parts = {}, list(said)
    for one, other in pairwise(parts):
        if text[one.end() : other.start()] in {"-", "\N{NON-BREAKING HYPHEN}"}:
            found[one.start()] = found[other.start()] = stems(one[0] + other[0], "")
    return found


@lru_cache(maxsize=20_000)
def stems(word: str, language: str) -> frozenset[str]:
    """What a word comes down to, by either language's rules: inflections and many cognates share one."""
    plain = folded(word)
    if (single := plain.removesuffix("s")) in FALSE_FRIENDS or plain in FALSE_FRIENDS:
        return frozenset(f"{single}@{said}" for said in ((language,) if language else SIGNS))
    if len(plain) < 4:
        return frozenset((plain,))
    english = ENGLISH.stemWord(plain)
    french = folded(FRENCH.stemWord(word.casefold()))
    both = FRENCH.stemWord(english)  # cognates meet here: logistics and logistique
    found = (english, french, FRENCH.stemWord(plain), both if len(both) > STEM_LOSS else english)
    kept = (stem for stem in found if len(stem) >= STEM_LEAST or len(plain) - len(stem) <= STEM_LOSS)
    return frozenset(kept) or frozenset((single,))


@lru_cache(maxsize=20_000)
def skeleton(plain: str) -> str:
    """The consonants of a long word: a slip in the vowels or the other tongue's ending is no wall."""
    for written, heard in ALIKE:
        plain = plain.replace(written, heard)
    bare = re.sub(r"(.)\1+", r"\1", VOWELS.sub("", plain[1:]))
    bare = plain[:1] + bare.removesuffix("s")
    return bare if len(bare) >= SKELETON_LEAST else ""


def language_of(text: str, plain: list[str]) -> str:
    """The language of a line as its small words and accents tell it; empty where they do not."""
    accents = folded(text) != text.casefold()
    french = sum(word in SIGNS["fr"] for word in plain) + accents
    english = sum(word in SIGNS["en"] for word in plain)
    return "" if french == english else "fr" if french > english else "en"


def folded(text: str) -> str:
    """Lower case, without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).replace("’", "'")


NOTHING: Final[frozenset[str]] = frozenset()
