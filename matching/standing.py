"""What meetings leave behind for matching: cool-downs, acquaintance, kept promises.

The named stage through which meetups writes here; called inside its transactions, publishes nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import combinations, product
from uuid import UUID

from django.db.models import F

from matching import policy
from matching.models import Acquaintance, CoolDown, Standing, Unmet


def cool_down(*, sender_id: UUID, invitee_id: UUID, now: datetime) -> None:
    """Let the pair rest, from sender to invitee, each time longer.

    The same whatever the reason, so that a refusal cannot be told from a missed ring.
    """
    rest, created = CoolDown.objects.select_for_update().get_or_create(
        sender_id=sender_id, invitee_id=invitee_id, defaults={"until": now + policy.COOL_DOWNS[0], "step": 1}
    )
    if created or rest.until is None:
        return
    if rest.until <= now - policy.COOL_DOWN_REMEMBERED_FOR:
        rest.step = 0  # forgotten, swept or not
    rest.until = now + policy.COOL_DOWNS[min(rest.step, len(policy.COOL_DOWNS) - 1)]
    rest.step += 1
    rest.save(update_fields=["until", "step"])


def hide_for_good(*, by_id: UUID, other_id: UUID) -> None:
    """Neither is shown to the other again, until `by` takes it back."""
    CoolDown.objects.update_or_create(sender_id=by_id, invitee_id=other_id, defaults={"until": None})


def committed(people: Sequence[UUID]) -> None:
    """Count a promise for each of `people`."""
    for person_id in sorted(people):
        Standing.objects.get_or_create(person_id=person_id)
    Standing.objects.filter(person_id__in=people).update(committed=F("committed") + 1)


def kept(people: Sequence[UUID], *, now: datetime, among: Sequence[UUID] = ()) -> None:
    """Count the promise as kept for `people`; remember that they met each other, and whom they came to."""
    Standing.objects.filter(person_id__in=people).update(kept=F("kept") + 1)
    met = {tuple(sorted(pair)) for pair in (*combinations(people, 2), *product(people, among))}
    for low, high in sorted(met):
        Acquaintance.objects.update_or_create(low_id=low, high_id=high, defaults={"met_at": now})
        Unmet.objects.filter(low=low, high=high).delete()


def rung_together(tables: Iterable[Sequence[UUID]]) -> None:
    """Remember of each two at one of `tables` that they have not met since they were rung together.

    Shape: one statement, pairs in ascending order.
    """
    pairs = {tuple(sorted(pair)) for people in tables for pair in combinations(people, 2)}
    Unmet.objects.bulk_create(
        [Unmet(low_id=low, high_id=high) for low, high in sorted(pairs)], ignore_conflicts=True
    )


def unmet_among(people: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Each two of `people` who were rung together and have not met since, the smaller id first."""
    return set(Unmet.objects.filter(low__in=people, high__in=people).values_list("low_id", "high_id"))
