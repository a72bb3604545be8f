"""Ending what is between two people, or all that one person has under way: going invisible, block, freeze.

Stages for doors; `leave_everything` is an inner stage for moderation and returns notices.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, User
from kernel.refusals import Refusal
from matching import availability, standing
from meetups import invitations, meetings, tables
from meetups.locks import Held, hold, lock_pair
from meetups.models import Party
from notifications.events import InvitationRefused, Notice
from notifications.publish import publish


class PartingRefused(Refusal):
    """Why one cannot leave yet."""

    title = _("This cannot be done")
    sentences: ClassVar = {
        "yourself": _("That is you."),
        "in-a-meeting": _("You are in a meeting. End it or cancel it first."),
    }


def go_invisible(*, by: User, now: datetime) -> None:
    """Leave every list at once. What rings from here is taken back; what rings here runs out as if unheard.

    Effects: `availability-ended`, `invitation-withdrawn`. Refuses: in-a-meeting.
    Repeating it changes nothing.
    """
    with transaction.atomic():
        held = hold([by.pk], now=now)
        session = held.sessions.get(by.pk)
        if session is not None and not session.live:
            raise PartingRefused("in-a-meeting")
        notices = [*leave_invitations(held, by.pk, now=now), *tables.leave(held, by.pk, now=now)]
        if session is not None:
            notices += availability.close(session, by=by.pk, now=now)
        publish([*held.notices, *notices], now=now)


def block(*, by: User, other_id: UUID, now: datetime) -> Block:
    """Part for good, in silence: nothing of either is shown to the other again.

    Effects: what rings between the two ends as if by itself; a running meeting is cancelled, a table of
    three goes on without the one who blocks.
    Refuses: yourself. Repeating it changes nothing.
    """
    if by.pk == other_id:
        raise PartingRefused("yourself")
    with transaction.atomic():
        lock_pair(by.pk, other_id)
        row, _created = Block.objects.get_or_create(
            blocker=by, blocked_id=other_id, defaults={"created_at": now}
        )
        held = hold([by.pk, other_id], now=now)
        notices = leave_invitations(held, by.pk, now=now, only_with=other_id)
        notices += tables.leave(held, by.pk, now=now, only_with=other_id)
        theirs = Party.objects.filter(person=other_id, running=True)
        shared = Party.objects.filter(person=by, running=True, meeting__in=theirs.values("meeting"))
        for meeting_id in shared.values_list("meeting_id", flat=True):
            notices += meetings.break_off(meeting_id, by=by.pk, now=now)
        publish([*held.notices, *notices], now=now)
    return row


def unblock(*, by: User, block_id: UUID) -> None:
    """Take a block back. Repeating it changes nothing."""
    Block.objects.filter(blocker=by, pk=block_id).delete()


def not_a_fit(*, by: User, other_id: UUID) -> None:
    """Hide the two from each other for good; nobody is told."""
    with transaction.atomic():
        standing.hide_for_good(by_id=by.pk, other_id=other_id)


# Inner stages: the caller holds the transaction and publishes.


def leave_everything(person_id: UUID, *, now: datetime) -> list[Notice]:
    """End one person's meeting, invitations and session, as when the account is frozen."""
    held = hold_together(person_id, now=now)
    notices = list(held.notices)
    for meeting_id in running_meetings(person_id):
        notices += meetings.break_off(meeting_id, by=person_id, now=now)
        held.sessions = availability.lock_open([person_id])
    notices += leave_invitations(held, person_id, now=now)
    notices += tables.leave(held, person_id, now=now)
    if session := held.sessions.get(person_id):
        notices += availability.close(session, now=now)
    return notices


def leave_invitations(
    held: Held, person_id: UUID, *, now: datetime, only_with: UUID | None = None
) -> list[Notice]:
    """Take back what rings from a person; mark what rings at them, so that it runs out like any other."""
    notices: list[Notice] = []
    for invitation in held.invitations.values():
        if only_with is not None and only_with not in (invitation.sender_id, invitation.invitee_id):
            continue
        if invitation.sender_id == person_id:
            notices += invitations.take_back(invitation, by=person_id, now=now)
        elif invitation.invitee_id == person_id and invitation.refused_at is None:
            invitation.refused_at = now
            invitation.save(update_fields=["refused_at"])
            notices.append(Notice(person_id, InvitationRefused(invitation.pk)))
    return notices


def hold_together(person_id: UUID, *, now: datetime) -> Held:
    """Lock what is of a person and of whoever they are meeting."""
    while True:
        people = {person_id, *meeting_with(person_id)}
        before = transaction.savepoint()
        held = hold(people, now=now)
        if meeting_with(person_id) <= people:
            return held
        # A yes came while the locks were waited for: give them back, so as to take all of them in order.
        transaction.savepoint_rollback(before)


def meeting_with(person_id: UUID) -> set[UUID]:
    """Everybody in the meeting of a person, with the person; empty where none runs."""
    together = Party.objects.filter(meeting__in=running_meetings(person_id))
    return set(together.values_list("person_id", flat=True))


def running_meetings(person_id: UUID) -> "QuerySet[Party, UUID]":
    """The meeting in which a person is, if there is one."""
    return Party.objects.filter(person=person_id, running=True).values_list("meeting_id", flat=True)
