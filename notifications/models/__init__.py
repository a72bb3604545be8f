"""The rows of notifications: streams and their events, and how people may be reached when no page is open.

Only `publish`, the carriers and the stages of notifications write them.
"""

from notifications.models.reaching import Preference, PushSubscription
from notifications.models.streams import KEPT_FOR, Event, EventQuerySet, Stream, StreamQuerySet

__all__ = [
    "KEPT_FOR",
    "Event",
    "EventQuerySet",
    "Preference",
    "PushSubscription",
    "Stream",
    "StreamQuerySet",
]
