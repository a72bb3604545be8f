"""The numbers of reaching people, each with its unit and its reason. Pure."""

from datetime import time, timedelta

MOST_SUBSCRIPTIONS = 5  # browsers a person: two phones, a tablet, two computers; one more replaces the oldest

# The ladder: socket, then push, then mail.
SOCKET_FIRST_FOR = timedelta(seconds=2)  # what delivery promises an open page at p99

# The budget of what is no invitation and no word from somebody on the way: more would be noise.
OTHERS_AN_HOUR = 1
OTHERS_A_DAY = 3

# Offered with the first browser, on its own clock: the hours in which public places are closed to meetings.
QUIET_FROM = time(22)
QUIET_UNTIL = time(7)
