"""Whom somebody means: a person is only ever named through what both share, never by an id of their own."""

from datetime import datetime
from typing import Final
from uuid import UUID

from accounts.models import User
from matching import exposure
from matching.models import Availability
from meetups.models import Invitation, Meeting, Party

KINDS: Final = ("candidate", "invitation", "meeting")


def other_person(by: User, kind: str, about: UUID, *, now: datetime) -> UUID | None:
    """The person `by` sees behind a card, an invitation or a meeting; None where there is nothing to see."""
    if kind == "candidate":
        session = Availability.objects.exclude(person=by).filter(pk=about).first()
        if session is None:
            return met_as(by, about)
        return session.person_id if was_seen(by, session.person_id, now=now) else None
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


def met_as(by: User, session: UUID) -> UUID | None:
    """Whom `by` met under a session that is forgotten by now: the meeting keeps its name."""
    mine = Party.objects.filter(person=by).values("meeting")
    named = Party.objects.filter(meeting__in=mine, told__id=str(session)).exclude(person=by)
    return named.values_list("person_id", flat=True).first()


def was_seen(by: User, person: UUID, *, now: datetime) -> bool:
    """Whether `by` was shown `person` within the day, or the two rang or met. Another's id opens nothing."""
    if exposure.was_shown(by.pk, person, now=now):
        return True
    low, high = sorted((by.pk, person))
    theirs = Party.objects.filter(person=person).values("meeting")
    return (
        Invitation.objects.filter(low=low, high=high).exists()
        or Party.objects.filter(person=by, meeting__in=theirs).exists()
    )
