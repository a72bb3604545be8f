"""People by the hundred and what rings between them, in bulk: the time is for the races."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from accounts.models import Profile, User
from matching import availability
from matching.models import Availability
from meetups.models import Invitation, Seat, Table
from places.models import MeetingPoint
from tests.builders import HERE


def members(count: int, *, now: datetime) -> list[User]:
    """Verified people who have met others before and whom nothing keeps apart."""
    keys = [uuid4() for _ in range(count)]
    people = [User(id=key, email=f"{key.hex}@{key.hex}.example", password="!") for key in keys]
    User.objects.bulk_create(people)
    Profile.objects.bulk_create(
        Profile(
            user=member, first_name="Racer", role="Runner", languages=["en"], is_adult_at=now,
            work_mail_at=now, met_once_at=now, mail_domain=member.email.partition("@")[2],
        )
        for member in people
    )  # fmt: skip
    return people


def live(people: Iterable[User], *, now: datetime, surprise: bool = False) -> list[Availability]:
    """A session for each, begun just now."""
    return Availability.objects.bulk_create(
        Availability(
            person=member, cell=HERE, centre=availability.centre_of(HERE), started_at=now, heartbeat_at=now,
            ends_at=now + timedelta(minutes=60), intention="swap-ideas", surprise=surprise,
        )
        for member in people
    )  # fmt: skip


def free(count: int, *, now: datetime) -> list[Availability]:
    """So many people who are free here."""
    return live(members(count, now=now), now=now)


def asking(count: int, *, now: datetime) -> list[Availability]:
    """So many people who are free here and asked to be surprised."""
    return live(members(count, now=now), now=now, surprise=True)


def seated(groups: Iterable[Iterable[Availability]], *, now: datetime) -> list[Table]:
    """A table for each group, ringing."""
    point, tables = MeetingPoint.objects.get(name="Elielinaukio"), []
    for group in groups:
        table = Table.objects.create(
            point=point, offered_at=now, expires_at=now + timedelta(seconds=90), length_min=20
        )
        Seat.objects.bulk_create(
            Seat(table=table, person=one.person, session=one, walk_min=3) for one in group
        )
        tables.append(table)
    return tables


def rings(pairs: Iterable[tuple[Availability, Availability]], *, now: datetime) -> list[Invitation]:
    """An invitation for each pair, sender first."""
    point = MeetingPoint.objects.get(name="Elielinaukio")
    return Invitation.objects.bulk_create(ring(mine, theirs, point, now) for mine, theirs in pairs)


def ring(mine: Availability, theirs: Availability, point: MeetingPoint, now: datetime) -> Invitation:
    low, high = sorted((mine.person_id, theirs.person_id))
    return Invitation(
        sender=mine.person, invitee=theirs.person, sender_session=mine, invitee_session=theirs,
        low=low, high=high, point=point, near="same-area", about_min=5, sender_walk_min=3,
        invitee_walk_min=3, sent_at=now, expires_at=now + timedelta(seconds=90),
    )  # fmt: skip
