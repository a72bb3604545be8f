"""Rows of invitations, tables and meetings. Only the stages of meetups write them."""

from meetups.models.invitations import Invitation, InvitationState
from meetups.models.meetings import Meeting, MeetingState, Message, Party
from meetups.models.tables import Seat, Table, TableState

__all__ = [
    "Invitation",
    "InvitationState",
    "Meeting",
    "MeetingState",
    "Message",
    "Party",
    "Seat",
    "Table",
    "TableState",
]
