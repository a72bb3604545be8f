"""Which browsers ring for whom. The stages above ask who can be reached; doors add and remove.

A person has at most `MOST_A_PERSON`; one more takes the place of the oldest.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from notifications.models import PushSubscription


def reachable_by_push(people: Iterable[UUID], *, now: datetime) -> set[UUID]:
    """Return which of these people have a browser that rings while no page is open, in one query."""
    working = PushSubscription.objects.of(people).working(now=now)
    return set(working.values_list("person_id", flat=True))
