"""What two topics have to do with one another, in French and in English. Pure; only the score calls.

A topic is at most one line, written on a phone. Nothing is sent anywhere to understand it: words meet by
their stems, by what they mean in the taxonomy and in a list of business words, and, for less, by the field
they belong to. All that one text says is read once and kept; comparing two is looking up one in another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum
from typing import Final

from matching import lexicon
from matching.words import Word, skeleton, words_of

SHARED_WORDS_MOST: Final = 3  # named in one reason
ENOUGH: Final = 3.0  # so much weight of mine in the other's topic is as good as all of it
READINGS_KEPT: Final = 8_000  # some 7 kB each

# How surely two words that share it mean the same: the product of both sides counts.
SAME_STEM: Final = 1.0
SAME_MEANING: Final = 0.95
SAME_BONES: Final = 0.85  # the consonants of a long word
NEAR_MEANING: Final = 0.5  # a term's neighbour in the taxonomy; on the other's side only
SAME_FIELD: Final = 0.4
ALONE: Final = 0.6  # one word of several may mean something else there


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a text asks and says.

    Shape: `asks` by feature the words that hold it and how surely; `says` by feature how surely; `subjects`
    the features that a reason may name, `about` those and their neighbours; `enough` the weight that is all.
    """

    words: tuple[Word, ...]
    weights: tuple[float, ...]
    asks: dict[str, list[tuple[int, float]]]
    says: dict[str, float]
    asked: frozenset[str]
    said: frozenset[str]
    subjects: frozenset[str]
    about: frozenset[str]
    enough: float


@dataclass(frozen=True, slots=True)
class Common:
    """What two topics share. Shape: `kind` is word, term or near; `name` their word, or a code for term."""

    kind: str
    name: str


def affinity(asked: str, *, said: str, role: str) -> float | None:
    """How well what another says, and their role, answer what is asked, 0-1; None where nothing is asked."""
    mine = read(asked)
    if not mine.words:
        return None
    return answered(mine, heard(said, role))


def answered(mine: Reading, theirs: Reading) -> float:
    """The share of what one reading asks that another says."""
    if mine.asked.isdisjoint(theirs.said):  # two sets are compared from the smaller; most pairs end here
        return 0.0
    asks, says, weights = mine.asks, theirs.says, mine.weights
    found: dict[int, float] = {}
    for feature in mine.asked & theirs.said:
        said = says[feature]
        for at, sure in asks[feature]:
            worth = weights[at] * sure * said
            if at not in found or found[at] < worth:
                found[at] = worth
    # Exact: sets have another order in every process, and a score must not.
    value = min(1.0, fsum(found.values()) / mine.enough)
    return value if len(found) > 1 or len(weights) == 1 else ALONE * value


def meet(mine: str, theirs: str) -> bool:
    """Whether `common` finds anything in two topics; the same from either side."""
    return not read(mine).subjects.isdisjoint(read(theirs).about)


def common(mine: str, theirs: str) -> Iterator[Common]:
    """What the other's topic shares with mine, surest first: a word as they wrote it, or a term by code."""
    me, other = read(mine), read(theirs)
    if me.subjects.isdisjoint(other.about):
        return
    same = [word for word in other.words if not word.stems.isdisjoint(me.subjects & other.subjects)]
    yield from (Common("word", theirs[word.start : word.end]) for word in same[:SHARED_WORDS_MOST])
    named = {word.start for word in same}
    spans = [(meaning, other.words[start:end]) for start, end, meaning in lexicon.named_in(list(other.words))]
    spans = [(meaning, said) for meaning, said in spans if named.isdisjoint(word.start for word in said)]
    terms = [(meaning.code, said) for meaning, said in spans if meaning.code and meaning.key in me.subjects]
    yield from (Common("term", code) for code in dict.fromkeys(code for code, _ in terms))
    named = {word.start for _, said in terms for word in said}
    near = dict.fromkeys(
        theirs[said[0].start : said[-1].end]
        for meaning, said in spans
        if named.isdisjoint(word.start for word in said)
        and not me.subjects.isdisjoint((meaning.key, *meaning.near))
    )
    yield from (Common("near", name) for name in near)


@lru_cache(maxsize=READINGS_KEPT)
def heard(said: str, role: str) -> Reading:
    """A topic and a role, as they answer together."""
    topic, work = read(said), read(role)
    says = topic.says | work.says
    for feature in topic.said & work.said:
        says[feature] = max(topic.says[feature], work.says[feature])
    return replace(topic, says=says, said=frozenset(says))


@lru_cache(maxsize=READINGS_KEPT)
def read(text: str) -> Reading:
    """What a text asks and says."""
    words = tuple(map(corrected, words_of(text)))
    weights = tuple(map(lexicon.weight_of, words))
    only_weak = all(weight == lexicon.WEAK for weight in weights)
    if only_weak:  # where there is nothing else they are what it is about
        weights = (lexicon.RARE,) * len(words)
    features, subjects, near = understood(words, general=only_weak)
    for word, weight in zip(words, weights, strict=True):
        if weight > lexicon.WEAK:
            subjects |= word.stems
    asks: dict[str, list[tuple[int, float]]] = {}
    says = dict.fromkeys(near, NEAR_MEANING)
    for at, one in enumerate(features):
        for feature, sure in one.items():
            asks.setdefault(feature, []).append((at, sure))
            says[feature] = max(sure, says.get(feature, 0.0))
    return Reading(
        words, weights, asks, says, frozenset(asks), frozenset(says),
        frozenset(subjects), frozenset(subjects | near), min(ENOUGH, sum(weights)),
    )  # fmt: skip


def understood(
    words: tuple[Word, ...], *, general: bool
) -> tuple[list[dict[str, float]], set[str], set[str]]:
    """The features of each word with its meanings; the meanings that are subjects, and their neighbours."""
    features, subjects, near = [features_of(word) for word in words], set[str](), set[str]()
    for start, end, meaning in lexicon.named_in(list(words)):
        in_any_trade = meaning.field == lexicon.GENERAL
        for one in features[start:end]:
            one[meaning.key] = SAME_MEANING
            if not in_any_trade:
                one.setdefault(f"#{meaning.field}", SAME_FIELD)
        if general or not in_any_trade:
            subjects.add(meaning.key)
            near |= meaning.near
    return features, subjects, near


def corrected(word: Word) -> Word:
    """The word; one that is a slip of the finger away from a known one means that one too."""
    known = lexicon.meant(word.plain)
    if not known:
        return word
    return replace(word, stems=word.stems.union(*(one.stems for one in words_of(known, ""))))


def features_of(word: Word) -> dict[str, float]:
    """What one word may meet another by, and how surely, before its meanings."""
    found = dict.fromkeys(word.stems, SAME_STEM)
    if bones := skeleton(word.plain):
        found[f"^{bones}"] = SAME_BONES
    return found
