"""Who was shown to whom: in this slot of the clock, so that everybody live is seen and nobody is a star; and
in this day, so that nobody looks through a whole city.

Doors show a list through `show` and a single card through `open_card`; who only asks (`candidates_for`,
`pair_of`) leaves no trace. The counts of the slot stand on the sessions' rows and go with them.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kernel.statements import answer
from matching import policy
from matching.candidates import Pair, Sight, candidates_for, pair_of, sight_of
from matching.cards import Candidates, Card
from matching.models import Availability, Seen

# A row that a stage holds is skipped: one count less harms nobody, and a list never waits for a meeting.
COUNT = """
UPDATE matching_availability
SET shown = CASE WHEN shown_slot = %(slot)s THEN shown + 1 ELSE 1 END, shown_slot = %(slot)s
WHERE id IN (SELECT id FROM matching_availability WHERE id = ANY(%(new)s)
             ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
"""
SEEN_BY = """
SELECT one.person FROM matching_seen, unnest(people, at) AS one(person, at)
WHERE viewer_id = %(viewer)s AND one.at > %(since)s
"""
# Of a crowd at once: each viewer's new people, where there is room for all of them.
ADD_SEEN = """
INSERT INTO matching_seen AS s (viewer_id, people, at, oldest_at)
SELECT n.viewer, array_agg(n.person), array_agg(%(now)s::timestamptz), %(now)s::timestamptz
FROM unnest(%(viewers)s::uuid[], %(people)s::uuid[]) AS n(viewer, person)
WHERE NOT EXISTS (SELECT FROM matching_seen k WHERE k.viewer_id = n.viewer AND n.person = ANY(k.people))
GROUP BY n.viewer ORDER BY n.viewer
ON CONFLICT (viewer_id) DO UPDATE
SET people = s.people || excluded.people, at = s.at || excluded.at
WHERE cardinality(s.people) + cardinality(excluded.people) <= %(most)s
"""
FULL = """
SELECT viewer_id FROM matching_seen
WHERE viewer_id = ANY(%(viewers)s)
  AND (SELECT count(*) FROM unnest(at) AS one WHERE one > %(since)s) > %(most)s
"""


def look(viewer: Availability, *, now: datetime) -> Sight:
    """Whom `viewer` may be shown now: what doors ask first, since the same sight needs no new list."""
    return sight_of(viewer, now=now, seen=seen_by(viewer.person_id, now=now))


def show(viewer: Availability, *, now: datetime, sight: Sight | None = None) -> Candidates:
    """The gauge and the cards that `viewer` sees now, at most sixty new people a day, remembered.

    Effects: those of `note`; who is new today among the viewer's sixty. A list seen before writes nothing.
    """
    sight = sight or look(viewer, now=now)
    seen, shown = sight.seen or frozenset(), candidates_for(viewer, now=now, sight=sight)
    if not seen.issuperset(shown.people.values()):
        seen = admit(viewer.person_id, shown.people.values(), now=now)
        shown = shown.without_strangers(seen)  # another device may have used up what was left
    shown = replace(shown, limit_reached=len(seen) >= policy.SEEN_MOST)
    note(viewer, shown, now=now)
    return shown


def open_card(viewer: Availability, session: UUID, *, now: datetime) -> Card | None:
    """The card of one live session, or None where `viewer` may not see it, or has seen sixty others today."""
    pair = open_pair(viewer, session, now=now)
    return pair.card if pair else None


def open_pair(viewer: Availability, session: UUID, *, now: datetime) -> Pair | None:
    """The same with the reasons the other way round.

    Effects: a card whose id did not come from the viewer's own list counts among the sixty of the day.
    """
    pair = pair_of(viewer, session, now=now)
    if pair is None or was_shown(viewer.person_id, pair.person, now=now):
        return pair
    return pair if pair.person in admit(viewer.person_id, [pair.person], now=now) else None


def was_shown(viewer: UUID, person: UUID, *, now: datetime) -> bool:
    """Whether `person` is among those whom `viewer` was shown within the day."""
    return person in seen_by(viewer, now=now)


def seen_by(viewer: UUID, *, now: datetime) -> frozenset[UUID]:
    """Whom `viewer` was shown within the day. Shape: one prepared query, read on every list."""
    rows = answer(SEEN_BY, {"viewer": viewer, "since": now - policy.SEEN_FOR})
    return frozenset(person for (person,) in rows)


def admit(viewer: UUID, people: Collection[UUID], *, now: datetime) -> frozenset[UUID]:
    """Remember those of `people` who are new, as many as the day still has room for; whom it then knows.

    Locks the viewer's own row and nothing else, so that two devices share one allowance.
    """
    with transaction.atomic():
        Seen.objects.bulk_create([Seen(viewer_id=viewer, oldest_at=now)], ignore_conflicts=True)
        seen = Seen.objects.select_for_update().get(pk=viewer)
        seen.forget(now)
        if new := [person for person in dict.fromkeys(people) if person not in seen.people][: seen.room]:
            seen.add(new, now)
            seen.save(update_fields=["people", "at", "oldest_at"])
    return frozenset(seen.people)


def note_faces(pairs: Collection[tuple[UUID, UUID]], *, now: datetime) -> None:
    """Remember that each first person of `pairs` is shown the second, without their having looked.

    Shape: one statement, rows in ascending order of the viewer. Whose day has no room left keeps what it has:
    `full_days` leaves them out before.
    """
    viewers, people = zip(*pairs, strict=True) if pairs else ((), ())
    with connection.cursor() as cursor:
        cursor.execute(
            ADD_SEEN,
            {"viewers": list(viewers), "people": list(people), "now": now, "most": policy.SEEN_MOST},
        )


def full_days(viewers: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Who of `viewers` was shown so many new people within the day that a table of strangers is too much."""
    since, most = now - policy.SEEN_FOR, policy.SEEN_MOST - policy.SEEN_AT_A_TABLE
    rows = answer(FULL, {"viewers": list(viewers), "since": since, "most": most})
    return {viewer for (viewer,) in rows}


def forget_due(*, now: datetime, limit: int = 500) -> int:
    """Forget who was shown to whom a day ago; the count of rows that changed. Safe to run twice."""
    with transaction.atomic():
        old = Seen.objects.select_for_update(skip_locked=True).filter(oldest_at__lte=now - policy.SEEN_FOR)
        rows = list(old.order_by("oldest_at")[:limit])
        for row in rows:
            row.forget(now)
        Seen.objects.filter(pk__in=[row.pk for row in rows if not row.people]).delete()
        Seen.objects.bulk_update([row for row in rows if row.people], ["people", "at", "oldest_at"])
    return len(rows)


def note(viewer: Availability, shown: Candidates, *, now: datetime) -> None:
    """Remember that `viewer` was shown these cards; a list seen before in this slot writes nothing.

    Effects: the counts of those who are new on the list, and the list on the viewer's own row.
    """
    slot = policy.slot_of(now)
    begun = viewer.listed_slot == slot
    listed = viewer.listed if begun else []
    new = [card.id for card in shown.cards if card.id not in listed]
    if not new:
        return
    fairly = set(viewer.listed_fairly if begun else []) | shown.owed
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"slot": slot, "new": new})
    viewer.listed_slot, viewer.listed, viewer.listed_fairly = slot, [*listed, *new], sorted(fairly)
    viewer.save(update_fields=["listed_slot", "listed", "listed_fairly"])
