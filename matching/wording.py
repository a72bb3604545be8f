"""The sentences of matching: reasons, intentions, nearness. Same word for the same thing everywhere."""

from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from tzfpy import get_tz

from accounts import taxonomy
from matching import policy
from matching.scoring import Reason
from places import cells

INTENTIONS: Final[dict[str, Promise]] = {
    "find-clients": _("Find clients"),
    "find-suppliers": _("Find suppliers"),
    "hire": _("Hire"),
    "invest-or-raise": _("Invest or raise"),
    "swap-ideas": _("Swap ideas"),
    "discover": _("Discover a place"),
}
NEAR: Final[dict[str, Promise]] = {
    "same-area": _("same area"),
    "next-area": _("next area"),
    "a-walk": _("a walk away"),
}
LIQUIDITY: Final[dict[str, Promise]] = {
    "nobody": _("Nobody new is free in reach right now."),
    "cold": _("Few people are free around here right now."),
    "warming": _("A few people are free around here."),
    "warm": _("Several people are free around here."),
    "hot": _("Many people are free around here."),
}
# Only what was measured here is said of a chance, and only a measured one is called good.
GOOD_MOMENT: Final = _("A good moment.")
ACCEPTED: Final = _("Around here about %(of_ten)s of 10 invitations are accepted.")
HARDLY_ACCEPTED: Final = _("Around here fewer than 1 of 10 invitations is accepted.")
REASONS: Final[dict[str, Promise]] = {
    "offers-what-you-seek": _("Offers what you look for: %(term)s"),
    "seeks-what-you-offer": _("Looks for what you offer: %(term)s"),
    "answers-your-intention": _("Here to %(term)s, as you hope"),
    "same-topic": _("You both mention “%(term)s”"),
    "same-subject": _("Your topics meet: %(term)s"),
    "near-topic": _("Close to your topic: “%(term)s”"),
    "related-to-what-you-seek": _("Close to what you look for: %(term)s"),
    "related-to-what-you-offer": _("Looks for something close to what you offer: %(term)s"),
    "same-intention": _("You are both here to %(term)s"),
    "free-now": _("Free now, here"),
    "time": _("Free until %(theirs)s, you until %(yours)s"),
    "walk": _("About %(minutes)s min on foot"),
}
AS_WRITTEN: Final = frozenset({"same-topic", "near-topic"})
# The same intentions inside a sentence.
TO_DO: Final[dict[str, Promise]] = {
    "find-clients": _("find clients"),
    "find-suppliers": _("find suppliers"),
    "hire": _("hire"),
    "invest-or-raise": _("invest or raise"),
    "swap-ideas": _("swap ideas"),
    "discover": _("discover a place"),
}


def gauge(level: str, count: int, of_ten: int | None) -> str:
    """The honest sentence of the gauge: what was counted, then what was measured, if anything was.

    Units: `of_ten` invitations of ten that were accepted around here.
    """
    said = [str(LIQUIDITY[level if count else "nobody"])]
    if of_ten is not None:
        if level in {"warm", "hot"} and of_ten >= policy.RATE_ASSUMED_OF_TEN:
            said.insert(0, str(GOOD_MOMENT))
        said.append(str(ACCEPTED) % {"of_ten": of_ten} if of_ten else str(HARDLY_ACCEPTED))
    return " ".join(said)


def people_around(at_least: int | None) -> str:
    """How many people are free round a place, for who is not live there; None: fewer than five who count."""
    if at_least is None:
        return gettext("Fewer than five people who have met through Kairos are free around here right now.")
    return gettext("%(count)s people or more are free around here right now.") % {"count": at_least}


def clock_time(moment: datetime, zone: str) -> str:
    """`moment` on the wall clocks of `zone`: 24 hours, in both languages."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


@lru_cache(maxsize=4096)
def zone_of(cell: str) -> str:
    """The time zone at a cell's centre."""
    centre = cells.centre(cell)
    return get_tz(centre.lon, centre.lat)


def term_label(term: str) -> str:
    """A tag in the reader's language: a taxonomy code's label, a free word as it stands."""
    known = taxonomy.TERMS.get(term)
    return known.label(get_language() or "en") if known else term


def sentence(reason: Reason, *, theirs: datetime, yours: datetime, zone: str, walk_min: int) -> str:
    """The reason as the reader sees it. Units: `walk_min` minutes on foot."""
    return str(REASONS[reason.code]) % {
        "term": term_of(reason),
        "theirs": clock_time(theirs, zone),
        "yours": clock_time(yours, zone),
        "minutes": walk_min,
    }


def term_of(reason: Reason) -> str:
    """What a reason rests on, in the reader's language; a word of a topic stands as it was written."""
    if reason.code in AS_WRITTEN:
        return reason.term
    return str(TO_DO[reason.term]) if reason.term in TO_DO else term_label(reason.term)
