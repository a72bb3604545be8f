"""What meetups forgets on time: where people met and what came of nothing. Called by one task.

Safe to run twice and by two at once: each batch is one transaction, and what another holds is left to it.
"""

from datetime import datetime
from functools import partial

from kernel.batches import in_batches
from meetups import policy
from meetups.models import Invitation, Meeting, Message, Party, Table

WORDS_OF_THE_MOMENT = ("topic", "until")  # of what was told: the rest says whom one met


def forget_due(*, now: datetime) -> int:
    """Forget what is older than it may be, in batches; how many rows.

    Effects: of a meeting over for thirty days the people stay, its place, walks, sentences and how it began
    go. What came to nothing thirty days ago is deleted, and a meeting that nobody proved after ninety.
    """
    return sum(
        in_batches(partial(batch, now=now), at_once=policy.FORGOTTEN_AT_ONCE)
        for batch in (places, invitations, tables, unproven)
    )


def places(*, now: datetime) -> int:
    """Of meetings over for thirty days: where, how far, what was said, and from which ring it came."""
    over = Meeting.objects.filter(over_at__lte=now - policy.POINT_KEPT_FOR, point__isnull=False)
    held = list(
        over.select_for_update(skip_locked=True, of=("self",)).order_by("over_at")[: policy.FORGOTTEN_AT_ONCE]
    )
    ids = [row.pk for row in held]
    parties = list(Party.objects.filter(meeting__in=ids))
    for party in parties:
        party.walk_min = None
        party.told = {key: value for key, value in party.told.items() if key not in WORDS_OF_THE_MOMENT}
    Party.objects.bulk_update(parties, ["walk_min", "told"])
    Meeting.objects.filter(pk__in=ids).update(point=None, invitation=None, table=None)
    Message.objects.filter(meeting__in=ids).delete()
    Invitation.objects.filter(pk__in=[row.invitation_id for row in held if row.invitation_id]).delete()
    Table.objects.filter(pk__in=[row.table_id for row in held if row.table_id]).delete()
    return len(held)


def invitations(*, now: datetime) -> int:
    """Invitations that came to nothing thirty days ago."""
    over = Invitation.objects.filter(settled_at__lte=now - policy.NOTHING_KEPT_FOR, meeting=None)
    rows = over.select_for_update(skip_locked=True, of=("self",)).order_by("settled_at")
    held = [row.pk for row in rows[: policy.FORGOTTEN_AT_ONCE]]
    Invitation.objects.filter(pk__in=held).delete()
    return len(held)


def tables(*, now: datetime) -> int:
    """Tables with their seats that came to nothing thirty days ago; matching knows on who has not met."""
    over = Table.objects.filter(settled_at__lte=now - policy.NOTHING_KEPT_FOR, meeting=None)
    rows = over.select_for_update(skip_locked=True, of=("self",)).order_by("settled_at")
    held = [row.pk for row in rows[: policy.FORGOTTEN_AT_ONCE]]
    Table.objects.filter(pk__in=held).delete()
    return len(held)


def unproven(*, now: datetime) -> int:
    """Meetings that nobody proved, over for ninety days."""
    over = Meeting.objects.filter(over_at__lte=now - policy.UNPROVEN_KEPT_FOR, met_at=None)
    rows = over.select_for_update(skip_locked=True, of=("self",)).order_by("over_at")
    held = [row.pk for row in rows[: policy.FORGOTTEN_AT_ONCE]]
    Meeting.objects.filter(pk__in=held).delete()
    return len(held)
