"""The plans of the hot queries, as the database carries them out on a million people."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from matching import exposure, pairwise, policy, prefilter, taste
from matching.availability import window
from matching.models import Availability

OUT = Path("docs/query-plans.md")
HEAD = """# Plans of the hot queries

Written by `make bench-million`, on {people:,} live people, for one of the densest areas. Each is what
`EXPLAIN (ANALYZE, BUFFERS)` says after the pages are warm.
"""
CELL = "UPDATE matching_availability SET cell = %(cell)s WHERE id = %(id)s"
DENSEST = """
SELECT id FROM matching_availability
WHERE state = 'live' AND cell = (SELECT cell FROM matching_availability WHERE state = 'live'
                                 GROUP BY cell ORDER BY count(*) DESC LIMIT 1)
LIMIT 1
"""


def write(*, people: int, now: datetime) -> None:
    """Explain each statement and keep the answers."""
    with connection.cursor() as cursor:
        cursor.execute(DENSEST)
        viewer = Availability.objects.select_related("person__profile").get(pk=cursor.fetchone()[0])
    ring = prefilter.fitting_ring(viewer, now=now)
    facts = prefilter.facts_of(viewer, viewer.person.profile, ring, now=now)
    near = prefilter.free_people(viewer, now=now)[: policy.CARDS_MOST]
    asked = {"now": now, "visible_since": now - policy.HIDDEN_AFTER, "busy": []}
    later = {"person": viewer.person_id, "now": now + timedelta(minutes=1)}
    statements: list[tuple[str, str, dict[str, Any]]] = [
        (
            "People in reach",
            prefilter.THE_LIST,
            facts,
        ),
        (
            "One person, for the card and the invitation",
            prefilter.FREE_AND_COMPATIBLE + prefilter.ONE_SESSION + prefilter.CHEAPEST_FIRST,
            facts | {"session": near[0].id},
        ),
        (
            "Names of the twelve shown",
            prefilter.SHOWN_OF,
            {"people": [one.person_id for one in near], "work_mail_since": now},
        ),
        ("Heartbeat", window.BEAT, later | {"alive_since": now - policy.ENDED_AFTER}),
        ("Another cell", CELL, {"id": viewer.pk, "cell": viewer.cell[:-1] + "0"}),
        ("Whom one was shown today", exposure.SEEN_BY, {"viewer": viewer.person_id, "since": now}),
        ("What one asked less of", taste.KINDS, {"person": viewer.person_id}),
        ("Everybody who asked to be surprised", pairwise.ASKED, asked),
        (
            "Who was shown, noted",
            exposure.COUNT,
            {"slot": policy.slot_of(now), "new": [one.id for one in near]},
        ),
    ]
    parts = [HEAD.format(people=people)]
    for title, statement, values in statements:
        for _warm in range(2):
            plan = explained(statement, values)
        parts.append(f"## {title}\n\n```\n{plan}\n```\n")
    OUT.write_text("\n".join(parts))


def explained(statement: str, values: dict[str, Any]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", values)
        return "\n".join(row[0] for row in cursor.fetchall())
