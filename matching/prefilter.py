"""Who may be shown to whom, in SQL: the hard filters and nothing else, each written once.

One statement asks for one viewer, another for many pairs at once; both are made of the same parts.

Every exclusion works without a trace: an excluded person is simply not in the answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from accounts.models import Profile
from accounts.policy import WORK_MAIL_FOR
from accounts.wording import company_key
from kernel.statements import answer
from matching import policy
from matching.models import Availability
from places import cells
from places.policy import SAME_AREA_MIN

DRAWS: Final = 1 << 62  # the seed of a draw is a bigint
UNRUNG: Final = timedelta(0)  # the ring is added in SQL: it is another for each person

# The filters, each written once. They speak of `a`, who may be shown, and of the walk between; who looks is
# named by {words}: parameters where one viewer asks, columns where a crowd is asked about at once.
BY_PUSH: Final = "({them}.push_until > %(now)s AND {them}.heartbeat_at <= %(pages_shut_since)s) IS TRUE"
# How long it would ring at them, as `policy.ring_for` says it.
RINGS: Final = """
CASE WHEN ({them}.push_until > %(now)s AND {them}.heartbeat_at <= %(pages_shut_since)s)
     THEN GREATEST({them}.answer_for, %(by_push_for)s) ELSE {them}.answer_for END"""
READY: Final = """
  AND {them}.active
  AND {them}.reach_min >= {walk}.about_min
  AND ({them}.heartbeat_at > %(visible_since)s OR {them}.push_until > %(now)s)
  AND ({them}.ends_at >= %(ample_at)s OR {them}.ends_at >= {walk}.ends_at + {rings})
  AND ({them}.hard_stop_at IS NULL OR {them}.hard_stop_at >= {walk}.stops_at + {rings})
"""
OPEN: Final = "  AND ({verified} OR {them}.open_to = 'all')\n"
BETWEEN: Final = """
  AND a.languages && {languages}
  AND NOT ((a.hide_company OR {hide_company})
           AND ((a.company_key <> '' AND a.company_key = {company_key})
                OR (a.mail_domain <> '' AND a.mail_domain = {mail_domain})))
  AND (a.hidden_companies = '{{}}' OR NOT (a.hidden_companies && {my_company}))
  AND ({hides_nobody} OR NOT (
       a.company_key = ANY({hidden_companies})
       OR regexp_replace(a.mail_domain, '[^a-z0-9]', '', 'g') = ANY({hidden_companies})))
"""
# Whom one does not see whatever else fits: blocked either way, resting, hidden for good; whom one met lately.
PARTED: Final = (
    ("accounts_block", "blocker_id", "blocked_id", "true"),
    ("accounts_block", "blocked_id", "blocker_id", "true"),
    ("matching_cooldown", "sender_id", "invitee_id", "until IS NULL OR until > %(now)s"),
    ("matching_cooldown", "invitee_id", "sender_id", "until IS NULL"),
)
MET_LATELY: Final = (
    ("matching_acquaintance", "low_id", "high_id", "met_at > %(met_since)s"),
    ("matching_acquaintance", "high_id", "low_id", "met_at > %(met_since)s"),
)

# The words of one viewer.
VIEWER: Final = {
    "languages": "%(languages)s::varchar[]",
    "hide_company": "%(hide_company)s",
    "company_key": "%(company_key)s",
    "mail_domain": "%(mail_domain)s",
    "my_company": "%(my_company)s::varchar[]",
    "hides_nobody": "%(hides_nobody)s",
    "hidden_companies": "%(hidden_companies)s::varchar[]",
}


def parted_from(me: str, by: Iterable[tuple[str, str, str, str]], *, selected: str = "{other}") -> str:
    """The statement of whom `me` is kept apart from `by` these; `selected` are the columns returned."""
    return "\n    UNION ALL ".join(
        f"SELECT {selected.format(own=own, other=other)} FROM {table} WHERE {own} {me} AND ({kept})"  # noqa: S608 -- every word stands above
        for table, own, other, kept in by
    )


# The ring comes as arrays, a cell a row: one index probe a cell finds the people, both reaches are compared
# with the same minutes, and the times that must fit are reckoned once a cell, but for the ring, which is the
# other's: `slack` is how long the viewer's own time lets it ring, null where any ring fits, and who has time
# for any ring (`ample_at`) is asked no more. `ONE_SESSION` narrows it.
FREE_AND_COMPATIBLE: Final = f"""
WITH ring AS (
  SELECT * FROM unnest(%(cells)s::varchar[], %(minutes)s::smallint[], %(ends)s::timestamptz[],
                       %(stops)s::timestamptz[], %(slacks)s::interval[])
    AS r(cell, about_min, ends_at, stops_at, slack))
SELECT a.id, a.person_id, ring.about_min, a.ends_at, a.intention, a.topic, a.role, a.offers, a.seeks,
       a.committed, a.kept, a.shown_slot, a.shown, a.hard_stop_at, {BY_PUSH.format(them="a")}
FROM ring
JOIN matching_availability a ON a.cell = ring.cell AND a.state = 'live'
WHERE a.person_id <> %(me)s
{READY.format(them="a", walk="ring", rings=RINGS.format(them="a"))}
  AND (ring.slack IS NULL OR {RINGS.format(them="a")} <= ring.slack)
{OPEN.format(them="a", verified="%(viewer_verified)s")}
{BETWEEN.format(**VIEWER)}
  AND a.person_id NOT IN (
    {parted_from("= %(me)s", PARTED)})
"""  # noqa: S608 -- made of the parts above
# The list is of people one has not met lately; those have a section of their own. The door admits both.
NEW_PEOPLE: Final = f"  AND a.person_id NOT IN (\n    {parted_from('= %(me)s', MET_LATELY)})\n"
SO_MANY: Final = "LIMIT %(least)s\n"
ONE_SESSION: Final = "  AND a.id = %(session)s\n"
ONLY_THESE: Final = "  AND a.person_id = ANY(%(only)s)\n"
# Of a crowd: who shares tags or is owed a place, then who is near, then a draw, another for each viewer.
CHEAPEST_FIRST: Final = """
ORDER BY (a.offers_bits & %(seeks_bits)s <> 0 AND a.offers && %(seeks)s::varchar[])::int
         + (a.seeks_bits & %(offers_bits)s <> 0 AND a.seeks && %(offers)s::varchar[])::int
         + (a.shown_slot < %(slot)s - 1)::int DESC,
         ring.about_min, uuid_hash_extended(a.id, %(draw)s)
LIMIT %(most)s
"""
# Whom new accounts cannot play, and who was there already when the five-minute clock struck.
PROVEN: Final = """
  AND a.started_at < %(shown_at)s
  AND EXISTS (SELECT FROM accounts_profile p WHERE p.user_id = a.person_id AND p.met_once_at IS NOT NULL)
"""
THE_LIST: Final = FREE_AND_COMPATIBLE + NEW_PEOPLE + CHEAPEST_FIRST
HOW_MANY: Final = f"SELECT count(*) FROM (\n{FREE_AND_COMPATIBLE + NEW_PEOPLE}) AS free\n"  # noqa: S608 -- as above
SHOWN_OF: Final = """
SELECT p.user_id, p.first_name, p.company, p.languages, u.is_demo,
       (p.met_once_at IS NOT NULL OR p.oidc_at IS NOT NULL OR p.work_mail_at > %(work_mail_since)s) IS TRUE,
       CASE WHEN p.work_mail_at > %(work_mail_since)s THEN p.mail_domain ELSE '' END
FROM accounts_profile p JOIN accounts_user u ON u.id = p.user_id
WHERE p.user_id = ANY(%(people)s)
"""


@dataclass(frozen=True, slots=True)
class FreePerson:
    """A person who passed every hard filter. Shape: one row; `about_min` on foot between cell centres."""

    id: UUID
    person_id: UUID
    about_min: int
    ends_at: datetime
    intention: str
    topic: str
    role: str
    offers: list[str]
    seeks: list[str]
    committed: int
    kept: int
    shown_slot: int
    shown: int
    hard_stop_at: datetime | None
    by_push: bool  # no page of theirs is open: only push reaches them


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card says beyond the score: asked for only of those who become cards."""

    person_id: UUID
    first_name: str
    company: str
    languages: list[str]
    is_demo: bool
    verified: bool
    works_at: str


def oneself(session: Availability) -> FreePerson:
    """The person of an open session as the look-up would give them to somebody in the same cell."""
    return FreePerson(
        id=session.pk, person_id=session.person_id, about_min=SAME_AREA_MIN, ends_at=session.ends_at,
        intention=session.intention, topic=session.topic, role=session.role, offers=session.offers,
        seeks=session.seeks, committed=session.committed, kept=session.kept, shown_slot=session.shown_slot,
        shown=session.shown, hard_stop_at=session.hard_stop_at, by_push=False,
    )  # fmt: skip


def free_people(
    viewer: Availability, *, now: datetime, session: UUID | None = None, only: list[UUID] | None = None
) -> list[FreePerson]:
    """Everybody whom `viewer` may see and meet now, at most `policy.SCORED_MOST`.

    `session` narrows it to that one, `only` to some people.

    Effects: none. Source: the order among too many is tags, nearness, then a hash of the day.
    """
    ring = fitting_ring(viewer, now=now)
    if not ring:
        return []
    narrowed = (ONE_SESSION if session else NEW_PEOPLE) + (ONLY_THESE if only is not None else "")
    facts = facts_of(viewer, viewer.person.profile, ring, now=now) | {"session": session, "only": only}
    return [FreePerson(*row) for row in answer(FREE_AND_COMPATIBLE + narrowed + CHEAPEST_FIRST, facts)]


def how_many_free(viewer: Availability, *, now: datetime) -> int:
    """How many people `free_people` would find if it did not stop at so many."""
    ring = fitting_ring(viewer, now=now)
    [(count,)] = answer(HOW_MANY, facts_of(viewer, viewer.person.profile, ring, now=now))
    return int(count)


def free_among(viewer: Availability, people: Iterable[UUID], *, now: datetime) -> list[FreePerson]:
    """The same of `people`, whom `viewer` has met lately and who are therefore in no list."""
    ring = fitting_ring(viewer, now=now)
    if not ring:
        return []
    facts = facts_of(viewer, viewer.person.profile, ring, now=now) | {"only": list(people)}
    return [FreePerson(*row) for row in answer(FREE_AND_COMPATIBLE + ONLY_THESE + CHEAPEST_FIRST, facts)]


def at_least_free(viewer: Availability, least: int, *, now: datetime, only: list[UUID] | None = None) -> bool:
    """Whether the list of `viewer` counts at least so many people, without counting all of them."""
    ring = fitting_ring(viewer, now=now)
    facts = facts_of_person(viewer.person.profile, ring, now=now)
    facts |= {"least": least, "only": only, "slacks": slacks_of(viewer, ring, now=now)}
    narrowed = NEW_PEOPLE + (ONLY_THESE if only is not None else "")
    return len(answer(FREE_AND_COMPATIBLE + narrowed + SO_MANY, facts)) >= least


def enough_free(me: Profile, ring: Mapping[str, int], *, now: datetime, least: int) -> bool:
    """Whether at least `least` people with a proven meeting whom `me` may see and meet are free in `ring`.

    Depends on no session of one's own, nor on the moment within the five-minute clock at which people came.
    """
    facts = facts_of_person(me, ring, now=now) | {"least": least, "shown_at": policy.shown_time(now)}
    return len(answer(FREE_AND_COMPATIBLE + NEW_PEOPLE + PROVEN + SO_MANY, facts)) >= least


def shown_of(people: Iterable[UUID], *, now: datetime) -> dict[UUID, Shown]:
    """Names, companies and badges of `people`, by person."""
    facts = {"people": list(people), "work_mail_since": now - WORK_MAIL_FOR}
    return {row[0]: Shown(*row) for row in answer(SHOWN_OF, facts)}


def fitting_ring(viewer: Availability, *, now: datetime) -> dict[str, int]:
    """The cells in the viewer's reach, with minutes, that the viewer's own remaining time still allows."""
    fits = {
        about_min: now <= policy.latest_start(viewer.ends_at, viewer.hard_stop_at, about_min)
        for about_min in policy.REACH_CHOICES_MIN
    }
    ring = cells.ring(viewer.cell, viewer.reach_min)
    return {cell: about_min for cell, about_min in ring.items() if fits[about_min]}


def facts_of(viewer: Availability, me: Profile, ring: dict[str, int], *, now: datetime) -> dict[str, Any]:
    """The parameters of the statement, and of its order."""
    return facts_of_person(me, ring, now=now) | {
        "slacks": slacks_of(viewer, ring, now=now),
        "offers": viewer.offers,
        "seeks": viewer.seeks,
        "offers_bits": viewer.offers_bits,
        "seeks_bits": viewer.seeks_bits,
        "slot": policy.slot_of(now),
        "draw": viewer.pk.int % DRAWS + now.toordinal(),
        "most": policy.SCORED_MOST,
    }


def slacks_of(viewer: Availability, ring: Mapping[str, int], *, now: datetime) -> list[timedelta] | None:
    """For each cell how long the viewer's own time allows an invitation there to ring; None for any ring."""
    slack = {
        about_min: policy.latest_start(viewer.ends_at, viewer.hard_stop_at, about_min, ring=UNRUNG) - now
        for about_min in set(ring.values())
    }
    if not ring or min(slack.values()) >= policy.RING_LONGEST_FOR:
        return None
    return [slack[about_min] for about_min in ring.values()]


def facts_of_person(me: Profile, ring: Mapping[str, int], *, now: datetime) -> dict[str, Any]:
    """The parameters of the filters alone: who looks, and which cells."""
    return {
        "cells": list(ring),
        "minutes": list(ring.values()),
        "ends": [policy.earliest_end(now, about_min, ring=UNRUNG) for about_min in ring.values()],
        "stops": [policy.earliest_hard_stop(now, about_min, ring=UNRUNG) for about_min in ring.values()],
        "slacks": None,
        "me": me.pk,
        "now": now,
        **times_of_reach(now),
        "met_since": now - policy.MET_RESTS_FOR,
        "viewer_verified": me.verified_at(now),
        "languages": me.languages,
        "hide_company": me.hide_company,
        "company_key": me.company_key,
        "mail_domain": me.mail_domain,
        "my_company": [name for name in (me.company_key, company_key(me.mail_domain)) if name],
        "hidden_companies": me.hidden_companies,
        "hides_nobody": not me.hidden_companies,
    }


def times_of_reach(now: datetime) -> dict[str, Any]:
    """The parameters that say who can be reached, and how long it rings at them."""
    return {
        "visible_since": now - policy.HIDDEN_AFTER,
        "pages_shut_since": now - policy.PAGES_SHUT_AFTER,
        "ample_at": policy.earliest_end(now, policy.REACH_CHOICES_MIN[-1], ring=policy.RING_LONGEST_FOR),
        "by_push_for": policy.RING_BY_PUSH_FOR,
    }
