"""Every move of an invitation, a table or a meeting, and who may make it. Pure: the specification."""

from collections.abc import Mapping
from typing import Final

Moves = Mapping[tuple[str, str], frozenset[str]]

SENT: Final = "sent"
ACCEPTED: Final = "accepted"
EXPIRED: Final = "expired"
WITHDRAWN: Final = "withdrawn"
SUPERSEDED: Final = "superseded"

# A refusal is no move: it is the invitee's private mark on an invitation that runs out like any other.
INVITATION_MOVES: Final[Moves] = {
    (SENT, ACCEPTED): frozenset({"invitee"}),
    (SENT, EXPIRED): frozenset({"system"}),
    (SENT, WITHDRAWN): frozenset({"sender"}),
    (SENT, SUPERSEDED): frozenset({"system"}),
}

AGREED: Final = "agreed"

OFFERED: Final = "offered"
PASSED: Final = "passed"

# Yes and no are marks on a seat; the table moves with the second yes, with its time, or when all are gone.
TABLE_MOVES: Final[Moves] = {
    (OFFERED, AGREED): frozenset({"guest"}),
    (OFFERED, PASSED): frozenset({"system"}),
    (OFFERED, SUPERSEDED): frozenset({"system"}),
}

UNDER_WAY: Final = "under-way"
MET: Final = "met"
CLOSED: Final = "closed"
CANCELLED: Final = "cancelled"
RELEASED: Final = "released"

RUNNING: Final = (AGREED, UNDER_WAY, MET)
UNPROVEN: Final = (AGREED, UNDER_WAY)

MEETING_MOVES: Final[Moves] = {
    (AGREED, UNDER_WAY): frozenset({"party"}),
    (AGREED, MET): frozenset({"party"}),
    (UNDER_WAY, MET): frozenset({"party"}),
    (AGREED, CANCELLED): frozenset({"party", "system"}),
    (UNDER_WAY, CANCELLED): frozenset({"party", "system"}),
    (MET, CANCELLED): frozenset({"system"}),
    (AGREED, RELEASED): frozenset({"party"}),
    (UNDER_WAY, RELEASED): frozenset({"party"}),
    (AGREED, CLOSED): frozenset({"system"}),
    (UNDER_WAY, CLOSED): frozenset({"system"}),
    (MET, CLOSED): frozenset({"party", "system"}),
}
