"""Makers of rows, through the stages that people use, so that no test stands on a row that cannot exist.

`person`, `live`, `invitation` and `meeting` build on one another; `places` gives them somewhere to meet.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db import transaction

from accounts import profiles
from accounts.models import Profile, User
from matching import availability, exposure
from matching.models import Availability
from meetups import dispatch, invitations, meetings, proof, tables
from meetups.models import Invitation, Meeting, Party, Table
from notifications.models import PushSubscription
from places import points
from places.models import MeetingPoint
from tests.clock import NOON

# Cells round Helsinki Central Station, by how far they lie from it.
HERE: Final = "1201202110133100"
NEXT: Final = "1201202110133101"  # they touch: about 10 min
A_WALK: Final = "1201202110133110"  # about 15 min
A_LONG_WALK: Final = "1201202110133111"  # about 20 min
TOO_FAR: Final = "1201202110133133"  # 1.4 km: beyond any reach
FAR: Final = "1201200333011032"  # Kerava, some 30 km to the north
NOWHERE: Final = "1201202112331100"  # in the Gulf of Finland, where nothing is open

# The public key of a browser, for rows that nobody rings at: the generator of P-256.
P256DH: Final = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"

# Three places a cell, so that none of these is sparse.
PLACES: Final = (
    ("Helsinki Central Station", "station", 24.9414, 60.1719),
    ("Elielinaukio", "square", 24.9398, 60.1722),
    ("Sanomatalo", "mall", 24.9393, 60.1732),
    ("Finnish National Theatre", "arts", 24.9449, 60.1724),
    ("Kaisaniemi Park", "square", 24.9465, 60.1730),
    ("Botanical Garden", "cafe", 24.9468, 60.1741),
    ("Hakaniemi Bridge", "square", 24.9518, 60.1736),
    ("Unioninkatu 44", "cafe", 24.9520, 60.1728),
    ("Siltasaari", "cafe", 24.9530, 60.1740),
    ("Kruununhaka Bakery", "cafe", 24.9570, 60.1730),
    ("Liisankatu 9", "cafe", 24.9580, 60.1725),
    ("Tervasaari", "square", 24.9590, 60.1735),
    ("Kerava Station", "station", 25.1062, 60.4044),
    ("Kerava Station Square", "square", 25.1068, 60.4042),
    ("Kerava Bus Terminal", "station", 25.1056, 60.4049),
)


def place(name: str, *, lon: float, lat: float, kind: str = "cafe", **columns: Any) -> MeetingPoint:
    """A public place, always open unless `opening_hours` are given."""
    always_open = "opening_hours" not in columns
    source_id = f"test/{name}"
    return MeetingPoint(
        id=points.id_for(source_id), name=name, kind=kind, source_id=source_id, source="test",
        always_open=always_open, **points.located(lon=lon, lat=lat), **columns,
    )  # fmt: skip


def places() -> list[MeetingPoint]:
    """The places of `PLACES`, in the table."""
    return MeetingPoint.objects.bulk_create(map(copy, surveyed()))


@cache
def surveyed() -> list[MeetingPoint]:
    """The same, looked up once where they lie."""
    return [place(name, kind=kind, lon=lon, lat=lat) for name, kind, lon, lat in PLACES]


def person(name: str, *, now: datetime = NOON, verified: bool = True, **said: Any) -> User:
    """A member with a complete profile, a company and a mail domain of their own unless said otherwise."""
    mail = said.pop("mail", f"{name.lower()}@{name.lower()}.example")
    member: User = User.objects.create_user(mail, mail_proved_at=now if verified else None)
    profiles.complete(
        by=member, now=now, first_name=name, role=said.pop("role", "Consultant"),
        company=said.pop("company", f"{name} & Co"), languages=said.pop("languages", ["en"]),
        interface_language=said.pop("interface_language", "en"), is_adult=True,
    )  # fmt: skip
    if said:
        profiles.update(by=member, changes=profiles.Changes(**said))
    return member


def proven(name: str, **said: Any) -> User:
    """Somebody who has met one before: whom the counts for everybody count."""
    member = person(name, **said)
    Profile.objects.filter(user=member).update(met_once_at=NOON - timedelta(days=40))
    return again(member)


def again(member: User) -> User:
    """The same person, read anew as the next request would."""
    return User.objects.select_related("profile").get(pk=member.pk)


def live(
    member: User, *, now: datetime = NOON, cell: str = HERE, minutes: int = 45, intention: str = "swap-ideas",
    **wishes: Any,
) -> Availability:  # fmt: skip
    """A session that has just begun."""
    return availability.start(by=member, now=now, cell=cell, minutes=minutes, intention=intention, **wishes)


def reachable_by_push(people, *, now):
    """Which of these people have a browser that rings while no page is open: what copies are judged by."""
    working = PushSubscription.objects.filter(person__in=people).working(now=now)
    return set(working.values_list("person_id", flat=True))


def push_subscription(member: User, *, now: datetime = NOON, **columns: Any) -> PushSubscription:
    """A browser in which this person lets us ring, in a session of its own unless one is given."""
    name = uuid.uuid4().hex
    if not columns.keys() & {"session", "session_id", "token"}:
        until = now + timedelta(days=14)
        columns["session"] = Session.objects.create(session_key=name, session_data="", expire_date=until)
    return PushSubscription.objects.create(
        **{
            "person": member, "endpoint": f"https://fcm.googleapis.com/fcm/send/{name}", "p256dh": P256DH,
            "auth": "A" * 22, "language": "en", "label": "Chrome, Android", "created_at": now, **columns,
        }
    )  # fmt: skip


def session_of(member: User) -> Availability:
    """The open session of a person."""
    return Availability.objects.open().select_related("person__profile").get(person=member)


def card(viewer: User, member: User, *, now: datetime = NOON) -> Availability:
    """The session behind a card that `viewer` was shown."""
    exposure.note_faces([(viewer.pk, member.pk)], now=now)
    return session_of(member)


def invitation(sender: User, invitee: User, *, now: datetime = NOON, **terms: Any) -> Invitation:
    """One that rings."""
    to = session_of(invitee).pk
    return invitations.invite(by=again(sender), to=to, now=now, **terms).invitation


def meeting(sender: User, invitee: User, *, now: datetime = NOON, **terms: Any) -> Meeting:
    """One just agreed on."""
    asked = invitation(sender, invitee, now=now, **terms)
    return invitations.accept(invitation_id=asked.pk, by=invitee, now=now)


def met(sender: User, invitee: User, *, now: datetime = NOON, **terms: Any) -> Meeting:
    """A meeting that the sender has proven."""
    agreed = meeting(sender, invitee, now=now, **terms)
    return proof.prove(meeting_id=agreed.pk, by=sender, now=now, code=code_of(agreed, invitee))


def met_and_parted(sender: User, invitee: User, *, now: datetime = NOON) -> Meeting:
    """A meeting proven and said goodbye to."""
    return meetings.end(meeting_id=met(sender, invitee, now=now).pk, by=sender, now=now)


def table(*members: User, now: datetime = NOON) -> Table:
    """A table at which the dispatcher has rung these people, who are live."""
    for member in members:
        availability.wish(session_id=session_of(member).pk, by=member, now=now, surprise=True)
    dispatch.dispatch_due(now=now)
    return Table.objects.filter(seats__person=members[0], seats__open=True).get()


def seated(first: User, *more: User, now: datetime = NOON) -> Meeting:
    """A meeting that began at a table, the first being its host."""
    row = table(first, *more, now=now)
    for member in (first, *more):
        agreed = tables.accept(table_id=row.pk, by=member, now=now)
    return agreed


def side_of(row: Meeting, member: User) -> Party:
    """One person's side of a meeting, as it stands now."""
    return Party.objects.get(meeting=row, person=member)


def code_of(row: Meeting, member: User) -> str:
    """The four digits that a person shows."""
    return side_of(row, member).code


def wrong_code_for(row: Meeting, member: User) -> str:
    """Four digits that this person does not show."""
    return f"{(int(code_of(row, member)) + 1) % 10_000:04d}"


@contextmanager
def another_world() -> Iterator[None]:
    """What happens in it never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored(row: Any) -> Any:
    """The row as it stands in the table now."""
    return type(row).objects.get(pk=row.pk)
