"""How well topics are put in order: `python -m bench.topics` prints NDCG@12 beside what stood before.

The pairs and their grades are in `data/topic-pairs.json`. A topic asks, the score compares it with each
candidate as it compares two people (the mean of both directions), and NDCG tells how near the order comes to
that of the grades. Where candidates score the same, every order among them counts alike. No database.
"""

import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from math import log2
from pathlib import Path
from statistics import fmean

from matching import topics
from matching.words import EMPTY_WORDS

PAIRS = Path(__file__).parent.parent / "data" / "topic-pairs.json"
CARDS = 12
RESAMPLES = 2_000
HALVES = ("tuning", "held-out")
LANGUAGES = ("all", "en-en", "fr-fr", "en-fr")
Way = Callable[[str, str], float]


@dataclass(frozen=True)
class Candidate:
    topic: str
    language: str
    grade: int


@dataclass(frozen=True)
class Query:
    half: str
    language: str
    topic: str
    candidates: list[Candidate]

    def within(self, languages: str) -> "Query":
        """The same with only the candidates that make such a pair of languages with it."""
        if languages == "all":
            return self
        fit = [one for one in self.candidates if "-".join(sorted((self.language, one.language))) == languages]
        return replace(self, candidates=fit)


def queries() -> list[Query]:
    rows = json.loads(PAIRS.read_text(encoding="utf-8"))["queries"]
    return [Query(**row | {"candidates": [Candidate(**one) for one in row["candidates"]]}) for row in rows]


def ndcg(query: Query, way: Way) -> float | None:
    """The discounted gain of the order by `way` as a share of the best; None where nothing is to gain."""
    gains = [2**one.grade - 1 for one in query.candidates]
    best = sum(gain / log2(place + 2) for place, gain in enumerate(sorted(gains, reverse=True)[:CARDS]))
    if not best:
        return None
    scored = sorted(
        (
            (round(both(way, query.topic, one.topic), 9), gain)
            for one, gain in zip(query.candidates, gains, strict=True)
        ),
        reverse=True,
    )
    found, place = 0.0, 0
    for _score, equals in groupby(scored, key=lambda one: one[0]):
        alike = [gain for _, gain in equals]
        found += fmean(alike) * sum(1 / log2(at + 2) for at in range(place, place + len(alike)) if at < CARDS)
        place += len(alike)
    return found / best


def both(way: Way, one: str, other: str) -> float:
    return (way(one, other) + way(other, one)) / 2


def values(asked: Iterable[Query], way: Way, languages: str = "all") -> list[float]:
    return [value for query in asked if (value := ndcg(query.within(languages), way)) is not None]


def interval(found: list[float]) -> tuple[float, float]:
    """Between which the mean lies in 95 of 100 resamples of the queries."""
    draw = random.Random(12)
    means = sorted(fmean(draw.choices(found, k=len(found))) for _ in range(RESAMPLES))
    return means[RESAMPLES * 25 // 1000], means[RESAMPLES * 975 // 1000]


def at_random(asked: str, said: str) -> float:
    """All alike: every order counts as much."""
    return 0.0


def before(asked: str, said: str) -> float:
    """What stood before: words without accents and without a plural s."""
    mine = plural_words(asked)
    return len(mine & plural_words(said)) / min(len(mine), 3) if mine else 0.0


def plural_words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = re.findall(r"[^\W_]{2,}", plain)
    return {word.removesuffix("s") if len(word) > 3 else word for word in found if word not in EMPTY_WORDS}


def stems(asked: str, said: str) -> float:
    return by(lambda feature, sure: feature[0] not in "=~#^" and sure == topics.SAME_STEM, asked, said)


def stems_and_synonyms(asked: str, said: str) -> float:
    return by(lambda feature, sure: sure in {topics.SAME_STEM, topics.SAME_MEANING}, asked, said)


def whole(asked: str, said: str) -> float:
    return topics.affinity(asked, said=said, role="") or 0.0


def by(kept: Callable[[str, float], bool], asked: str, said: str) -> float:
    """The affinity as only some of the features tell it."""
    mine, theirs = topics.read(asked), topics.read(said)
    asks = {
        feature: [(at, sure) for at, sure in places if kept(feature, sure)]
        for feature, places in mine.asks.items()
    }
    says = {feature: sure for feature, sure in theirs.says.items() if kept(feature, sure)}
    mine = replace(mine, asks=asks, asked=frozenset(asks))
    return topics.answered(mine, replace(theirs, says=says, said=frozenset(says)))


WAYS: dict[str, Way] = {
    "random": at_random,
    "before: words without plural s": before,
    "stems": stems,
    "stems and synonyms": stems_and_synonyms,
    "the whole": whole,
}


def main() -> None:
    asked = queries()
    for half in HALVES:
        mine = [query for query in asked if query.half == half]
        pairs = sum(len(query.candidates) for query in mine)
        print(f"\nNDCG@{CARDS}, {half}: {len(mine)} topics, {pairs} pairs [95 % of {RESAMPLES:,} resamples]")
        print(f"  {'':32}{'all':23}" + "".join(f"{languages:8}" for languages in LANGUAGES[1:]))
        for name, way in WAYS.items():
            found = values(mine, way)
            low, high = interval(found)
            parts = "".join(f"{fmean(values(mine, way, languages)):<8.3f}" for languages in LANGUAGES[1:])
            print(f"  {name:32}{fmean(found):.3f} [{low:.3f}, {high:.3f}]   {parts}")


if __name__ == "__main__":
    main()
