"""What matching forgets after months: sessions, rests that are over, who met whom lately. Called by one task.

Safe to run twice and by two at once: each batch is one transaction, and what another holds is left to it.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kernel.batches import in_batches
from matching import policy
from matching.models import Acquaintance, Availability, AvailabilityState, CoolDown


def forget_due(*, now: datetime) -> int:
    """Delete what is older than it may be, in batches; how many rows.

    Effects: sessions ended ninety days ago, and with them what still hangs on them but the people of a
    meeting; rests over for so long that the next begins anew; acquaintances that keep nobody apart any more.
    """
    ended = Availability.objects.filter(
        state=AvailabilityState.ENDED, ended_at__lte=now - policy.SESSION_KEPT_FOR
    ).order_by("ended_at")
    rested = CoolDown.objects.filter(until__lte=now - policy.COOL_DOWN_REMEMBERED_FOR).order_by("until")
    met = Acquaintance.objects.filter(met_at__lte=now - policy.ACQUAINTANCE_KEPT_FOR).order_by("met_at")
    return emptied(ended) + emptied(rested) + emptied(met)


def emptied(rows: "QuerySet[Any]") -> int:
    """Delete the rows, a batch at a time; how many."""

    def some() -> int:
        batch = rows.select_for_update(skip_locked=True, of=("self",))[: policy.FORGOTTEN_AT_ONCE]
        held = [row.pk for row in batch]
        rows.model.objects.filter(pk__in=held).delete()
        return len(held)

    return in_batches(some, at_once=policy.FORGOTTEN_AT_ONCE)
