"""Surprise me: everybody who asked is paired at the largest sum of scores, and rung, both of a pair at once.

The stage of one task. Reading and pairing lock nothing; then the tables are offered in chunks, each in one
transaction with one `publish`, and whoever changed meanwhile is skipped until the next run. Two runs at once
do no harm: each session is held by one of them, and who holds an open seat is not rung again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import chain, permutations
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from matching import availability, exposure, standing, surprises
from matching import policy as matching_policy
from matching.models import Availability
from matching.surprises import Together
from meetups import policy, states, tables
from meetups.models import Invitation, Seat
from meetups.tables import Offer
from notifications.publish import publish
from places import cells, points
from places.points import PointChoice

FIRST_CHUNK = 25  # tables: the first phones ring while the rest is written
CHUNK = 200  # tables a transaction
FARTHEST_MIN = matching_policy.REACH_CHOICES_MIN[-1]  # on foot to a place; a third may come from farther


def dispatch_due(*, now: datetime) -> int:
    """Pair up everybody live who asked to be surprised, and ring; the number of tables.

    Nobody who rings, is rung or holds a seat, or was shown sixty people today; nobody with whom they sat
    before and whom they did not meet.
    """
    let_be(now=now)
    askers = surprises.askers(now=now, busy=list(busy(now=now)))
    full = exposure.full_days([asker.person_id for asker in askers], now=now)
    askers = [asker for asker in askers if asker.person_id not in full]
    apart = standing.unmet_among([asker.person_id for asker in askers])
    groups = surprises.together(askers, now=now, apart=apart)
    places = Places(now)
    return sum(ring(chunk, places, now=now) for chunk in chunks(groups))


def let_be(*, now: datetime) -> int:
    """End the wishes of those whom a table rang and who said nothing, so that nobody waits for them again.

    Silence is noted as a no, at the time of noting: who wishes anew is asked anew. The count of the wishes.
    """
    rung_out = Q(table__state=states.PASSED) | Q(table__state=states.AGREED, table__expires_at__lte=now)
    silent = Seat.objects.filter(rung_out, open=False, yes_at=None, no_at=None, session__surprise=True)
    with transaction.atomic():
        sessions = lock_free(list(silent.values_list("session_id", flat=True)), now=now)
        notices = [availability.wish_no_more(session) for session in sessions.values()]
        Seat.objects.filter(session__in=sessions, open=False, yes_at=None, no_at=None).update(no_at=now)
        publish(notices, now=now)
    return len(sessions)


def ring(groups: Sequence[Together], places: "Places", *, now: datetime) -> int:
    """Offer the tables of one chunk to those who are still free and still suit each other; their count."""
    with transaction.atomic():
        sessions = lock_free(list(chain.from_iterable(group.sessions for group in groups)), now=now)
        free = [group for group in groups if all(session in sessions for session in group.sessions)]
        fitting = [
            group for group, fits in zip(free, surprises.still_fit(free, now=now), strict=True) if fits
        ]
        offers = [one for group in fitting if (one := offer_of(group, sessions, places, now=now)) is not None]
        notices = tables.offer(offers, now=now)
        exposure.note_faces(faces(offers), now=now)
        publish(notices, now=now)
    return len(offers)


def faces(offers: Iterable[Offer]) -> list[tuple[UUID, UUID]]:
    """Who is shown whom at the tables."""
    return [
        (one.person_id, other.person_id) for offer in offers for one, other in permutations(offer.sessions, 2)
    ]


def lock_free(ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Availability]:
    """The sessions that are free, locked in ascending order; one that somebody holds is skipped."""
    rows = Availability.objects.filter(pk__in=ids).select_related("person__profile").order_by("pk")
    rows = rows.select_for_update(of=("self",), skip_locked=True)
    locked = {row.pk: row for row in rows if row.live and row.surprise and not row.over(now)}
    # Asked for once the locks are held: an invitation takes the sessions of both of its people.
    taken = busy(now=now, among=[row.person_id for row in locked.values()])
    return {key: row for key, row in locked.items() if row.person_id not in taken}


def busy(*, now: datetime, among: Sequence[UUID] | None = None) -> set[UUID]:
    """Who rings, is rung, or holds an open seat."""
    ringing, seated = Invitation.objects.pending().filter(expires_at__gt=now), Seat.objects.filter(open=True)
    if among is not None:
        ringing = ringing.filter(Q(sender__in=among) | Q(invitee__in=among))
        seated = seated.filter(person__in=among)
    people = set(chain.from_iterable(ringing.values_list("sender_id", "invitee_id")))
    return people | set(seated.values_list("person_id", flat=True))


def chunks(groups: Sequence[Together]) -> Iterator[Sequence[Together]]:
    """A small one first, then two hundred at a time."""
    if groups:
        yield groups[:FIRST_CHUNK]
    for start in range(FIRST_CHUNK, len(groups), CHUNK):
        yield groups[start : start + CHUNK]


def offer_of(
    group: Together, sessions: dict[UUID, Availability], places: "Places", *, now: datetime
) -> Offer | None:
    """The terms of a table; None where no place between them is open or no talk fits."""
    found = places.between(group)
    if found is None:
        return None
    choice, walks_min = found
    rows = [sessions[session] for session in group.sessions]
    rings_for = max(row.rings_for(now) for row in rows)  # as long as the one of them needs who needs longest
    most = min(
        matching_policy.longest_talk_min(
            now=now,
            ends_at=row.ends_at,
            hard_stop_at=row.hard_stop_at,
            walk_min=max(walks_min),
            ring=rings_for,
        )
        for row in rows
    )
    lengths = [length for length in policy.LENGTHS_MIN if length <= min(most, policy.LENGTH_DEFAULT_MIN)]
    if not lengths:
        return None
    reasons = {
        reader.id: {
            other.id: [(why.code, why.term) for why in surprises.reasons_between(reader, other)]
            for other in group.people
            if other is not reader
        }
        for reader in group.people
    }
    return Offer(rows, choice.point, walks_min, lengths[-1], rings_for, reasons)


class Places:
    """The places between two cells, asked for once a run: a crowd of thousands stands in some dozen cells."""

    def __init__(self, now: datetime) -> None:
        self.between_cells = cache(lambda one, other: points.choices_for(one, other, at=now))

    def between(self, group: Together) -> tuple[PointChoice, list[int]] | None:
        """The place whose longest walk is the shortest, with the walk of each."""
        one, other = sorted(person.cell for person in group.people[:2])
        reached = [
            (choice, [walk_min(person.cell, choice) for person in group.people])
            for choice in self.between_cells(one, other)
        ]
        within = [found for found in reached if max(found[1]) <= FARTHEST_MIN]
        return min(within, key=lambda found: max(found[1]), default=None)


def walk_min(cell: str, choice: PointChoice) -> int:
    """Minutes on foot from the middle of a cell to a place."""
    return cells.walk_min(cell, lon=choice.point.lon, lat=choice.point.lat)
