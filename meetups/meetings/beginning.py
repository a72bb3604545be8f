"""A yes becomes a meeting, and a third person joins it. Inner stages: the caller publishes."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import product

from django.db import connection
from django.db.models import Q

from matching import availability, standing
from matching.models import Availability
from meetups import policy
from meetups.meetings.refused import MeetingRefused
from meetups.models import Invitation, Meeting, Party, Table
from meetups.telling import told_of
from notifications import events
from notifications.events import Notice
from places.models import MeetingPoint

Side = tuple[Availability, int]  # a session, and the minutes of its walk to the point


def begin(
    sides: Iterable[Side],
    *,
    now: datetime,
    invitation: Invitation | None = None,
    table: Table | None = None,
) -> tuple[Meeting, list[Notice]]:
    """Open the meeting of an accepted invitation or of an agreed table; its people leave every list."""
    sides, terms = list(sides), invitation or table
    if terms is None:
        raise ValueError("a meeting begins with an invitation or at a table")
    colour, shape, word = free_beacon(terms.point)
    meeting = Meeting.objects.create(
        invitation=invitation, table=table, point=terms.point, length_min=terms.length_min, agreed_at=now,
        meet_at=policy.meeting_time(now, [walk_min for _session, walk_min in sides]), colour=colour,
        shape=shape, word=word,
    )  # fmt: skip
    codes = different_codes(len(sides))
    Party.objects.bulk_create(
        Party(
            meeting=meeting, person_id=session.person_id, session=session, code=code, walk_min=walk_min,
            told=told_of(session, now=now),
        )
        for (session, walk_min), code in zip(sides, codes, strict=True)
    )  # fmt: skip
    sessions = [session for session, _walk_min in sides]
    people = [session.person_id for session in sessions]
    standing.committed(people)
    agreed = [Notice(person, events.MeetingAgreed(meeting.pk)) for person in people]
    return meeting, [*agreed, *availability.engage(sessions, now=now)]


def join(meeting: Meeting, side: Side, *, now: datetime) -> list[Notice]:
    """Add a third person to a locked meeting that runs; where their walk is longer all meet later.

    Refuses: over.
    """
    session, walk_min = side
    if not meeting.running or meeting.overdue(now):
        raise MeetingRefused("over")
    there = meeting.present
    taken = {party.code for party in there}
    code = next(code for code in different_codes(len(taken) + 1) if code not in taken)
    Party.objects.create(
        meeting=meeting, person_id=session.person_id, session=session, code=code, walk_min=walk_min,
        told=told_of(session, now=now),
    )  # fmt: skip
    if meeting.unproven:
        meeting.meet_at = max(meeting.meet_at, policy.meeting_time(now, [walk_min]))
        meeting.save(update_fields=["meet_at"])
    standing.committed([session.person_id])
    told = [Notice(party.person_id, events.MeetingJoined(meeting.pk, "other")) for party in there]
    joined = Notice(session.person_id, events.MeetingJoined(meeting.pk, "you"))
    agreed = Notice(session.person_id, events.MeetingAgreed(meeting.pk))
    return [*told, agreed, joined, *availability.engage([session], now=now)]


def free_beacon(point: MeetingPoint) -> tuple[str, str, str]:
    """Colour, symbol and word that no other running meeting within 500 m shows."""
    # Two meetings that begin at once near each other would choose alike: the area waits its turn.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"beacon {point.cell[:10]}"])
    nearby = MeetingPoint.objects.filter(location__dwithin=(point.location, policy.BEACON_RADIUS_M))
    taken = set(Meeting.objects.running().filter(Q(point__in=nearby)).values_list("colour", "shape", "word"))
    every = list(product(policy.COLOURS, policy.SHAPES, policy.WORDS))
    # More meetings than beacons within 500 m: then two share one rather than nobody meets.
    return secrets.choice([beacon for beacon in every if beacon not in taken] or every)


def different_codes(count: int) -> list[str]:
    """Four digits for each, said aloud or typed; no two alike, or one would prove a meeting with oneself."""
    return [f"{code:04d}" for code in secrets.SystemRandom().sample(range(10_000), count)]
