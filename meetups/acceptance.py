"""How often invitations are accepted in an area: what the gauge says of a chance, it says from this.

Read by the page of who is live. A figure of many people or none: a wide area, four whole weeks, five
different people on either side.
"""

from datetime import UTC, datetime

from django.core.cache import cache
from django.db.models import Count, Q

from matching import policy
from meetups import states
from meetups.models import Invitation
from places import cells

NOBODY_KNOWS = -1  # kept too, so that an area without a figure is not counted again and again


def accepted_of_ten(cell: str, *, now: datetime) -> int | None:
    """How many of ten invitations round a cell were accepted; None where too few people are known.

    The same the whole day: it ends with the last midnight, so that no invitation can be watched in it.
    """
    area, midnight = (
        cells.parent(cell),
        now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
    )
    key = f"accepted-of-ten:{area}:{midnight:%Y-%m-%d}"
    found: int | None = cache.get(key)
    if found is None:
        found = measured(area, until=midnight)
        cache.set(key, found, timeout=int(policy.RATE_KEPT_FOR.total_seconds()))
    return None if found == NOBODY_KNOWS else found


def measured(area: str, *, until: datetime) -> int:
    """The figure itself. What was taken back or superseded nobody decided; demo people do not count."""
    # Points lie in the rule's cells: an area holds four of them.
    within = [area + quarter for quarter in "0123"]
    tally = (
        Invitation.objects.filter(point__cell__in=within)
        .filter(sent_at__gte=until - policy.RATE_SINCE, sent_at__lt=until)
        .filter(Q(state__in=[states.ACCEPTED, states.EXPIRED]) | Q(state=states.SENT, expires_at__lte=until))
        .filter(sender__is_demo=False, invitee__is_demo=False)
        .aggregate(
            asked=Count("pk"),
            accepted=Count("pk", filter=Q(state=states.ACCEPTED)),
            senders=Count("sender", distinct=True),
            invitees=Count("invitee", distinct=True),
        )
    )
    if min(tally["senders"], tally["invitees"]) < policy.RATE_PEOPLE_LEAST:
        return NOBODY_KNOWS
    accepted, asked = int(tally["accepted"]), int(tally["asked"])
    return round(10 * accepted / asked)
