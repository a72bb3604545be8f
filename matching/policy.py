"""The numbers and choices of availability and matching. Pure; anybody may read them."""

from datetime import datetime, timedelta
from typing import Final

SESSION_CHOICES_MIN: Final = (20, 30, 45, 60, 90)  # minutes; what the chips offer
SESSION_DEFAULT_MIN: Final = 45  # minutes; a coffee and the way to it
SESSION_LEAST_MIN: Final = 20  # minutes; below this nothing fits
SESSION_MOST_MIN: Final = 120  # minutes; longer is a plan, not a moment
EXTENSION_MIN: Final = 15  # minutes a tap adds
EXTENSIONS_MOST: Final = 2  # taps a session

HIDDEN_AFTER: Final = timedelta(minutes=3)  # without a heartbeat: nobody is shown who may be gone
ENDED_AFTER: Final = timedelta(minutes=10)  # without a heartbeat: the phone is in a pocket
CELL_KEPT_FOR: Final = timedelta(hours=1)  # after a session its cell is erased
CELL_CHANGE_EVERY: Final = timedelta(minutes=15)  # a faster trail would be a track
CELL_CHANGES_A_DAY: Final = 6  # distinct cells in 24 hours

REACH_CHOICES_MIN: Final = (5, 10, 15, 20)  # minutes on foot
REACH_DEFAULT_MIN: Final = 10  # minutes on foot
TOPIC_LONGEST: Final = 80  # characters; one line on a card
RING_FOR: Final = timedelta(seconds=90)  # the gain of a longer countdown flattens here
TALK_LEAST_MIN: Final = 10  # minutes; the shortest meeting worth a walk
WAY_BACK_MARGIN_MIN: Final = 5  # minutes kept free before a hard stop

CARDS_MOST: Final = 12  # what one person reads
SCORED_MOST: Final = 200  # people scored in Python after the cheap filters; of a crowd, a fair draw of it
SCORE_FLOOR: Final = 35  # of 100; below this no card
FLOOR_FROM_CARDS: Final = 4  # with fewer cards than this the floor would leave an empty room
UNEXPECTED_EVERY: Final = 6  # one card in six lies outside the tags
LIQUIDITY_LEVELS: Final = ((12, "hot"), (8, "warm"), (4, "warming"), (0, "cold"))  # people free in reach

COOL_DOWNS: Final = (timedelta(hours=24), timedelta(days=7), timedelta(days=90))  # first, second, later
MET_RESTS_FOR: Final = timedelta(days=30)  # who just met is not shown again
RELIABILITY_UNKNOWN: Final = 0.8  # until enough commitments tell
RELIABILITY_FROM: Final = 5  # commitments before the share is shown or used
SHOWN_STEP_MIN: Final = 5  # minutes; times shown to others are rounded down to this
OWED_MOST: Final = 2  # cards a list for people whom nobody was shown in the slot before
STAR_LISTS_MOST: Final = (
    24  # lists a slot that show one person: twice the cards each gives and takes on average
)
LESS_LIKE_MOST: Final = 20  # kinds one person may ask to see less of; the oldest goes first

# Each who asked for a surprise draws so many others; with those who draw them that makes some fifty edges.
SURPRISE_DRAWN_MOST: Final = 32
# The best edges of each that the matching sees: more change the sum by some hundredths of a percent.
SURPRISE_MATCHED_MOST: Final = 8

INTENTIONS: Final = ("find-clients", "find-suppliers", "hire", "invest-or-raise", "swap-ideas", "discover")
OPEN_TO: Final = ("verified", "all")


def liquidity_level(count: int) -> str:
    """The word for `count` people free in reach."""
    return next(level for least, level in LIQUIDITY_LEVELS if count >= least)


def shown_time(moment: datetime) -> datetime:
    """A time as others may see it: rounded down to five minutes."""
    return moment.replace(minute=moment.minute - moment.minute % SHOWN_STEP_MIN, second=0, microsecond=0)


def slot_of(now: datetime) -> int:
    """The slot of the five-minute clock in which a list stands still, as a number."""
    return int(now.timestamp()) // (SHOWN_STEP_MIN * 60)


def earliest_end(now: datetime, walk_min: int) -> datetime:
    """The end that a window needs at least so that ring, walk and the shortest talk still fit into it."""
    return now + RING_FOR + timedelta(minutes=walk_min + TALK_LEAST_MIN)


def earliest_hard_stop(now: datetime, walk_min: int) -> datetime:
    """The same where one must be elsewhere afterwards: the way back fits too."""
    return earliest_end(now, walk_min) + timedelta(minutes=walk_min + WAY_BACK_MARGIN_MIN)


def latest_start(ends_at: datetime, hard_stop_at: datetime | None, walk_min: int) -> datetime:
    """The last moment for an invitation so that ring, walk, the shortest talk and any way back fit.

    Units: `walk_min` minutes on foot.
    """
    latest = ends_at - (earliest_end(ends_at, walk_min) - ends_at)
    if hard_stop_at is not None:
        latest = min(latest, hard_stop_at - (earliest_hard_stop(hard_stop_at, walk_min) - hard_stop_at))
    return latest


def longest_talk_min(
    *, now: datetime, ends_at: datetime, hard_stop_at: datetime | None, walk_min: int
) -> int:
    """The minutes left to talk after ring and walk, before the end and any way back; never below zero."""
    slack = latest_start(ends_at, hard_stop_at, walk_min) - now
    return max(0, TALK_LEAST_MIN + int(slack.total_seconds() // 60)) if slack >= timedelta(0) else 0
