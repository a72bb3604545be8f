"""What kinds of people somebody wants to see after all others, as the list reads it."""

from typing import Final, NamedTuple
from uuid import UUID

from kernel.statements import answer

KINDS: Final = "SELECT role, offers FROM matching_lesslike WHERE person_id = %(person)s ORDER BY id"


class Kind(NamedTuple):
    """What the person was when fewer like them were asked for."""

    role: str
    offers: list[str]


def kinds_of(person: UUID) -> list[Kind]:
    """The kinds that a person asked less of. Shape: one prepared query, read on every list."""
    return [Kind(*row) for row in answer(KINDS, {"person": person})]
