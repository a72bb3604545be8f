"""A table as one of its people sees it: who the others are, never what they answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.models import User
from matching import policy as matching_policy
from matching import wording as matching_wording
from matching.cards import SaidReason
from matching.scoring import REASONS_MOST, Reason
from meetups import policy, states, wording
from meetups.models import Seat, Table
from meetups.screens.people import PersonShown, named_facts, person_facts, until_told
from places import cells
from places.models import MeetingPoint

MINUTE_S = 60
BOTH_MOST = 2  # reasons for each of two others: one screen holds them


@dataclass(frozen=True, slots=True)
class GuestShown(PersonShown):
    """Somebody else at the table, as on a card when it began to ring. `id` is the live session's.

    Units: `about_min` minutes. Shape: once it neither rings nor was agreed, the first name is left.
    """

    id: UUID
    topic: str
    near: str | None
    about_min: int | None
    until: datetime | None
    reasons: tuple[SaidReason, ...]

    @property
    def about(self) -> str:
        """How a block or a report names the person."""
        return f"candidate:{self.id}"


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table from one's own side.

    Units: minutes on foot and of talk, `total_s` seconds of the whole ring.
    Shape: `state` as it stands for the viewer; `answer` is their own: "", "yes" or "no".
    """

    id: UUID
    state: str
    answer: str
    guests: tuple[GuestShown, ...]
    point: MeetingPoint
    walk_you_min: int | None
    length_min: int
    offered_at: datetime
    expires_at: datetime
    total_s: int
    until: datetime | None
    meet_in_min: int | None
    meeting: UUID | None

    @property
    def names(self) -> str:
        """The others, by first name."""
        return wording.together([guest.first_name for guest in self.guests])

    @property
    def of_three(self) -> bool:
        """Whether it is a table of three."""
        return len(self.guests) > 1

    @property
    def rings(self) -> bool:
        """Whether it can still be answered."""
        return self.state == states.OFFERED and self.answer != "no"

    @property
    def waits(self) -> bool:
        """Whether one has said yes and another has not."""
        return self.rings and self.answer == "yes"

    @property
    def incoming(self) -> bool:
        """For the strip of what rings: it asks me."""
        return True

    @property
    def person(self) -> PersonShown:
        """For the strip of what rings: the first of the others."""
        return self.guests[0]


def table_shown(table: Table, viewer: User, *, now: datetime) -> TableShown:
    """One table from the viewer's side. What the others answered shows in nothing but a meeting."""
    mine = table.seat_of(viewer)
    others = [seat for seat in table.seats.all() if seat.person_id != viewer.pk]
    meeting = meeting_of(table, mine)
    state = state_for(table, mine, meeting, now=now)
    shown = TableShown(
        id=table.pk,
        state=state,
        answer=answer_of(mine, table),
        guests=tuple(guest_named(seat) for seat in others),
        point=table.point,
        walk_you_min=None,
        length_min=table.length_min,
        offered_at=table.offered_at,
        expires_at=table.expires_at,
        total_s=table.total_s,
        until=None,
        meet_in_min=None,
        meeting=meeting,
    )
    if state not in {states.OFFERED, states.AGREED}:
        return shown
    most = REASONS_MOST if len(others) == 1 else BOTH_MOST
    guests = tuple(guest_shown(seat, mine, viewer, table=table, most=most, now=now) for seat in others)
    meet_at = policy.meeting_time(now, [seat.walk_min for seat in table.seats.all()])
    return replace(
        shown,
        guests=guests,
        walk_you_min=mine.walk_min,
        until=min(until_told(seat.told, table.expires_at) for seat in others),
        meet_in_min=int((meet_at - now).total_seconds()) // MINUTE_S,
    )


def answer_of(mine: Seat, table: Table) -> str:
    """What the viewer answered: "yes", "no", or nothing, which is noted as a no once the ring is over."""
    if mine.no_at and mine.no_at < table.expires_at:
        return "no"
    return "yes" if mine.yes_at else ""


def state_for(table: Table, mine: Seat, meeting: UUID | None, *, now: datetime) -> str:
    """Where it stands for one: it rings on for a third whom nobody has to wait for, and for who waits."""
    if meeting is not None:
        return states.AGREED
    if mine.open and table.ringing(now):
        return states.OFFERED
    return states.PASSED if mine.open or table.state != states.SUPERSEDED else states.SUPERSEDED


def meeting_of(table: Table, mine: Seat) -> UUID | None:
    """The meeting that came of it, if the viewer has a part in it."""
    meeting = getattr(table, "meeting", None)
    if meeting is None or mine.person_id not in {party.person_id for party in meeting.parties.all()}:
        return None
    return UUID(str(meeting.pk))


def guest_named(seat: Seat) -> GuestShown:
    """Somebody else by first name: it came to nothing."""
    return GuestShown(
        **named_facts(seat.told),
        id=seat.session_id,
        topic="",
        near=None,
        about_min=None,
        until=None,
        reasons=(),
    )


def guest_shown(
    seat: Seat, mine: Seat, viewer: User, *, table: Table, most: int, now: datetime
) -> GuestShown:
    """Somebody else, exactly as on a card when it began to ring: the company only to a verified viewer."""
    key, until = str(seat.session_id), until_told(seat.told, table.expires_at)
    about_min = mine.about_min.get(key, matching_policy.REACH_CHOICES_MIN[-1])
    said = tuple(
        SaidReason(
            code,
            matching_wording.sentence(
                Reason(code, term), theirs=until, yours=mine.session.ends_at, zone=table.point.tz,
                walk_min=mine.walk_min,
            ),
        )
        for code, term in mine.reasons.get(key, [])[:most]
    )  # fmt: skip
    return GuestShown(
        **person_facts(seat.told, trusted=viewer.profile.verified_at(now), full_name=False),
        id=seat.session_id,
        topic=seat.told.get("topic", ""),
        near=cells.near_in(about_min),
        about_min=about_min,
        until=until,
        reasons=said,
    )
