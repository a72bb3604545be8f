"""Who was shown on whose list in this slot of the clock, so that everybody live is seen and nobody is a star.

Doors show a list through `show`; who only asks (`candidates_for`) leaves no trace. The counts are all that
fairness knows; they stand on the sessions' rows and go with them.
"""

from datetime import datetime

from django.db import connection

from matching import policy
from matching.candidates import Sight, candidates_for
from matching.cards import Candidates
from matching.models import Availability

# A row that a stage holds is skipped: one count less harms nobody, and a list never waits for a meeting.
COUNT = """
UPDATE matching_availability
SET shown = CASE WHEN shown_slot = %(slot)s THEN shown + 1 ELSE 1 END, shown_slot = %(slot)s
WHERE id IN (SELECT id FROM matching_availability WHERE id = ANY(%(new)s)
             ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
"""


def show(viewer: Availability, *, now: datetime, sight: Sight | None = None) -> Candidates:
    """The gauge and the cards that `viewer` sees now, remembered for fairness."""
    shown = candidates_for(viewer, now=now, sight=sight)
    note(viewer, shown, now=now)
    return shown


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
