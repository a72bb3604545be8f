"""Under which cell somebody may be shown, and how often another. Called with the person's row locked."""

from datetime import datetime, timedelta

from django.contrib.gis.geos import Point

from accounts.models import Profile, User
from matching import policy
from matching.availability.refused import AvailabilityRefused
from matching.models import Availability, CellChange
from places import cells, points


def admitted_cell(person: User, cell: str, *, now: datetime) -> str:
    """The cell under which `person` may be shown, widened by choice or where it is sparse; a new one counts.

    The parent of the last one does not: it says less. A child of the last one that comes too early leaves the
    parent shown, so that an unsure phone shuts nobody out. Whoever flips between the two publishes each child
    under the fifteen minutes and the six a day, and with the parent nothing within it.
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
    shown = last.cell if last is not None else ""
    # The parent of what is shown follows from it: it says nothing new, so it is neither refused nor counted.
    if shown and cell in (shown, cells.parent(shown)):
        return cell
    too_soon = refusal_of_a_new_one(person, now=now)
    # A finer cell within the wide one that is shown, too early: the wide one stays, which is true as well.
    if too_soon is not None and shown == cells.parent(cell):
        return shown
    if too_soon is not None:
        raise too_soon
    CellChange.objects.create(person=person, at=now)
    return cell


def refusal_of_a_new_one(person: User, *, now: datetime) -> AvailabilityRefused | None:
    """Why `person` may not be shown under another cell yet: six in a day, or one a moment ago; else None."""
    changes = list(
        CellChange.objects.filter(person=person, at__gt=now - timedelta(days=1))
        .order_by("-at")
        .values_list("at")
    )
    if len(changes) >= policy.CELL_CHANGES_A_DAY:
        return AvailabilityRefused("too-many-cells", retry_after_s=3600)
    if changes and now < (again_at := changes[0][0] + policy.CELL_CHANGE_EVERY):
        wait_s = int((again_at - now).total_seconds()) + 1
        return AvailabilityRefused("cell-too-soon", retry_after_s=wait_s, minutes=-(-wait_s // 60))
    return None


def centre_of(cell: str) -> Point:
    """The cell's centre, the only place of a person that is ever stored."""
    centre = cells.centre(cell)
    return Point(centre.lon, centre.lat, srid=4326)
