"""The one way a row changes state: from a listed state, by a listed role, once. Called by stages only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, TypeAlias, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from kernel.models import Move
from kernel.refusals import Refusal

Moves: TypeAlias = Mapping[tuple[str, str], frozenset[str]]  # (was, becomes) -> the roles that may


class MoveRefused(Refusal):
    """The row cannot go there."""

    title = _("This cannot be done now.")
    sentences = {
        "not-a-move": _("This is not possible from here."),
        "moved-already": _("Something else happened first. Have another look."),
    }


class Movable(Protocol):
    """A row with a UUID and a `state`."""

    pk: UUID
    state: str


def move(
    row: Movable,
    to: str,
    *,
    by: UUID | None,
    now: datetime,
    allowed: Moves,
    role: str,
    fields: Mapping[str, object] | None = None,
) -> None:
    """Move `row` to the state `to`, or refuse. Works inside the caller's transaction.

    Units: `now` is aware UTC; `by` is a person, or None when time does it.
    Effects: one guarded UPDATE (with it what the new state says of itself, in `fields`), the row in hand
    follows, one line in the log of moves.
    Refuses: `not-a-move` (unlisted for this role), `moved-already` (somebody got there first).
    """
    model, was, fields = cast(type[Model], type(row)), row.state, fields or {}
    if role not in allowed.get((was, to), frozenset()):
        raise MoveRefused("not-a-move")
    with transaction.atomic(savepoint=False):
        # The guard lies in the WHERE, so that of two at the same moment the database lets one through.
        rows = model._base_manager.filter(pk=row.pk, state=was)  # noqa: SLF001 -- Django documents it
        is_moved = rows.update(state=to, **fields)
        if is_moved:
            Move.objects.create(
                subject_type=model._meta.label_lower, subject_id=row.pk, was=was, became=to, by=by, at=now
            )
    if not is_moved:
        raise MoveRefused("moved-already")
    row.state = to
    for name, value in fields.items():
        setattr(row, name, value)
