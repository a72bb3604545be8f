"""An invitation, and the points proposed for one, as one of the two sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from matching import policy as matching_policy
from matching import wording as matching_wording
from matching.cards import SaidReason
from matching.scoring import Reason
from meetups import policy
from meetups.models import Invitation
from meetups.screens.people import PersonShown, person_after_yes, person_before_yes
from places.models import MeetingPoint
from places.points import PointChoice

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """A proposed meeting point with both walks, in minutes."""

    point: MeetingPoint
    walk_you_min: int
    walk_them_min: int
    open_until: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """An invitation as one of the two sees it.

    Units: minutes on foot and of talk, `total_s` seconds of the whole ring.
    """

    id: UUID
    direction: str
    state: str
    person: PersonShown
    point: MeetingPoint
    topic: str
    near: str
    about_min: int
    walk_you_min: int
    walk_them_min: int
    length_min: int
    sent_at: datetime
    expires_at: datetime
    total_s: int
    until: datetime
    until_text: str
    reasons: tuple[SaidReason, ...]
    meet_in_min: int
    extended: bool
    can_extend: bool
    refused: bool
    meeting: UUID | None

    @property
    def incoming(self) -> bool:
        """Whether it rings at the viewer."""
        return self.direction == "in"

    @property
    def about(self) -> str:
        """How a block or a report names the person behind it."""
        return f"invitation:{self.id}"


def choices_shown(choices: list[PointChoice]) -> list[ChoiceShown]:
    """The points proposed between two cells, the viewer's cell being the first of the two."""
    return [
        ChoiceShown(choice.point, choice.walk_a_min, choice.walk_b_min, choice.open_until)
        for choice in choices
    ]


def invitation_shown(invitation: Invitation, viewer: User, *, now: datetime) -> InvitationShown:
    """One invitation from the viewer's side. To the sender a refused one rings on, then it is expired."""
    out = invitation.sender_id == viewer.pk
    their_session = invitation.invitee_session if out else invitation.sender_session
    my_session = invitation.sender_session if out else invitation.invitee_session
    walks = (invitation.sender_walk_min, invitation.invitee_walk_min)
    walk_you_min, walk_them_min = walks if out else walks[::-1]
    accepted = invitation.state == "accepted"
    person = (
        person_after_yes(their_session, now=now)
        if accepted
        else person_before_yes(their_session, viewer.profile, now=now)
    )
    until = matching_policy.shown_time(their_session.ends_at)
    zone = invitation.point.tz
    reasons = tuple(
        SaidReason(
            code,
            matching_wording.sentence(
                Reason(code, term), theirs=until, yours=my_session.ends_at, zone=zone, walk_min=walk_you_min
            ),
        )
        for code, term in ([] if out else invitation.reasons)
    )
    meet_at = policy.meeting_time(now, walks)
    return InvitationShown(
        id=invitation.pk,
        direction="out" if out else "in",
        state=invitation.state_at(now),
        person=person,
        point=invitation.point,
        topic=invitation.topic,
        near=invitation.near,
        about_min=invitation.about_min,
        walk_you_min=walk_you_min,
        walk_them_min=walk_them_min,
        length_min=invitation.length_min,
        sent_at=invitation.sent_at,
        expires_at=invitation.expires_at,
        total_s=invitation.total_s,
        until=until,
        until_text=matching_wording.clock_time(until, zone),
        reasons=reasons,
        meet_in_min=int((meet_at - now).total_seconds()) // MINUTE_S,
        extended=invitation.extended_at is not None,
        can_extend=not out and invitation.extended_at is None and invitation.refused_at is None,
        refused=not out and invitation.refused_at is not None,
        meeting=invitation.meeting.pk if accepted and hasattr(invitation, "meeting") else None,
    )
