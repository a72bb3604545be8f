"""One's own window: opening, keeping up, moving, extending it, and the sweep of those that ran out."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.profiles import plain_words, remember_topic
from kernel.statements import Prepared, answer
from matching import policy
from matching.availability.admission import admitted_cell, centre_of
from matching.availability.held import close, own_live, settle_person
from matching.availability.refused import AvailabilityRefused
from matching.models import Availability, AvailabilityState, CellChange
from notifications.events import AvailabilityChanged, AvailabilityStarted, Notice
from notifications.publish import publish

OPEN: Final = Prepared(
    Availability,
    lambda person: Availability.objects.for_person(User(id=person)).open(),
    stand_in=UUID(int=0),
    later=["centre"],  # for maps of statistics; who looks is judged by the cell
)

BEAT: Final = """
UPDATE matching_availability SET heartbeat_at = %(now)s
WHERE person_id = %(person)s
  AND (state = 'committed' OR (state = 'live' AND ends_at > %(now)s
                               AND (heartbeat_at > %(alive_since)s OR push_until > %(now)s)))
RETURNING id
"""


def current(person: User, *, now: datetime) -> Availability | None:
    """The open session of `person`, None where there is none or where it has run out."""
    session = OPEN.first(person.pk)
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


def wish_no_more(session: Availability) -> Notice:
    """End the wish of a locked session whose person does not answer. An inner stage: publishes nothing."""
    session.surprise = False
    session.save(update_fields=["surprise"])
    return Notice(session.person_id, AvailabilityChanged(session.pk))


def beat(*, by: User, now: datetime) -> bool:
    """Renew the lease of being seen; False where no session is open. Writes no indexed column."""
    alive_since = now - policy.ENDED_AFTER
    return bool(answer(BEAT, {"person": by.pk, "now": now, "alive_since": alive_since}))


def end_due(*, now: datetime, limit: int = 500) -> int:
    """End what has run out and forget the cells of what ended an hour ago; the count of the ended.

    Only tells people: every stage settles what it locks by itself.
    """
    reached = Q(push_until__isnull=False, push_until__gt=now)
    over = Q(ends_at__lte=now) | (Q(heartbeat_at__lte=now - policy.ENDED_AFTER) & ~reached)
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


def note_topic(person: User, topic: str) -> None:
    """Keep a topic among the last three, to be offered again."""
    if topic:
        remember_topic(by=person, topic=topic)
