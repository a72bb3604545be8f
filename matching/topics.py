"""What two topics have to do with one another, in French and in English. Pure; only the score calls.

A topic is at most one line, written on a phone. Nothing is sent anywhere to understand it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

SHARED_WORDS_MOST: Final = 3  # named in one reason
WORDS_ENOUGH: Final = 3  # so many words of mine in the other's topic are as good as all of them

# Words that say nothing of a subject, in both languages.
_EMPTY: Final = (
    "a about adorer after all also an and any anybody anyone apres are as at au aussi autour autre "
    "aux avant avec be before best better between bien big bon bonne by can ce ces cherche comme "
    "comment could d dans de des do dont du elle en encore et etre faire first for from good great "
    "have here how i ici if il in into is it its je just l la le les leur like looking ma make me "
    "meet meeting mes mon more most my need new next no nos not notre nous nouveau nouvelle now of on "
    "one or other ou our out over par parler people plus pour pourquoi qu quand que quel quelle "
    "quelqu qui quoi really rencontrer sa sans se see ses should si so some somebody someone son sous "
    "still sur talk than that the their them then there these they thing this to today too tous tout "
    "toute tres trouver un une up us use very veux voir vos votre vous want was we what when where "
    "which who why will with would y you your"
)
EMPTY_WORDS: Final = frozenset(_EMPTY.split())


def affinity(asked: str, *, said: str, role: str) -> float | None:
    """How well what another says, and their role, answer what is asked, 0-1; None where nothing is asked."""
    mine = words(asked)
    if not mine:
        return None
    theirs = words(said) | words(role)
    return min(1.0, len(mine & theirs) / min(len(mine), WORDS_ENOUGH))


def meet(mine: str, theirs: str) -> bool:
    """Whether two topics share a word that `shared_words` would name."""
    return not words(mine).isdisjoint(words(theirs))


def shared_words(mine: str, theirs: str) -> list[str]:
    """The words of the other's topic that mine holds too, as the other wrote them, at most three."""
    shared = words(mine) & words(theirs)
    named = {words(word): word for word in reversed(re.findall(r"[^\W_]+", theirs)) if words(word) & shared}
    return list(reversed(named.values()))[:SHARED_WORDS_MOST]


@lru_cache(maxsize=20_000)
def words(text: str) -> frozenset[str]:
    """The words of a text that carry a subject: lower case, without accents, without a plural s."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = re.findall(r"[^\W_]{2,}", plain)
    return frozenset(
        word.removesuffix("s") if len(word) > 3 else word for word in found if word not in EMPTY_WORDS
    )
