"""The numbers and choices of availability and matching. Pure; anybody may read them."""

from datetime import datetime, time, timedelta
from typing import Final

from accounts import policy as accounts_policy

SESSION_CHOICES_MIN: Final = (20, 30, 45, 60, 90)  # minutes; what the chips offer
SESSION_DEFAULT_MIN: Final = 45  # minutes; a coffee and the way to it
SESSION_LEAST_MIN: Final = 20  # minutes; below this nothing fits
SESSION_MOST_MIN: Final = 120  # minutes; longer is a plan, not a moment
EXTENSION_MIN: Final = 15  # minutes a tap adds
EXTENSIONS_MOST: Final = 2  # taps a session

LEASE_RENEWED_AFTER: Final = timedelta(
    seconds=20
)  # a visible page asks every 10 s; writing half as often is enough
HIDDEN_AFTER: Final = timedelta(minutes=3)  # without a heartbeat: nobody is shown who may be gone
ENDED_AFTER: Final = timedelta(minutes=10)  # without a heartbeat: the phone is in a pocket
# Without a heartbeat no page is open any more: a visible one renews its lease within 30 s, a hidden one beats
# every 30 s, and half of that for the network.
PAGES_SHUT_AFTER: Final = timedelta(seconds=45)
CELL_KEPT_FOR: Final = timedelta(hours=1)  # after a session its cell is erased
SESSION_KEPT_FOR: Final = timedelta(
    days=90
)  # without its cell: a report, a decision and an appeal may ask of it
COOL_DOWN_REMEMBERED_FOR: Final = timedelta(
    days=90
)  # after its end, as long as the longest: then it begins anew
ACQUAINTANCE_KEPT_FOR: Final = timedelta(
    days=90
)  # the rest of 30 days, and longer than what a table judges by
FORGOTTEN_AT_ONCE: Final = 500  # rows a transaction: nobody waits a second for it
CELL_CHANGE_EVERY: Final = timedelta(minutes=15)  # a faster trail would be a track
CELL_CHANGES_A_DAY: Final = 6  # distinct cells in 24 hours

REACH_CHOICES_MIN: Final = (5, 10, 15, 20)  # minutes on foot
REACH_DEFAULT_MIN: Final = 10  # minutes on foot
TOPIC_LONGEST: Final = 80  # characters; one line on a card
# The gain of a longer countdown flattens here; some people need longer, and choose it.
RING_FOR: Final = timedelta(seconds=accounts_policy.ANSWER_CHOICES_S[0])
RING_BY_PUSH_FOR: Final = timedelta(seconds=150)  # a minute to feel the phone, take it out and unlock it
RING_LONGEST_FOR: Final = timedelta(seconds=accounts_policy.ANSWER_CHOICES_S[-1])
TALK_LEAST_MIN: Final = 10  # minutes; the shortest meeting worth a walk
HARD_STOP_WITHIN: Final = timedelta(
    days=1
)  # a train later than that is a slip, a wrong clock or a wrong zone
WAY_BACK_MARGIN_MIN: Final = 5  # minutes kept free before a hard stop

CARDS_MOST: Final = 12  # what one person reads
SCORED_MOST: Final = 200  # people scored in Python after the cheap filters; of a crowd, a fair draw of it
SCORE_FLOOR: Final = 35  # of 100; below this no card
FLOOR_FROM_CARDS: Final = 4  # with fewer cards than this the floor would leave an empty room
UNEXPECTED_EVERY: Final = 6  # one card in six lies outside the tags
WARMING_FROM: Final = 4  # people free in reach; below it is cold
LIQUIDITY_LEVELS: Final = (
    (12, "hot"),
    (8, "warm"),
    (WARMING_FROM, "warming"),
    (0, "cold"),
)  # people free in reach

COOL_DOWNS: Final = (timedelta(hours=24), timedelta(days=7), timedelta(days=90))  # first, second, later
MET_RESTS_FOR: Final = timedelta(days=30)  # who just met is not shown again
RELIABILITY_UNKNOWN: Final = 0.8  # until enough commitments tell
RELIABILITY_FROM: Final = 5  # commitments before the share is shown or used
SHOWN_STEP_MIN: Final = 5  # minutes; times shown to others are rounded down to this
OWED_MOST: Final = 2  # cards a list for people whom nobody was shown in the slot before
STAR_LISTS_MOST: Final = (
    16  # lists a slot that show one person: a third above the twelve each gives and takes
)
SEEN_MOST: Final = (
    60  # new people a day on one person's lists: five full lists; a city needs hundreds of accounts
)
SEEN_AT_A_TABLE: Final = 2  # people, at most, whom a table brings
SEEN_FOR: Final = timedelta(hours=24)  # sliding, from the first sight, so that no midnight gives sixty more
LESS_LIKE_MOST: Final = 20  # kinds one person may ask to see less of; the oldest goes first

NEIGHBOURHOOD_MIN: Final = 10  # minutes on foot: "round" a place are its own cell and those that touch it
COUNT_STEP: Final = 5  # people; who is not live there reads counts in steps of it, and none below
PLANS_MOST: Final = 10  # open plans a person; a fortnight of working days
PLAN_AHEAD: Final = timedelta(days=14)  # what a travel diary knows
PLAN_SHORTEST: Final = timedelta(minutes=SESSION_LEAST_MIN)  # what a session takes
PLAN_LONGEST: Final = timedelta(minutes=SESSION_MOST_MIN)
PLAN_TOLD_BEFORE: Final = timedelta(minutes=5)  # enough to take the phone out, not to forget again
PLAN_KEPT_FOR: Final = timedelta(hours=1)  # after its end, like a session's cell

# The rush hours of every place that has none of its own: begin by the place's own clock, and how long.
RUSH_HOURS: Final = (
    (time(12, 0), timedelta(minutes=90)),  # lunch, the hour in which most people away from home eat alone
    (time(18, 0), timedelta(minutes=90)),  # after the last appointment, before dinner or the train
)
PULSE_AHEAD: Final = timedelta(days=2)  # as far as people know their lunch; four pulses
PULSE_DECIDED_BEFORE: Final = timedelta(minutes=15)  # the way to it
PULSE_LEAST: Final = (
    6  # pledges in the neighbourhood, one's own and five proven: then one of them is worth the walk
)
ALERT_LEAST: Final = COUNT_STEP  # people free, with a proven meeting each: new accounts cannot fire it
ALERT_LONGEST: Final = timedelta(hours=12)  # a day in a city
ALERT_CHOICES_H: Final = (1, 2, 4, 8, 12)  # hours offered
ALERT_DEFAULT_H: Final = 4  # hours; half a day between two appointments
ALERTS_AT_ONCE: Final = 100  # judged in one transaction: whoever removes one waits no second
ALERTS_MOST: Final = 3  # open ones a person; more places than that nobody walks to
RATE_SINCE: Final = timedelta(weeks=4)  # whole weeks up to midnight: no day more than invitations are kept
RATE_PEOPLE_LEAST: Final = 5  # different people on either side, else the rate would speak of somebody
RATE_KEPT_FOR: Final = timedelta(hours=1)  # in memory; the figure itself changes once a day
RATE_ASSUMED_OF_TEN: Final = 4  # invitations of ten: what the levels of the gauge were worked out with

# Each who asked for a surprise draws so many others; with those who draw them that makes some fifty edges.
SURPRISE_DRAWN_MOST: Final = 32
# The best edges of each that the matching sees: more change the sum by some hundredths of a percent.
SURPRISE_MATCHED_MOST: Final = 8

INTENTIONS: Final = ("find-clients", "find-suppliers", "hire", "invest-or-raise", "swap-ideas", "discover")
OPEN_TO: Final = ("verified", "all")


def liquidity_level(count: int) -> str:
    """The word for `count` people free in reach."""
    return next(level for least, level in LIQUIDITY_LEVELS if count >= least)


def floored(count: int) -> int:
    """A count as those may read it who are not live there: in steps of five, nothing below five."""
    return count - count % COUNT_STEP


def shown_time(moment: datetime) -> datetime:
    """A time as others may see it: rounded down to five minutes."""
    return moment.replace(minute=moment.minute - moment.minute % SHOWN_STEP_MIN, second=0, microsecond=0)


def slot_of(now: datetime) -> int:
    """The slot of the five-minute clock in which a list stands still, as a number."""
    return int(now.timestamp()) // (SHOWN_STEP_MIN * 60)


def ring_for(answer_for: timedelta, *, by_push: bool) -> timedelta:
    """How long an invitation rings: what its invitee chose, at least 150 s where only push reaches them.

    The one place that decides. In SQL the look-up says the same (`prefilter.RINGS`). Who needs a minute more
    in the moment itself asks for it (`invitations.extend`).
    """
    return max(answer_for, RING_BY_PUSH_FOR) if by_push else answer_for


def earliest_end(now: datetime, walk_min: int, *, ring: timedelta = RING_FOR) -> datetime:
    """The end that a window needs at least so that ring, walk and the shortest talk still fit into it."""
    return now + ring + timedelta(minutes=walk_min + TALK_LEAST_MIN)


def earliest_hard_stop(now: datetime, walk_min: int, *, ring: timedelta = RING_FOR) -> datetime:
    """The same where one must be elsewhere afterwards: the way back fits too."""
    return earliest_end(now, walk_min, ring=ring) + timedelta(minutes=walk_min + WAY_BACK_MARGIN_MIN)


def latest_start(
    ends_at: datetime, hard_stop_at: datetime | None, walk_min: int, *, ring: timedelta = RING_FOR
) -> datetime:
    """The last moment for an invitation so that ring, walk, the shortest talk and any way back fit.

    Units: `walk_min` minutes on foot; `ring` is how long it would ring, the shortest unless said otherwise.
    """
    latest = ends_at - (earliest_end(ends_at, walk_min, ring=ring) - ends_at)
    if hard_stop_at is not None:
        needed = earliest_hard_stop(hard_stop_at, walk_min, ring=ring) - hard_stop_at
        latest = min(latest, hard_stop_at - needed)
    return latest


def longest_talk_min(
    *,
    now: datetime,
    ends_at: datetime,
    hard_stop_at: datetime | None,
    walk_min: int,
    ring: timedelta = RING_FOR,
) -> int:
    """The minutes left to talk after ring and walk, before the end and any way back; never below zero."""
    slack = latest_start(ends_at, hard_stop_at, walk_min, ring=ring) - now
    return max(0, TALK_LEAST_MIN + int(slack.total_seconds() // 60)) if slack >= timedelta(0) else 0
