"""Meet now: asking, answering, taking back, running out. The first yes wins.

Stages for doors and tasks; each is one transaction and one `publish`. `take_back` is an inner stage for
partings: it returns notices.
"""

from meetups.invitations.answering import accept, extend, refuse
from meetups.invitations.asking import Asked, invite, lengths_that_fit
from meetups.invitations.ending import expire_due, take_back, withdraw
from meetups.invitations.refused import InvitationRefused

__all__ = [
    "Asked",
    "InvitationRefused",
    "accept",
    "expire_due",
    "extend",
    "invite",
    "lengths_that_fit",
    "refuse",
    "take_back",
    "withdraw",
]
