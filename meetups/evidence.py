"""What two people saw of each other, as plain data for a report. Holds no cell and no position."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Profile, User
from matching.models import Availability
from meetups.models import Invitation, Meeting

HISTORY_MOST = 20  # invitations between the two, newest first


def evidence(by: User, subject: UUID, kind: str, about: UUID) -> dict[str, Any]:
    """What was shown and said between two people.

    Shape: `shown` (the reported person's words), `between` (invitations, newest first), `meeting` or None.
    """
    profile = Profile.objects.filter(user=subject).values("first_name", "role", "company", "headline").first()
    session = (
        Availability.objects.filter(person=subject)
        .order_by("-started_at")
        .values("topic", "intention")
        .first()
    )
    between = Invitation.objects.filter(
        Q(sender=by, invitee=subject) | Q(sender=subject, invitee=by)
    ).order_by("-sent_at")[:HISTORY_MOST]
    return {
        "shown": {**(profile or {}), **(session or {})},
        "between": [
            {
                "invitation": str(row.pk),
                "from_reporter": row.sender_id == by.pk,
                "state": row.state,
                "topic": row.topic,
                "sent_at": row.sent_at.isoformat(),
            }
            for row in between
        ],
        "meeting": meeting_evidence(by, about) if kind == "meeting" else None,
    }


def meeting_evidence(by: User, about: UUID) -> dict[str, Any] | None:
    """Place, times and messages of a meeting, who said what."""
    meeting = Meeting.objects.for_person(by).filter(pk=about).first()
    if meeting is None:
        return None
    return {
        "point": meeting.point.name if meeting.point else "",
        "state": meeting.state,
        "agreed_at": meeting.agreed_at.isoformat(),
        "met_at": meeting.met_at.isoformat() if meeting.met_at else None,
        "messages": [
            {"from_reporter": said.sender_id == by.pk, "preset": said.preset, "at": said.at.isoformat()}
            for said in meeting.messages.all()
        ],
    }
