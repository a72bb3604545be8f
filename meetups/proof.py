"""That people met: another's four digits, or "we met" from two. Entered once by either side."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import Profile, User
from kernel.moves import move
from matching import standing
from meetups import policy, states
from meetups.meetings import MeetingRefused, held
from meetups.models import Meeting, Party
from notifications.events import MeetingMet, Notice
from notifications.publish import publish


def prove(*, meeting_id: UUID, by: User, now: datetime, code: str) -> Meeting:
    """Enter another's code. Five tries; repeating a right one changes nothing and costs none.

    Effects: `met` for both, the first proven meeting makes both verified; of three, whoever comes later is
    counted with the code of any other; `meeting-met`.
    Refuses: over, wrong-code, no-tries-left.
    """
    with transaction.atomic():
        meeting, party = held_there(meeting_id, by, now=now)
        others = [other for other in meeting.present if other.person_id != by.pk]
        if all(one.proven_at for one in (party, *others)):
            return meeting
        left = spend_try(party)
        if left is None:
            raise MeetingRefused("no-tries-left")
        whose = next((other for other in others if is_code_of(other, code)), None)
        if whose is not None:
            publish(meet(meeting, [party, whose], by=by, now=now), now=now)
    if whose is None:  # refused out here, where the try stays spent
        raise MeetingRefused("wrong-code", left=left)
    return meeting


def vouch(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """Say "we met" without a screen; the second to say so makes it so for the two. Refuses: over.

    Whoever comes to two who have met already is counted by a code: their own word alone proves nothing.
    """
    with transaction.atomic():
        meeting, _party = held_there(meeting_id, by, now=now)
        if meeting.state == states.MET:
            return meeting
        meeting.parties.filter(person=by, vouched_at=None).update(vouched_at=now)
        vouched = list(meeting.parties.filter(left_at=None).exclude(vouched_at=None))
        if len(vouched) > 1:
            publish(meet(meeting, vouched, by=by, now=now), now=now)
    return meeting


def held_there(meeting_id: UUID, by: User, *, now: datetime) -> tuple[Meeting, Party]:
    """A running meeting and one's own side of it, with all its sessions locked first. Refuses: over.

    The database copies the kept promise onto the open sessions: to take them after the meeting would be the
    wrong way round.
    """
    meeting, _sessions = held(meeting_id, by)
    party = meeting.party_of(by)
    if party.left_at is not None or not meeting.running or meeting.overdue(now):
        raise MeetingRefused("over")
    return meeting, party


def is_code_of(party: Party, code: str) -> bool:
    """Whether somebody shows this code, in the same time whatever it is."""
    return hmac.compare_digest(party.code.encode(), code.encode())


def spend_try(party: Party) -> int | None:
    """Take one of five tries before looking, guarded, so that guesses made at once cannot exceed them.

    Shape: the tries left, or None where there were none.
    """
    mine = Party.objects.filter(pk=party.pk)
    spent = mine.filter(tries__lt=policy.PROOF_TRIES).update(tries=F("tries") + 1)
    return policy.PROOF_TRIES - mine.values_list("tries", flat=True).get() if spent else None


def meet(meeting: Meeting, together: Sequence[Party], *, by: User, now: datetime) -> list[Notice]:
    """Make a held meeting `met`, count the kept promise of who is new there, and verify them."""
    if meeting.unproven:
        move(
            meeting,
            states.MET,
            by=by.pk,
            now=now,
            allowed=states.MEETING_MOVES,
            role="party",
            fields={"met_at": now},
        )
    there = meeting.present
    before = [party.person_id for party in there if party.proven_at is not None]
    new = sorted(party.person_id for party in together if party.proven_at is None)
    meeting.parties.filter(person__in=new).update(proven_at=now)
    standing.kept(new, now=now, among=before)
    Profile.objects.filter(user__in=new, met_once_at=None).update(met_once_at=now)
    return [Notice(party.person_id, MeetingMet(meeting.pk)) for party in there]
