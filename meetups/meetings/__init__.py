"""From yes to goodbye: on my way, late, here, messages, and every way out.

Stages for doors and tasks; each is one transaction and one `publish`. `begin`, `join` and `break_off` are
inner stages for invitations, tables and partings: they return notices.
"""

from meetups.meetings.beginning import begin, different_codes, join
from meetups.meetings.held import held
from meetups.meetings.leaving import break_off, cancel, close_due, close_one, end, release
from meetups.meetings.refused import MeetingRefused
from meetups.meetings.way import arrive, depart, late, say

__all__ = [
    "MeetingRefused",
    "arrive",
    "begin",
    "break_off",
    "cancel",
    "close_due",
    "close_one",
    "depart",
    "different_codes",
    "end",
    "held",
    "join",
    "late",
    "release",
    "say",
]
