""" "Less like this": kinds of people that somebody wants to see after all others, and taking that back.

Stages for doors. Only the person reads their own kinds; nobody is told, so nothing is published.
"""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction

from accounts.models import User
from kernel.statements import answer
from matching import policy, prefilter
from matching.models import Availability, LessLike

KINDS: Final = "SELECT role, offers FROM matching_lesslike WHERE person_id = %(person)s ORDER BY id"


class Kind(NamedTuple):
    """What a card said when fewer like it were asked for."""

    role: str
    offers: list[str]


def kinds_of(person: UUID) -> list[Kind]:
    """The kinds that a person asked less of. Shape: one prepared query, read on every list."""
    return [Kind(*row) for row in answer(KINDS, {"person": person})]


def less_like(viewer: Availability, *, session: UUID, now: datetime) -> LessLike | None:
    """Show the viewer fewer people of the kind behind a card; None where the viewer cannot see that card.

    Shape: what the card says, role and offers, and nothing of who it was.
    Effects: the kind; of more than twenty the oldest goes. Repeating it changes nothing.
    """
    found = prefilter.free_people(viewer, now=now, session=session)
    if not found:
        return None
    kind = {"role": found[0].role, "offers": sorted(found[0].offers)}
    with transaction.atomic():
        # Two taps at once must not leave twenty-one.
        person = User.objects.select_for_update(no_key=True).get(pk=viewer.person_id)
        row, _created = LessLike.objects.get_or_create(person=person, **kind, defaults={"at": now})
        kept = LessLike.objects.for_person(person).order_by("-at", "-pk")[: policy.LESS_LIKE_MOST]
        LessLike.objects.for_person(person).exclude(pk__in=[one.pk for one in kept]).delete()
    return row


def show_again(*, by: User, kind_id: UUID) -> bool:
    """Forget a kind, so that its people stand where their scores say; False where there is none such."""
    deleted, _by_model = LessLike.objects.for_person(by).filter(pk=kind_id).delete()
    return bool(deleted)
