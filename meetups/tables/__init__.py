"""Surprise me: two or three people are rung at once, and meet with the second yes.

`accept`, `refuse` and `expire_due` are stages for doors and tasks; each is one transaction and one `publish`.
`offer` and `leave` are inner stages for the dispatcher and partings: they return notices.
"""

from meetups.tables.answering import accept, refuse
from meetups.tables.ending import expire_due, leave
from meetups.tables.offering import Offer, offer
from meetups.tables.refused import TableRefused

__all__ = ["Offer", "TableRefused", "accept", "expire_due", "leave", "offer", "refuse"]
