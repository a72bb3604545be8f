"""Free now: starting, keeping up, moving and ending one's window.

`start`, `extend`, `move`, `retopic`, `wish`, `attend`, `beat` and `end_due` are stages for doors and tasks.
`lock`, `engage`, `disengage` and `close` are inner stages for meetups: they return notices, publish nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile, User
from accounts.profiles import plain_words, remember_topic
from kernel.moves import move as move_state
from kernel.refusals import Refusal
from matching import policy
from matching.models import Availability, AvailabilityState, CellChange
from notifications.events import AvailabilityChanged, AvailabilityEnded, AvailabilityStarted, Notice
from notifications.publish import publish
from places import cells, points


class AvailabilityRefused(Refusal):
    """Why somebody cannot be free now, or not here."""

    title = _("Not now")
    sentences: ClassVar = {
        "no-place": _("No public place is open near you now. Try again later or from another area."),
        "cell-too-soon": _("Your area changed a moment ago. You can change it again in %(minutes)s min."),
        "too-many-cells": _("You have been visible in six areas in the last 24 hours; that is the limit."),
        "not-available": _("You are not live. Go live first."),
        "cannot-extend": _("Your time was extended twice already."),
        "in-a-meeting": _("You are in a meeting. End it first."),
        "bad-cell": _("This area is not known. Please reload the page."),
        "hard-stop": _("You must leave too soon: nothing fits into the time that is left."),
        "hard-stop-far": _(
            "You say that you must leave in more than a day. Please check the time and its zone."
        ),
    }
    statuses: ClassVar = {
        "bad-cell": 422,
        "hard-stop": 422,
        "hard-stop-far": 422,
        "too-many-cells": 429,
        "cell-too-soon": 429,
    }


MOVES = {
    (AvailabilityState.LIVE.value, AvailabilityState.COMMITTED.value): frozenset({"system"}),
    (AvailabilityState.COMMITTED.value, AvailabilityState.LIVE.value): frozenset({"system"}),
    (AvailabilityState.LIVE.value, AvailabilityState.ENDED.value): frozenset({"person", "system"}),
    (AvailabilityState.COMMITTED.value, AvailabilityState.ENDED.value): frozenset({"person", "system"}),
}


def current(person: User, *, now: datetime) -> Availability | None:
    """The open session of `person`, None where there is none or where it has run out."""
    session = Availability.objects.for_person(person).open().first()
    if session is None or session.over(now):
        return None
    session.person = person  # with the profile that the door has read already
    return session


def attend(person: User, *, now: datetime) -> Availability | None:
    """The open session of somebody who is looking, its lease renewed once it is some seconds old."""
    session = current(person, now=now)
    if session is not None and now >= session.heartbeat_at + policy.LEASE_RENEWED_AFTER:
        beat(by=person, now=now)
        session.heartbeat_at = now
    return session


def start(
    *,
    by: User,
    now: datetime,
    cell: str,
    minutes: int,
    intention: str,
    topic: str = "",
    reach_min: int = policy.REACH_DEFAULT_MIN,
    hard_stop_at: datetime | None = None,
    open_to: str | None = None,
    surprise: bool = False,
) -> Availability:
    """Make `by` visible in `cell` for `minutes`; where a session is open already, return that one unchanged.

    Units: `minutes` of the session, `reach_min` minutes on foot.
    Effects: the session, a cell change, the topic among the last three; `availability-started`.
    Refuses: bad-cell, no-place, cell-too-soon, too-many-cells, hard-stop, hard-stop-far, contact-in-text.
    """
    topic = plain_words(topic)
    ends_at = now + timedelta(minutes=minutes)
    if hard_stop_at is not None:
        if hard_stop_at > now + policy.HARD_STOP_WITHIN:
            raise AvailabilityRefused("hard-stop-far")
        ends_at = min(ends_at, hard_stop_at)
        shortest_walk_min = policy.REACH_CHOICES_MIN[0]
        if ends_at <= now or now > policy.latest_start(ends_at, hard_stop_at, shortest_walk_min):
            raise AvailabilityRefused("hard-stop")
    with transaction.atomic():
        # No key update: a foreign key to this person, checked while a meeting commits, need not wait for it.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        notices = settle_person(by.pk, now=now)
        if standing := Availability.objects.for_person(by).open().first():
            return standing
        cell = admitted_cell(by, cell, now=now)
        session = Availability.objects.create(
            person=by, cell=cell, centre=centre_of(cell), started_at=now, ends_at=ends_at, heartbeat_at=now,
            hard_stop_at=hard_stop_at, intention=intention, topic=topic, reach_min=reach_min,
            open_to=open_to or by.profile.open_to, surprise=surprise,
        )  # fmt: skip
        session.refresh_from_db()  # what the database copied of the person
        note_topic(by, topic)
        publish([*notices, Notice(by.pk, AvailabilityStarted(session.pk))], now=now)
    return session


def extend(*, session_id: UUID, by: User, now: datetime) -> Availability:
    """Add a quarter of an hour, twice at most and never beyond two hours or the hard stop.

    Refuses: not-available, cannot-extend.
    """
    with transaction.atomic():
        session = own_live(session_id, by=by, now=now)
        ends_at = min(
            session.ends_at + timedelta(minutes=policy.EXTENSION_MIN),
            session.started_at + timedelta(minutes=policy.SESSION_MOST_MIN),
            session.hard_stop_at or datetime.max.replace(tzinfo=now.tzinfo),
        )
        if session.extensions >= policy.EXTENSIONS_MOST or ends_at <= session.ends_at:
            raise AvailabilityRefused("cannot-extend")
        session.ends_at, session.extensions = ends_at, session.extensions + 1
        session.save(update_fields=["ends_at", "extensions"])
        publish([Notice(by.pk, AvailabilityChanged(session.pk))], now=now)
    return session


def move(*, session_id: UUID, by: User, now: datetime, cell: str) -> Availability:
    """ "I have moved": show `by` in another cell. The same cell changes nothing.

    Refuses: not-available, bad-cell, no-place, cell-too-soon, too-many-cells.
    """
    with transaction.atomic():
        session = own_live(session_id, by=by, now=now)
        admitted = admitted_cell(by, cell, now=now)
        if admitted != session.cell:
            session.cell, session.centre = admitted, centre_of(admitted)
            session.save(update_fields=["cell", "centre"])
            publish([Notice(by.pk, AvailabilityChanged(session.pk))], now=now)
    return session


def retopic(*, session_id: UUID, by: User, now: datetime, topic: str) -> Availability:
    """Change what one would like to talk about. Refuses: not-available, contact-in-text."""
    topic = plain_words(topic)
    with transaction.atomic():
        session = own_live(session_id, by=by, now=now)
        session.topic = topic
        session.save(update_fields=["topic"])
        note_topic(by, topic)
        publish([Notice(by.pk, AvailabilityChanged(session.pk))], now=now)
    return session


def wish(*, session_id: UUID, by: User, now: datetime, surprise: bool) -> Availability:
    """Ask to be rung together with somebody who fits, or ask no more. Refuses: not-available."""
    with transaction.atomic():
        session = own_live(session_id, by=by, now=now)
        if session.surprise != surprise:
            session.surprise = surprise
            session.save(update_fields=["surprise"])
            publish([Notice(by.pk, AvailabilityChanged(session.pk))], now=now)
    return session


def beat(*, by: User, now: datetime) -> bool:
    """Renew the lease of being seen; False where no session is open. Writes no indexed column."""
    fresh = Q(state=AvailabilityState.COMMITTED) | Q(
        ends_at__gt=now, heartbeat_at__gt=now - policy.ENDED_AFTER, state=AvailabilityState.LIVE
    )
    return bool(Availability.objects.for_person(by).filter(fresh).update(heartbeat_at=now))


def end_due(*, now: datetime, limit: int = 500) -> int:
    """End what has run out and forget the cells of what ended an hour ago; the count of the ended.

    Only tells people: every stage settles what it locks by itself.
    """
    over = Q(ends_at__lte=now) | Q(heartbeat_at__lte=now - policy.ENDED_AFTER)
    with transaction.atomic():
        due = Availability.objects.select_for_update(skip_locked=True).filter(
            over, state=AvailabilityState.LIVE
        )
        ended = list(due.order_by("pk")[:limit])
        publish([notice for session in ended for notice in close(session, now=now)], now=now)
    Availability.objects.filter(
        state=AvailabilityState.ENDED, ended_at__lte=now - policy.CELL_KEPT_FOR
    ).exclude(cell="").update(cell="", centre=None)
    CellChange.objects.filter(at__lte=now - timedelta(days=1)).delete()
    return len(ended)


# Inner stages: the caller holds the transaction and publishes.


def lock(sessions: Iterable[UUID]) -> dict[UUID, Availability]:
    """The rows of `sessions`, locked in ascending order (the one order of the house)."""
    rows = Availability.objects.select_for_update(of=("self",)).select_related(
        "person__profile", "person__standing"
    )
    return {row.pk: row for row in rows.filter(pk__in=list(sessions)).order_by("pk")}


def lock_open(people: Iterable[UUID]) -> dict[UUID, Availability]:
    """The open sessions of `people` by person, locked in ascending order."""
    rows = (
        Availability.objects.open()
        .select_for_update(of=("self",))
        .select_related("person__profile", "person__standing")
    )
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


def admitted_cell(person: User, cell: str, *, now: datetime) -> str:
    """The cell under which `person` may be shown, widened by choice or where it is sparse; a new one counts.

    Called with the person's own row or session locked: the choice of the wider area waits for that lock.
    Refuses: bad-cell, no-place, cell-too-soon, too-many-cells.
    """
    if not cells.is_cell(cell):
        raise AvailabilityRefused("bad-cell")
    # Asked anew, not of the profile at hand: it may have been chosen since that was read. What an old page or
    # a program sends finer than the choice is widened here, before anything is kept of it.
    wide = Profile.objects.filter(pk=person.pk, wide_area=True).exists()
    cell = cells.parent(cell) if wide else points.coarsened(cell)
    if not points.any_open(cell, at=now):
        raise AvailabilityRefused("no-place")
    last = Availability.objects.for_person(person).exclude(cell="").order_by("-started_at").first()
    if last is not None and last.cell == cell:
        return cell
    changes = list(
        CellChange.objects.filter(person=person, at__gt=now - timedelta(days=1))
        .order_by("-at")
        .values_list("at")
    )
    if len(changes) >= policy.CELL_CHANGES_A_DAY:
        raise AvailabilityRefused("too-many-cells", retry_after_s=3600)
    if changes and now < (again_at := changes[0][0] + policy.CELL_CHANGE_EVERY):
        wait_s = int((again_at - now).total_seconds()) + 1
        raise AvailabilityRefused("cell-too-soon", retry_after_s=wait_s, minutes=-(-wait_s // 60))
    CellChange.objects.create(person=person, at=now)
    return cell


def note_topic(person: User, topic: str) -> None:
    """Keep a topic among the last three, to be offered again."""
    if topic:
        remember_topic(by=person, topic=topic)


def centre_of(cell: str) -> Point:
    """The cell's centre, the only place of a person that is ever stored."""
    centre = cells.centre(cell)
    return Point(centre.lon, centre.lat, srid=4326)
