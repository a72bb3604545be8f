"""Whom somebody means: a person is only ever named through what both share, never by an id of their own."""

from typing import Final
from uuid import UUID

from accounts.models import User
from matching.models import Availability
from meetups.models import Invitation, Meeting, Party

KINDS: Final = ("candidate", "invitation", "meeting")


def other_person(by: User, kind: str, about: UUID) -> UUID | None:
    """The person `by` sees behind a card, an invitation or a meeting; None where there is nothing to see."""
    if kind == "candidate":
        return (
            Availability.objects.exclude(person=by)
            .filter(pk=about)
            .values_list("person_id", flat=True)
            .first()
        )
    if kind == "invitation":
        shared = Invitation.objects.for_person(by).filter(pk=about).first()
        if shared is None:
            return None
        return shared.invitee_id if shared.sender_id == by.pk else shared.sender_id
    if kind == "meeting":
        mine = Meeting.objects.for_person(by).filter(pk=about)
        others = Party.objects.filter(meeting__in=mine).exclude(person=by).values_list("person_id", flat=True)
        # At a table of three the meeting names nobody: each is named by their session, as on a card.
        return others[0] if len(others) == 1 else None
    return None
