"""The numbers of reaching people, each with its unit and its reason. Pure."""

from datetime import time, timedelta

MOST_SUBSCRIPTIONS = 5  # browsers a person: two phones, a tablet, two computers; one more replaces the oldest

# The ladder: socket, then push, then mail.
SOCKET_FIRST_FOR = timedelta(seconds=2)  # what delivery promises an open page at p99
CLAIMED_FOR = timedelta(seconds=30)  # then another worker tries what one that died had claimed
MOST_AT_ONCE = 100  # tries of one claim: 5 s at worst, since all go out together
MAILS_AT_ONCE = 10  # of one claim and one connection, one after another
MAIL_CLAIMED_FOR = timedelta(minutes=3)  # renewed for each: a server may take 10 s for each of its answers

# The budget of what is neither a ring nor a word about a meeting agreed on: more would be noise.
OTHERS_AN_HOUR = 1
OTHERS_A_DAY = 3
COUNTED_FOR = timedelta(days=1)  # how long the budget looks back; then the rows are forgotten

# Offered with the first browser, on its own clock: the hours in which nobody meets outside a zone.
QUIET_FROM = time(22)
QUIET_UNTIL = time(7)

# How long what has no end of its own is worth telling.
ABOUT_A_MEETING_FOR = timedelta(minutes=15)  # a walk; afterwards the page tells it all
OTHERS_FOR = timedelta(minutes=15)  # a pulse gathers so long ahead, a plan is due a little before it

# Tries: 2, 4, 8, 16, 32, then 60 s apart, as push services ask of who is told to come back.
RETRY_FIRST = timedelta(seconds=2)
RETRY_LONGEST = timedelta(seconds=60)
RETRY_AFTER_MOST = timedelta(hours=1)  # of what a push service says; longer than anything waits

# The request.
REQUEST_WITHIN_S = 5.0  # name, handshake, answer, all together
PAYLOAD_BYTES = 512  # every payload, whatever it says: a push service sees lengths
TOKEN_FOR = timedelta(hours=12)  # a VAPID token; RFC 8292 allows 24 h


def retry_after(tries: int) -> timedelta:
    """Return how long to wait after this many tries."""
    return min(RETRY_FIRST * float(2 ** min(tries - 1, 10)), RETRY_LONGEST)


def is_quiet(at: time, *, start: time | None, end: time | None) -> bool:
    """Tell whether a time of day lies in quiet hours, which may run over midnight; the end is loud again."""
    if start is None or end is None:
        return False
    return start <= at < end if start < end else at >= start or at < end
