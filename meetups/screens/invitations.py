"""An invitation, and the points proposed for one, as one of the two sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from accounts.models import User
from matching import wording as matching_wording
from matching.cards import SaidReason
from matching.scoring import Reason
from meetups import policy, states
from meetups.models import Invitation
from meetups.screens.people import (
    PersonShown,
    person_after_yes,
    person_before_yes,
    person_named,
    until_told,
)
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
    """An invitation as one of the two sees it: what was true when it began to ring, and nothing since.

    Units: minutes on foot and of talk, `total_s` seconds of the whole ring.
    Shape: once it neither rings nor was agreed, the other's first name is left of what was told, the rest
    None or empty.
    """

    id: UUID
    direction: str
    state: str
    person: PersonShown
    point: MeetingPoint
    topic: str
    near: str | None
    about_min: int | None
    walk_you_min: int | None
    walk_them_min: int | None
    length_min: int
    sent_at: datetime
    expires_at: datetime
    total_s: int
    until: datetime | None
    until_text: str
    reasons: tuple[SaidReason, ...]
    meet_in_min: int | None
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
    state = invitation.state_at(now)
    accepted = state == states.ACCEPTED
    shown = InvitationShown(
        id=invitation.pk,
        direction="out" if out else "in",
        state=state,
        person=person_named(told_to(viewer, invitation)),
        point=invitation.point,
        topic="",
        near=None,
        about_min=None,
        walk_you_min=None,
        walk_them_min=None,
        length_min=invitation.length_min,
        sent_at=invitation.sent_at,
        expires_at=invitation.expires_at,
        total_s=invitation.total_s,
        until=None,
        until_text="",
        reasons=(),
        meet_in_min=None,
        extended=invitation.extended_at is not None,
        can_extend=not out and invitation.extended_at is None and invitation.refused_at is None,
        refused=not out and invitation.refused_at is not None,
        meeting=invitation.meeting.pk if accepted and hasattr(invitation, "meeting") else None,
    )
    if state not in {states.SENT, states.ACCEPTED}:
        return shown
    return replace(shown, **terms_of(invitation, viewer, accepted=accepted, now=now))


def terms_of(invitation: Invitation, viewer: User, *, accepted: bool, now: datetime) -> dict[str, Any]:
    """Who, why, how far, until when: as it was told when it began to ring."""
    out = invitation.sender_id == viewer.pk
    told = told_to(viewer, invitation)
    mine = invitation.sender_session if out else invitation.invitee_session
    walks = (invitation.sender_walk_min, invitation.invitee_walk_min)
    walk_you_min, walk_them_min = walks if out else walks[::-1]
    until, zone = until_told(told, invitation.expires_at), invitation.point.tz
    reasons = tuple(
        SaidReason(
            code,
            matching_wording.sentence(
                Reason(code, term), theirs=until, yours=mine.ends_at, zone=zone, walk_min=walk_you_min
            ),
        )
        for code, term in ([] if out else invitation.reasons)
    )
    meet_at = policy.meeting_time(now, walks)
    return {
        "person": person_after_yes(told) if accepted else person_before_yes(told, viewer.profile, now=now),
        "topic": invitation.topic,
        "near": invitation.near,
        "about_min": invitation.about_min,
        "walk_you_min": walk_you_min,
        "walk_them_min": walk_them_min,
        "until": until,
        "until_text": matching_wording.clock_time(until, zone),
        "reasons": reasons,
        "meet_in_min": int((meet_at - now).total_seconds()) // MINUTE_S,
    }


def told_to(viewer: User, invitation: Invitation) -> Mapping[str, Any]:
    """What the viewer was told of the other when it began to ring."""
    told = invitation.invitee_told if invitation.sender_id == viewer.pk else invitation.sender_told
    return cast(Mapping[str, Any], told)
