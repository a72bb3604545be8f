"""The rows of notifications: streams and their events, and how people are reached when no page is open.

Only `publish`, the ladder, the carriers and `subscriptions` write them.
"""

from notifications.models.outgoing import Notification, NotificationQuerySet, NotificationState
from notifications.models.reaching import Preference, PushSubscription
from notifications.models.streams import KEPT_FOR, Event, EventQuerySet, Stream, StreamQuerySet

__all__ = [
    "KEPT_FOR",
    "Event",
    "EventQuerySet",
    "Notification",
    "NotificationQuerySet",
    "NotificationState",
    "Preference",
    "PushSubscription",
    "Stream",
    "StreamQuerySet",
]
