"""What each screen may show to one person, in their words. Read by pages and by the API; changes nothing.

Decided here, once: before a yes the first name, and the company only to verified viewers; after it the
full name.
"""

from meetups.screens.invitations import ChoiceShown, InvitationShown, choices_shown, invitation_shown
from meetups.screens.meetings import BeaconShown, MeetingShown, SaidMessage, SideShown, meeting_shown
from meetups.screens.people import PersonShown, person_after_yes, person_before_yes
from meetups.screens.tables import GuestShown, TableShown, table_shown

__all__ = [
    "BeaconShown",
    "ChoiceShown",
    "GuestShown",
    "InvitationShown",
    "MeetingShown",
    "PersonShown",
    "SaidMessage",
    "SideShown",
    "TableShown",
    "choices_shown",
    "invitation_shown",
    "meeting_shown",
    "person_after_yes",
    "person_before_yes",
    "table_shown",
]
