"""Who may be shown to whom, in one SQL statement: the hard filters and nothing else.

Every exclusion works without a trace: an excluded person is simply not in the answer.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import psycopg
from django.db import connection

from accounts.models import Profile
from accounts.policy import WORK_MAIL_FOR
from accounts.wording import company_key
from matching import policy
from matching.models import Availability
from places import cells

# The ring comes as two arrays (cell, minutes), so that one index probe a cell finds the people and both
# reaches are compared with the same bucket. `pair` narrows the statement to one session when asked.
FREE_AND_COMPATIBLE: Final = """
WITH ring AS (SELECT * FROM unnest(%(cells)s::varchar[], %(minutes)s::smallint[]) AS r(cell, about_min))
SELECT a.id, a.person_id, a.cell, ring.about_min, a.ends_at, a.hard_stop_at, a.intention, a.topic,
       p.first_name, p.role, p.company, p.languages, p.offers, p.seeks, p.free_offers, p.free_seeks,
       COALESCE(s.committed, 0) AS committed, COALESCE(s.kept, 0) AS kept, u.is_demo,
       (p.met_once_at IS NOT NULL OR p.oidc_at IS NOT NULL OR p.work_mail_at > %(work_mail_since)s) IS TRUE
         AS verified,
       CASE WHEN p.work_mail_at > %(work_mail_since)s THEN p.mail_domain ELSE '' END AS works_at
FROM ring
JOIN matching_availability a ON a.cell = ring.cell AND a.state = 'live'
JOIN accounts_profile p ON p.user_id = a.person_id
JOIN accounts_user u ON u.id = a.person_id AND u.is_active
LEFT JOIN matching_standing s ON s.person_id = a.person_id
WHERE a.person_id <> %(me)s
  AND a.reach_min >= ring.about_min
  AND a.heartbeat_at > %(visible_since)s
  AND a.ends_at - make_interval(mins => ring.about_min) >= %(time_enough_at)s
  AND (%(viewer_verified)s OR a.open_to = 'all')
  AND p.languages && %(languages)s::varchar[]
  AND NOT ((p.hide_company OR %(hide_company)s)
           AND ((p.company_key <> '' AND p.company_key = %(company_key)s)
                OR (p.mail_domain <> '' AND p.mail_domain = %(mail_domain)s)))
  AND NOT (p.hidden_companies && %(my_company)s::varchar[])
  AND NOT (p.company_key = ANY(%(hidden_companies)s::varchar[])
           OR regexp_replace(p.mail_domain, '[^a-z0-9]', '', 'g') = ANY(%(hidden_companies)s::varchar[]))
  AND a.person_id NOT IN (
    SELECT blocked_id FROM accounts_block WHERE blocker_id = %(me)s
    UNION ALL SELECT blocker_id FROM accounts_block WHERE blocked_id = %(me)s
    UNION ALL SELECT invitee_id FROM matching_cooldown WHERE sender_id = %(me)s
      AND (until IS NULL OR until > %(now)s)
    UNION ALL SELECT sender_id FROM matching_cooldown WHERE invitee_id = %(me)s AND until IS NULL
    UNION ALL SELECT high_id FROM matching_acquaintance WHERE low_id = %(me)s AND met_at > %(met_since)s
    UNION ALL SELECT low_id FROM matching_acquaintance WHERE high_id = %(me)s AND met_at > %(met_since)s)
"""
ONE_SESSION: Final = "  AND a.id = %(session)s\n"
CHEAPEST_FIRST: Final = """
ORDER BY (p.offers && %(seeks)s::varchar[])::int + (p.seeks && %(offers)s::varchar[])::int DESC,
         ring.about_min, md5(a.id::text || %(day)s::text)
LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class FreePerson:
    """A person who passed every hard filter. Shape: one row; `about_min` on foot between cell centres."""

    id: UUID
    person_id: UUID
    cell: str
    about_min: int
    ends_at: datetime
    hard_stop_at: datetime | None
    intention: str
    topic: str
    first_name: str
    role: str
    company: str
    languages: list[str]
    offers: list[str]
    seeks: list[str]
    free_offers: list[str]
    free_seeks: list[str]
    committed: int
    kept: int
    is_demo: bool
    verified: bool
    works_at: str


def free_people(viewer: Availability, *, now: datetime, session: UUID | None = None) -> list[FreePerson]:
    """Everybody whom `viewer` may see and meet now, at most `policy.SCORED_MOST`; or the one `session` only.

    Effects: none. Source: the order among too many is tags, nearness, then a hash of the day.
    """
    me = viewer.person.profile
    ring = fitting_ring(viewer, now=now)
    if not ring:
        return []
    statement = FREE_AND_COMPATIBLE + (ONE_SESSION if session else "") + CHEAPEST_FIRST
    facts = facts_of(viewer, me, ring, now=now) | {"session": session}
    return [FreePerson(*row) for row in answer(statement, facts)]


def answer(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that the server plans once a connection and keeps."""
    # Planning takes several times as long as looking. Django binds on this side and so never prepares.
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, facts, prepare=True, binary=True).fetchall()


@lru_cache(maxsize=4096)
def ring_of(cell: str, reach_min: int) -> dict[str, int]:
    """The cells in reach with the minutes to each."""
    return {
        key: minutes for key in cells.reachable(cell, reach_min) if (minutes := cells.about_min(cell, key))
    }


def fitting_ring(viewer: Availability, *, now: datetime) -> dict[str, int]:
    """The cells in the viewer's reach, with minutes, that the viewer's own remaining time still allows."""
    return {
        cell: about_min
        for cell, about_min in ring_of(viewer.cell, viewer.reach_min).items()
        if now <= policy.latest_start(viewer.ends_at, viewer.hard_stop_at, about_min)
    }


def facts_of(viewer: Availability, me: Profile, ring: dict[str, int], *, now: datetime) -> dict[str, Any]:
    """The parameters of the statement."""
    return {
        "cells": list(ring),
        "minutes": list(ring.values()),
        "me": viewer.person_id,
        "now": now,
        "visible_since": now - policy.HIDDEN_AFTER,
        "time_enough_at": policy.must_end_after(now),
        "met_since": now - policy.MET_RESTS_FOR,
        "work_mail_since": now - WORK_MAIL_FOR,
        "viewer_verified": me.verified_at(now),
        "languages": me.languages,
        "hide_company": me.hide_company,
        "company_key": me.company_key,
        "mail_domain": me.mail_domain,
        "my_company": [name for name in (me.company_key, company_key(me.mail_domain)) if name],
        "hidden_companies": me.hidden_companies,
        "offers": me.offers,
        "seeks": me.seeks,
        "day": f"{now:%Y-%m-%d}",
        "most": policy.SCORED_MOST,
    }
