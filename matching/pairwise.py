"""The hard filters asked about many pairs at once: the parts of `matching.prefilter`, both ways.

Called by `matching.surprises`. Reads only; who is excluded is simply not in the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from accounts.policy import WORK_MAIL_FOR
from kernel.statements import answer
from matching import policy
from matching.prefilter import (
    BETWEEN,
    MET_LATELY,
    OPEN,
    PARTED,
    READY,
    RINGS,
    UNRUNG,
    FreePerson,
    parted_from,
    times_of_reach,
)

ONCE: Final = "LEAST({one}, {other}), GREATEST({one}, {other})"  # a pair, whoever of the two is named first

# The words of a pair: `one` looks at `a`. What is between two is the same from either side; who is ready and
# to whom one is open is asked of both.
ONE: Final = {
    "languages": "one.languages",
    "hide_company": "one.hide_company",
    "company_key": "one.company_key",
    "mail_domain": "one.mail_domain",
    "my_company": "one.my_company",
    "hides_nobody": "one.hidden_companies = '{}'",
    "hidden_companies": "one.hidden_companies",
}
ASKED: Final = """
SELECT id, person_id, 0, ends_at, intention, topic, role, offers, seeks, committed, kept, shown_slot, shown,
       hard_stop_at, false, cell, reach_min, languages
FROM matching_availability
WHERE state = 'live' AND surprise AND active AND ends_at > %(now)s
  AND (heartbeat_at > %(visible_since)s OR push_until > %(now)s)
  AND person_id <> ALL(%(busy)s::uuid[])
ORDER BY id
"""
# A table rings as long as the one of them needs who needs longest.
BOTH_RING: Final = f"GREATEST({RINGS.format(them='one')}, {RINGS.format(them='a')})"
ASKED_BY: Final = "IN (SELECT person_id FROM asked)"
FIT_TOGETHER: Final = f"""
WITH asked AS MATERIALIZED (
  SELECT s.n, a.*, array_remove(ARRAY[a.company_key,
           regexp_replace(a.mail_domain, '[^a-z0-9]', '', 'g')]::varchar[], '') AS my_company,
         (p.met_once_at IS NOT NULL OR p.oidc_at IS NOT NULL OR p.work_mail_at > %(work_mail_since)s) IS TRUE
           AS verified
  FROM unnest(%(sessions)s::uuid[]) WITH ORDINALITY AS s(id, n)
  JOIN matching_availability a ON a.id = s.id AND a.state = 'live' AND a.surprise
  JOIN accounts_profile p ON p.user_id = a.person_id),
parted AS MATERIALIZED (
    {parted_from(ASKED_BY, (*PARTED, *MET_LATELY), selected=ONCE.format(one="{own}", other="{other}"))}),
walk AS (
  SELECT * FROM unnest(%(minutes)s::smallint[], %(ends)s::timestamptz[], %(stops)s::timestamptz[])
    AS w(about_min, ends_at, stops_at))
SELECT pair.n
FROM unnest(%(ones)s::int[], %(others)s::int[], %(walks)s::smallint[])
  WITH ORDINALITY AS pair(one, other, about_min, n)
JOIN walk USING (about_min)
JOIN asked one ON one.n = pair.one
JOIN asked a ON a.n = pair.other
WHERE true
{READY.format(them="one", walk="walk", rings=BOTH_RING)}
{READY.format(them="a", walk="walk", rings=BOTH_RING)}
{OPEN.format(them="a", verified="one.verified")}
{OPEN.format(them="one", verified="a.verified")}
{BETWEEN.format(**ONE)}
  AND ({ONCE.format(one="one.person_id", other="a.person_id")}) NOT IN (SELECT * FROM parted)
"""  # noqa: S608 -- made of the filters' parts


@dataclass(frozen=True, slots=True)
class Asker(FreePerson):
    """Somebody who asked to be surprised, with where they are. `about_min` means nothing here."""

    cell: str
    reach_min: int
    languages: list[str]


def askers(*, now: datetime, busy: Sequence[UUID] = ()) -> list[Asker]:
    """Everybody live who asked to be surprised and is not among the `busy`, in a steady order."""
    facts = {"now": now, "visible_since": now - policy.HIDDEN_AFTER, "busy": list(busy)}
    return [Asker(*row) for row in answer(ASKED, facts)]


def fit_together(
    sessions: Sequence[UUID], pairs: Sequence[tuple[int, int, int]], *, now: datetime
) -> list[tuple[int, int, int]]:
    """Which of `pairs` may be shown to each other now: each (place in `sessions`, place, minutes on foot)."""
    ones, others, walks = zip(*pairs, strict=True) if pairs else ((), (), ())
    facts = {
        "sessions": list(sessions), "ones": [place + 1 for place in ones],
        "others": [place + 1 for place in others],
        "walks": list(walks), "minutes": list(policy.REACH_CHOICES_MIN),
        "ends": [policy.earliest_end(now, walk, ring=UNRUNG) for walk in policy.REACH_CHOICES_MIN],
        "stops": [policy.earliest_hard_stop(now, walk, ring=UNRUNG) for walk in policy.REACH_CHOICES_MIN],
        "now": now, **times_of_reach(now), "met_since": now - policy.MET_RESTS_FOR,
        "work_mail_since": now - WORK_MAIL_FOR,
    }  # fmt: skip
    # Not kept: a plan made without knowing how many pairs come would look at each person for each pair.
    fitting = answer(FIT_TOGETHER, facts, prepare=False)
    return [pairs[number - 1] for number in sorted(row[0] for row in fitting)]
