"""What each screen may show to one person, in their words. Read by pages and by the API; changes nothing.

Decided here, once: before a yes the first name, and the company only to verified viewers; after it the
full name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Profile, User
from matching import policy as matching_policy
from matching import wording as matching_wording
from matching.cards import HUES, SaidReason
from matching.models import Availability
from matching.scoring import Reason
from meetups import policy, wording
from meetups.models import Invitation, Meeting, Party
from places.models import MeetingPoint
from places.points import PointChoice

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person on a screen."""

    first_name: str
    last_name: str
    role: str
    company: str
    languages: tuple[str, ...]
    verified: bool
    works_at: str
    is_demo: bool
    hue: int

    @property
    def initials(self) -> str:
        """For the avatar."""
        return initials_of(self.first_name, self.last_name)


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
    expires_at: datetime
    total_s: int
    until: datetime
    until_text: str
    reasons: tuple[SaidReason, ...]
    meet_in_min: int
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


@dataclass(frozen=True, slots=True)
class SideShown(PersonShown):
    """One side of a meeting: the person and what they tapped."""

    walk_min: int
    on_my_way_at: datetime | None
    late_min: int
    here_at: datetime | None
    vouched: bool


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """A preset message in the reader's language."""

    mine: bool
    preset: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BeaconShown:
    """What both phones show so that two strangers find each other."""

    colour: str
    shape: str
    word: str

    @property
    def label(self) -> str:
        """Colour and symbol as one says them: "green diamond", « losange vert »."""
        return wording.sign(self.colour, self.shape)


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting as one of the two sees it: the own code only, both walks in minutes, never a position."""

    id: UUID
    state: str
    point: MeetingPoint
    meet_at: datetime
    expected_at: datetime
    met_at: datetime | None
    ends_at: datetime
    length_min: int
    you: SideShown
    them: SideShown
    beacon: BeaconShown
    code: str
    tries_left: int
    messages: tuple[SaidMessage, ...]
    can_release: bool
    release_at: datetime
    over_by_you: bool
    topic: str

    @property
    def about(self) -> str:
        """How a block or a report names the person behind it."""
        return f"meeting:{self.id}"

    @property
    def why_over(self) -> str:
        """How it ended, as the viewer should hear it."""
        return wording.why_over(
            self.state, by_you=self.over_by_you, met=self.met_at is not None, name=self.them.first_name
        )


def initials_of(first_name: str, last_name: str = "") -> str:
    """Two letters for the avatar; from the first name alone before a yes."""
    return (first_name[:1] + last_name[:1] if last_name else first_name[:2]).upper()


def person_before_yes(session: Availability, viewer: Profile, *, now: datetime) -> PersonShown:
    """First name and role; company and work mail domain only to a verified viewer."""
    return PersonShown(**person_facts(session, trusted=viewer.verified_at(now), full_name=False, now=now))


def person_after_yes(session: Availability, *, now: datetime) -> PersonShown:
    """The full name and the company: both said yes."""
    return PersonShown(**person_facts(session, trusted=True, full_name=True, now=now))


def person_facts(session: Availability, *, trusted: bool, full_name: bool, now: datetime) -> dict[str, Any]:
    """The fields of `PersonShown`."""
    profile = session.person.profile
    return {
        "first_name": profile.first_name,
        "last_name": profile.last_name if full_name else "",
        "role": profile.role,
        "company": profile.company if trusted else "",
        "languages": tuple(profile.languages),
        "verified": profile.verified_at(now),
        "works_at": profile.works_at(now) if trusted else "",
        "is_demo": session.person.is_demo,
        "hue": session.pk.bytes[0] % HUES,
    }


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
        expires_at=invitation.expires_at,
        total_s=invitation.total_s,
        until=until,
        until_text=matching_wording.clock_time(until, zone),
        reasons=reasons,
        meet_in_min=int((meet_at - now).total_seconds()) // MINUTE_S,
        can_extend=not out and invitation.extended_at is None,
        refused=not out and invitation.refused_at is not None,
        meeting=invitation.meeting.pk if accepted and hasattr(invitation, "meeting") else None,
    )


def meeting_shown(meeting: Meeting, viewer: User, *, now: datetime) -> MeetingShown:
    """One meeting from the viewer's side, wherever it stands."""
    mine, theirs = meeting.party_of(viewer), meeting.other_than(viewer)
    release_at = meeting.agreed_at + policy.RELEASE_AFTER
    return MeetingShown(
        id=meeting.pk,
        state=meeting.state,
        point=meeting.point,
        meet_at=meeting.meet_at,
        expected_at=meeting.expected_at,
        met_at=meeting.met_at,
        ends_at=meeting.closes_at,
        length_min=meeting.length_min,
        you=side_shown(mine, now=now),
        them=side_shown(theirs, now=now),
        beacon=BeaconShown(meeting.colour, meeting.shape, meeting.word),
        code=mine.code,
        tries_left=policy.PROOF_TRIES - mine.tries,
        messages=messages_shown(meeting, viewer),
        can_release=meeting.unproven and theirs.on_my_way_at is None and now >= release_at,
        release_at=release_at,
        over_by_you=meeting.over_by_id == viewer.pk,
        topic=meeting.invitation.topic,
    )


def side_shown(party: Party, *, now: datetime) -> SideShown:
    """The person, with the full name, and what they tapped."""
    return SideShown(
        **person_facts(party.session, trusted=True, full_name=True, now=now),
        walk_min=party.walk_min,
        on_my_way_at=party.on_my_way_at,
        late_min=party.late_min,
        here_at=party.here_at,
        vouched=party.vouched_at is not None,
    )


def messages_shown(meeting: Meeting, viewer: User) -> tuple[SaidMessage, ...]:
    """What was said, oldest first, in the reader's language."""
    return tuple(
        SaidMessage(said.sender_id == viewer.pk, said.preset, str(wording.PRESETS[said.preset]), said.at)
        for said in meeting.messages.all()
    )
