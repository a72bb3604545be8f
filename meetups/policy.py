"""The numbers and choices of invitations and meetings. Pure; anybody may read them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

RING_EXTENSION: Final = timedelta(seconds=60)  # once, by the invitee
PARALLEL_MOST: Final = 3  # invitations out at once: the first yes wins
RINGING_MOST: Final = 3  # invitations in at once: one full screen and two rows
SESSION_QUOTA: Final = 10  # invitations a session
DAY_QUOTA: Final = 15  # invitations in 24 hours
NEWCOMER_QUOTA: Final = 6  # in 24 hours until the first proven meeting

LENGTHS_MIN: Final = (10, 20, 30, 45)  # minutes of talk
LENGTH_DEFAULT_MIN: Final = 20  # minutes

LEAD_MIN: Final = 3  # minutes on top of the longer walk
MEET_SOONEST_MIN: Final = 5  # minutes from yes to meeting, at least
MEET_LATEST_MIN: Final = 20  # minutes from yes to meeting, at most
RELEASE_AFTER: Final = timedelta(minutes=3)  # without "on my way" the other may go free
LATENESS_MIN: Final = (5, 10)  # minutes one tap announces
LATENESS_MOST_MIN: Final = 15  # minutes announced in all
UNPROVEN_CLOSES_AFTER: Final = timedelta(minutes=15)  # after the meeting time; nobody is ever locked in
PROOF_TRIES: Final = 5  # of a four-digit code
BEACON_RADIUS_M: Final = 500  # within this no two running meetings share a beacon
POINT_KEPT_FOR: Final = timedelta(days=30)  # place, walks and words of a meeting: for whoever reports it late
NOTHING_KEPT_FOR: Final = timedelta(
    days=30
)  # what came to nothing: four whole weeks of the gauge, and the day
UNPROVEN_KEPT_FOR: Final = timedelta(days=90)  # a meeting nobody proved: absences count over 60 days, then 30
FORGOTTEN_AT_ONCE: Final = 500  # rows a transaction: nobody waits a second for it

COLOURS: Final = ("amber", "green", "blue", "violet", "rose", "teal", "orange", "sky")
SHAPES: Final = ("circle", "square", "triangle", "diamond", "star", "heart", "cross", "moon")
# Short, said alike in French and English, hard to mistake for one another in a noisy room.
WORDS: Final = (
    "tango", "piano", "safari", "mango", "opera", "radio", "panda", "cobra", "delta", "lima", "vista", "polo",
    "kiwi", "robot", "sauna", "judo", "nova", "yoga", "zebra", "karma", "domino", "casino", "bravo", "alpha",
)  # fmt: skip

PRESETS: Final = (
    "at-the-counter", "at-a-table", "by-the-entrance", "outside", "two-minutes",
    "cannot-see-you", "i-see-you", "running-late",
)  # fmt: skip
PRESETS_A_MINUTE: Final = len(PRESETS)  # by one person: each of them once; more says nothing more
CANCEL_REASONS: Final = ("plans-changed", "too-far", "cannot-find", "not-comfortable", "other")


def meeting_time(now: datetime, walks_min: Iterable[int]) -> datetime:
    """When people meet: the longest walk and three minutes from now, within five and twenty minutes."""
    lead_min = min(MEET_LATEST_MIN, max(MEET_SOONEST_MIN, max(walks_min) + LEAD_MIN))
    return now + timedelta(minutes=lead_min)
