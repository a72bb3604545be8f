"""A meeting as one of its people sees it, wherever it stands for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from meetups import policy, states, wording
from meetups.models import Meeting, Party
from meetups.screens.people import PersonShown, person_facts
from places.models import MeetingPoint

COUPLE = 2


@dataclass(frozen=True, slots=True)
class SideShown(PersonShown):
    """One side of a meeting: the person and what they tapped. `about`: how a block or a report names them."""

    walk_min: int | None
    on_my_way_at: datetime | None
    late_min: int
    here_at: datetime | None
    vouched: bool
    proven: bool
    left: bool
    host: bool
    about: str


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """A preset message in the reader's language."""

    mine: bool
    preset: str
    text: str
    at: datetime
    name: str


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
    """A meeting as one of its people sees it: the own code only, all walks in minutes, never a position.

    Once its place is forgotten, `point` and the walks are None: of it, only that they met is shown.

    Shape: `others` are the other people, those who left last; `them` is the first, of two the only one.
    """

    id: UUID
    state: str
    point: MeetingPoint | None
    meet_at: datetime
    expected_at: datetime
    met_at: datetime | None
    ends_at: datetime
    length_min: int
    you: SideShown
    others: tuple[SideShown, ...]
    beacon: BeaconShown
    code: str
    tries_left: int
    messages: tuple[SaidMessage, ...]
    can_release: bool
    release_at: datetime
    over_by_you: bool
    topic: str

    @property
    def them(self) -> SideShown:
        """The other of two; of three the first."""
        return self.others[0]

    @property
    def of_three(self) -> bool:
        """Whether a third person came to the table."""
        return len(self.others) > 1

    @property
    def names(self) -> str:
        """Whom one meets, by first name: those who are still part of it."""
        return wording.together(
            [side.first_name for side in self.others if not side.left] or [self.them.first_name]
        )

    @property
    def met(self) -> tuple[SideShown, ...]:
        """Whom one has met: of two the other, of three those whose code tells."""
        return tuple(side for side in self.others if side.proven) or (self.them,)

    @property
    def met_names(self) -> str:
        """The same by first name."""
        return wording.together([side.first_name for side in self.met])

    @property
    def to_come(self) -> tuple[SideShown, ...]:
        """Who is still expected where two have met already."""
        return tuple(side for side in self.others if not side.proven and not side.left)

    @property
    def about(self) -> str:
        """How a block or a report names the person behind it."""
        return self.them.about

    @property
    def why_over(self) -> str:
        """How it ended, as the viewer should hear it."""
        return wording.why_over(
            self.state,
            by_you=self.over_by_you,
            met=self.met_at is not None,
            name=self.met_names if self.met_at else self.names,
        )


def meeting_shown(meeting: Meeting, viewer: User, *, now: datetime) -> MeetingShown:
    """One meeting from the viewer's side, wherever it stands for them."""
    mine, others = meeting.party_of(viewer), meeting.others_than(viewer)
    there = [party for party in others if party.left_at is None]
    release_at = meeting.agreed_at + policy.RELEASE_AFTER
    is_first_proof_to_come = meeting.unproven and mine.left_at is None
    return MeetingShown(
        id=meeting.pk,
        state=state_for(meeting, mine),
        point=meeting.point,
        meet_at=meeting.meet_at,
        expected_at=meeting.expected_at if mine.left_at is None else meeting.meet_at,
        met_at=meeting.met_at if mine.proven_at else None,
        ends_at=mine.left_at or meeting.closes_at,
        length_min=meeting.length_min,
        you=side_shown(mine, meeting),
        others=tuple(side_shown(party, meeting, until=mine.left_at) for party in others),
        beacon=BeaconShown(meeting.colour, meeting.shape, meeting.word),
        code=mine.code,
        tries_left=policy.PROOF_TRIES - mine.tries,
        messages=messages_shown(meeting, viewer, until=mine.left_at),
        can_release=is_first_proof_to_come
        and all(party.on_my_way_at is None for party in there)
        and now >= release_at,
        release_at=release_at,
        over_by_you=mine.left_at is not None or meeting.over_by_id == viewer.pk,
        topic=meeting.topic,
    )


def state_for(meeting: Meeting, mine: Party) -> str:
    """Where it stands for one: over for who left, on the way for a third while two have met already."""
    if mine.left_at is not None:
        return mine.left_as
    if meeting.state == states.MET and mine.proven_at is None:
        return states.UNDER_WAY
    return meeting.state


def side_shown(party: Party, meeting: Meeting, *, until: datetime | None = None) -> SideShown:
    """The person as they were when all agreed, and what they tapped, `until` the viewer left.

    A delay has no time of its own: to who has left, nobody is late.
    """

    def seen(moment: datetime | None) -> datetime | None:
        return None if moment is not None and until is not None and moment > until else moment

    of_two = len(meeting.parties.all()) == COUPLE
    return SideShown(
        **person_facts(party.told, trusted=True, full_name=True),
        walk_min=party.walk_min,
        on_my_way_at=seen(party.on_my_way_at),
        late_min=party.late_min if until is None else 0,
        here_at=seen(party.here_at),
        vouched=seen(party.vouched_at) is not None,
        proven=seen(party.proven_at) is not None,
        left=seen(party.left_at) is not None,
        host=meeting.table is not None and meeting.table.host_id == party.person_id,
        about=f"meeting:{meeting.pk}" if of_two else f"candidate:{party.told.get('id', party.session_id)}",
    )


def messages_shown(
    meeting: Meeting, viewer: User, *, until: datetime | None = None
) -> tuple[SaidMessage, ...]:
    """What was said, oldest first, in the reader's language, `until` they left."""
    names = {party.person_id: party.told.get("first_name", "") for party in meeting.parties.all()}
    return tuple(
        SaidMessage(
            said.sender_id == viewer.pk, said.preset, str(wording.PRESETS[said.preset]), said.at,
            names.get(said.sender_id, ""),
        )
        for said in meeting.messages.all()
        if until is None or said.at <= until
    )  # fmt: skip
