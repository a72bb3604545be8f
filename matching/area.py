"""How wide the area is in which one is shown: a choice of the person, obeyed at once by an open session.

Called by doors. The phone obeys it too (`static/js/place.js`), so that nothing finer even reaches them.
"""

from datetime import datetime

from django.db import transaction

from accounts import profiles
from accounts.models import Profile, User
from matching import availability
from matching.models import Availability
from notifications.events import AvailabilityChanged, Notice
from notifications.publish import publish
from places import cells


def choose(*, by: User, changes: profiles.Changes, now: datetime) -> Profile:
    """Change the profile; with `wide_area` switched on an open session is shown in the parent of its cell.

    The parent follows from what is shown already and no position enters: it says nothing new, is never
    refused and does not count as a move. Switched off, nothing moves: the next cell from the phone does, as
    a new one under the fifteen minutes and six a day, so that flipping the choice is no way round them.
    Effects: the profile, the session's cell; `availability-changed`. Refuses: as `profiles.update`.
    """
    with transaction.atomic():
        # The lock of `availability.start`: no window opens between the choice and the look for one.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        sessions = availability.lock_open([by.pk]).values()
        profile = profiles.update(by=by, changes=changes)
        notices = [notice for session in sessions for notice in widen(session)] if profile.wide_area else []
        publish(notices, now=now)
    return profile


def widen(session: Availability) -> list[Notice]:
    """Show a locked session in the parent of its cell; a wide one stays as it is."""
    wider = cells.parent(session.cell)
    if wider == session.cell:
        return []
    session.cell, session.centre = wider, availability.centre_of(wider)
    session.save(update_fields=["cell", "centre"])
    return [Notice(session.person_id, AvailabilityChanged(session.pk))]
