"""Free now: starting, keeping up, moving and ending one's window.

`start`, `extend`, `move`, `retopic`, `wish`, `attend`, `beat` and `end_due` are stages for doors and tasks.
`lock`, `engage`, `disengage`, `wish_no_more` and `close` are inner stages for meetups: they return notices
and publish nothing.
"""

from matching.availability.admission import admitted_cell, centre_of
from matching.availability.held import (
    MOVES,
    close,
    disengage,
    engage,
    lock,
    lock_open,
    own_live,
    person_of,
    settle,
    settle_person,
)
from matching.availability.refused import AvailabilityRefused
from matching.availability.window import (
    attend,
    beat,
    current,
    end_due,
    extend,
    move,
    retopic,
    start,
    wish,
    wish_no_more,
)

__all__ = [
    "MOVES",
    "AvailabilityRefused",
    "admitted_cell",
    "attend",
    "beat",
    "centre_of",
    "close",
    "current",
    "disengage",
    "end_due",
    "engage",
    "extend",
    "lock",
    "lock_open",
    "move",
    "own_live",
    "person_of",
    "retopic",
    "settle",
    "settle_person",
    "start",
    "wish",
    "wish_no_more",
]
