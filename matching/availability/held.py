"""Sessions in hand: locking, settling, engaging, ending. The caller holds the transaction and publishes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from kernel.moves import move as move_state
from kernel.statements import answer
from matching.availability.refused import AvailabilityRefused
from matching.models import Availability, AvailabilityState
from notifications.events import AvailabilityChanged, AvailabilityEnded, Notice

MOVES = {
    (AvailabilityState.LIVE.value, AvailabilityState.COMMITTED.value): frozenset({"system"}),
    (AvailabilityState.COMMITTED.value, AvailabilityState.LIVE.value): frozenset({"system"}),
    (AvailabilityState.LIVE.value, AvailabilityState.ENDED.value): frozenset({"person", "system"}),
    (AvailabilityState.COMMITTED.value, AvailabilityState.ENDED.value): frozenset({"person", "system"}),
}


def person_of(session: UUID) -> UUID | None:
    """Whose session this is; None for an id that is nobody's."""
    rows = answer("SELECT person_id FROM matching_availability WHERE id = %(id)s", {"id": session})
    return rows[0][0] if rows else None


def lock(sessions: Iterable[UUID]) -> dict[UUID, Availability]:
    """The rows of `sessions`, locked in ascending order (the one order of the house)."""
    rows = Availability.objects.select_for_update(of=("self",)).select_related(
        "person__profile", "person__standing"
    )
    return {row.pk: row for row in rows.filter(pk__in=list(sessions)).order_by("pk")}


def lock_open(people: Iterable[UUID]) -> dict[UUID, Availability]:
    """The open sessions of `people` by person, with profiles, locked in ascending order."""
    rows = Availability.objects.open().select_for_update(of=("self",)).select_related("person__profile")
    return {row.person_id: row for row in rows.filter(person_id__in=list(people)).order_by("pk")}


def settle(session: Availability, *, now: datetime) -> list[Notice]:
    """End a locked session that has run out."""
    return close(session, now=now) if session.over(now) else []


def settle_person(person_id: UUID, *, now: datetime) -> list[Notice]:
    """End what has run out of one person."""
    return [notice for session in lock_open([person_id]).values() for notice in settle(session, now=now)]


def engage(sessions: Iterable[Availability], *, now: datetime) -> list[Notice]:
    """Take the people of `sessions` out of every list: they are meeting."""
    notices = []
    for session in sessions:
        move_state(session, AvailabilityState.COMMITTED, by=None, now=now, allowed=MOVES, role="system")
        notices.append(Notice(session.person_id, AvailabilityChanged(session.pk)))
    return notices


def disengage(sessions: Iterable[Availability], *, now: datetime) -> list[Notice]:
    """Return people to live where time is left, else end their session."""
    notices = []
    for session in sessions:
        if session.state != AvailabilityState.COMMITTED:
            continue
        if now >= session.ends_at:
            notices += close(session, now=now)
            continue
        # A meeting keeps the phone in a pocket: coming back to live starts with a fresh lease.
        session.heartbeat_at = now
        session.save(update_fields=["heartbeat_at"])
        move_state(session, AvailabilityState.LIVE, by=None, now=now, allowed=MOVES, role="system")
        notices.append(Notice(session.person_id, AvailabilityChanged(session.pk)))
    return notices


def close(session: Availability, *, now: datetime, by: UUID | None = None) -> list[Notice]:
    """End one locked session, by its person or by the clock; an ended one stays as it is."""
    if session.state == AvailabilityState.ENDED:
        return []
    role = "person" if by else "system"
    move_state(
        session, AvailabilityState.ENDED, by=by, now=now, allowed=MOVES, role=role, fields={"ended_at": now}
    )
    return [Notice(session.person_id, AvailabilityEnded(session.pk))]


def own_live(session_id: UUID, *, by: User, now: datetime) -> Availability:
    """The live session of `by`, locked. Refuses: not-available, in-a-meeting."""
    session = lock([session_id]).get(session_id)
    if session is None or session.person_id != by.pk or session.over(now):
        raise AvailabilityRefused("not-available")
    if session.state == AvailabilityState.COMMITTED:
        raise AvailabilityRefused("in-a-meeting")
    if not session.live:
        raise AvailabilityRefused("not-available")
    return session
