"""The hand that moves the city: whoever has a reason looks at the phone and taps one thing.

Called by the task, every two seconds. Nothing is kept between two calls but rows, so a worker may die at any
moment and two may work at once: a resident is claimed for a few seconds, and no tap counts twice.
"""

import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction

from demo import city
from demo.client import NoAnswer, Phone, Refused, Site
from demo.models import Cue, Resident
from demo.people import Persona
from demo.steps import next_step
from matching.models import Availability
from notifications.models import Stream

log = logging.getLogger(__name__)

AT_ONCE: Final = 15  # residents a tick: half of the city, so that all are live after two
HANDS: Final = 4  # phones looked at side by side: half of the web server's threads
TICK_FOR_S: Final = 1.5  # no phone is taken up later than this, so that ticks do not pile up
CLAIMED_FOR: Final = timedelta(seconds=5)  # then another worker looks, should this one have died
LOOKS_AGAIN_AFTER: Final = timedelta(seconds=5)  # a tap, unless its own event rings before
RESTS_AFTER_NO: Final = timedelta(seconds=20)  # a refusal is rarely taken back at once


@dataclass(frozen=True, slots=True)
class Turn:
    """One resident whose turn it is; holds no row, so that a thread can carry it."""

    resident: UUID
    persona: Persona
    cue: UUID | None
    wish: bool = False


@dataclass(slots=True)
class Patience:
    """How long one tick goes on: until its time is up, or the server has failed to answer once.

    Units: `until` seconds of the monotonic clock.
    """

    until: float
    lost: bool = False

    @property
    def over(self) -> bool:
        """Whether no further phone is taken up."""
        return self.lost or time.monotonic() > self.until


def tick(*, now: datetime, site: Site) -> int:
    """Let everybody who has a reason look at the phone once; the count of those who could."""
    turns = claim(now=now)
    patience = Patience(until=time.monotonic() + TICK_FOR_S)
    take = partial(take_turn, site=site, now=now, patience=patience)
    with ThreadPoolExecutor(max_workers=HANDS, thread_name_prefix="demo") as hands:
        return note(zip(turns, hands.map(take, turns), strict=True), now=now)


def claim(*, now: datetime) -> list[Turn]:
    """Take the turns that are due; for a moment no other worker gets them.

    Effects: what they have heard so far counts as heard; they are due again when the claim runs out.
    """
    with transaction.atomic():
        waiting = Resident.objects.stirring(now).select_for_update(skip_locked=True, of=("self",))
        stirring = list(waiting.order_by("due_at")[:AT_ONCE])
        heads = dict(
            Stream.objects.filter(person__in=[row.pk for row in stirring]).values_list("person_id", "head")
        )
        for resident in stirring:
            resident.heard, resident.due_at = heads.get(resident.pk, 0), now + CLAIMED_FOR
        Resident.objects.bulk_update(stirring, ["heard", "due_at"])
        given = Cue.objects.filter(resident__in=stirring, taken_at=None).select_related("session")
        cues = {cue.resident_id: cue.session for cue in given}
    return [turn_of(resident, cues.get(resident.pk)) for resident in stirring]


def turn_of(resident: Resident, session: Availability | None) -> Turn:
    """The turn of one resident, with the newcomer they are asked to meet."""
    if session is None:
        return Turn(resident.pk, resident.persona, None)
    return Turn(resident.pk, resident.persona, session.pk, wish=session.surprise)


def take_turn(turn: Turn, *, site: Site, now: datetime, patience: Patience) -> datetime | None:
    """Look, decide, tap; when to look again, or None where there was no time or no answer."""
    if patience.over:
        return None
    try:
        with Phone(site, city.secret_of(turn.persona)) as phone:
            step = next_step(phone.look(turn.cue, wish=turn.wish), turn.persona, now)
            phone.tap(step, turn.persona, now)
    except NoAnswer as nothing:
        log.debug("%s: %s", turn.persona.key, nothing)
        patience.lost = True
        return None
    except Refused as refused:
        log.debug("%s: %s", turn.persona.key, refused)
        return now + RESTS_AFTER_NO
    return step.at if step.verb == "stay" else now + LOOKS_AGAIN_AFTER


def note(looked: Iterable[tuple[Turn, datetime | None]], *, now: datetime) -> int:
    """Write down when each looks again; a cue is over once its resident has looked, whatever came of it."""
    count = 0
    for turn, look_at in looked:
        if look_at is None:
            continue
        Resident.objects.filter(pk=turn.resident).update(due_at=look_at)
        if turn.cue:
            Cue.objects.filter(resident=turn.resident, session=turn.cue).update(taken_at=now)
        count += 1
    return count
