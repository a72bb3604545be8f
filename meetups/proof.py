"""That two people met: the other's four digits, or "we met" from both. Entered once by either side."""

import hmac
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import Profile, User
from kernel.moves import move
from matching import standing
from meetups import policy, states
from meetups.meetings import MeetingRefused, held, held_running
from meetups.models import Meeting, Party
from notifications.events import MeetingMet, Notice
from notifications.publish import publish


def prove(*, meeting_id: UUID, by: User, now: datetime, code: str) -> Meeting:
    """Enter the other's code. Five tries; repeating a right one changes nothing.

    Effects: `met` for both, the first proven meeting makes both verified; `meeting-met`.
    Refuses: over, wrong-code, no-tries-left.
    """
    left = spend_try(meeting_id, by)
    with transaction.atomic():
        meeting, _party = held_running(meeting_id, by, now=now)
        if meeting.state == states.MET:
            return meeting
        if left is None:
            raise MeetingRefused("no-tries-left")
        if not hmac.compare_digest(meeting.other_than(by).code.encode(), code.encode()):
            raise MeetingRefused("wrong-code", left=left)
        publish(meet(meeting, by=by, now=now), now=now)
    return meeting


def vouch(*, meeting_id: UUID, by: User, now: datetime) -> Meeting:
    """Say "we met" without a screen; the second of the two makes it so. Refuses: over."""
    with transaction.atomic():
        meeting, _sessions = held(meeting_id, by)
        if not meeting.running or meeting.overdue(now):
            raise MeetingRefused("over")
        if meeting.state == states.MET:
            return meeting
        meeting.parties.filter(person=by, vouched_at=None).update(vouched_at=now)
        if not meeting.parties.filter(vouched_at=None).exists():
            publish(meet(meeting, by=by, now=now), now=now)
    return meeting


def spend_try(meeting_id: UUID, by: User) -> int | None:
    """Take one of five tries before looking, so that guesses made at once cannot exceed them.

    Shape: the tries left, or None where there were none.

    Committed on its own: a wrong guess must cost its try although the guess itself is refused.
    """
    mine = Party.objects.filter(meeting=meeting_id, person=by)
    spent = mine.filter(tries__lt=policy.PROOF_TRIES, running=True).update(tries=F("tries") + 1)
    return policy.PROOF_TRIES - mine.values_list("tries", flat=True).get() if spent else None


def meet(meeting: Meeting, *, by: User, now: datetime) -> list[Notice]:
    """Make a held meeting `met`, count the kept promise, and verify both people."""
    move(
        meeting,
        states.MET,
        by=by.pk,
        now=now,
        allowed=states.MEETING_MOVES,
        role="party",
        fields={"met_at": now},
    )
    people = sorted(party.person_id for party in meeting.parties.all())
    standing.kept((people[0], people[1]), now=now)
    Profile.objects.filter(user__in=people, met_once_at=None).update(met_once_at=now)
    return [Notice(person, MeetingMet(meeting.pk)) for person in people]
