"""What a live person writes, the heartbeat and another cell, against a bare UPDATE by primary key."""

import random
from datetime import timedelta

from django.db import connection

from accounts.models import User
from bench.figures import Figure, Stopwatch, measure
from bench.world import Someone
from kernel import clock
from matching import availability
from matching.models import Availability, AvailabilityState
from places import cells

BARE = "bare UPDATE by primary key, one column"
BEAT = "heartbeat"
CELL = "the cell's UPDATE of a move, alone"
NEARBY_M = 0.004  # degrees: another cell, not far
HEARTBEAT_HOT = (
    "SELECT n_tup_hot_upd, n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'matching_availability'"
)


def run(world: list[Someone], *, times: int, seed: int) -> tuple[list[Figure], dict[str, float]]:
    """Each write in turn on the same people, each in a transaction of its own."""
    watch, now = Stopwatch(), clock.now() + timedelta(hours=1)
    for one in random.Random(seed).sample(world, times):
        person = User(pk=one.person)
        measure(watch, BARE, lambda one=one: bare(one))
        measure(watch, BEAT, lambda person=person: availability.beat(by=person, now=now))
        measure(watch, CELL, lambda one=one: moved(one))
    bare_update, heartbeat, cell = (watch.figure(name) for name in (BARE, BEAT, CELL))
    rate = sum(bare_update.samples_ms) / sum(heartbeat.samples_ms)
    seen = {"heartbeats for each bare UPDATE in the same time (to reach 0.70)": round(rate, 2), "HOT": hot()}
    return [bare_update, heartbeat, cell], seen


def bare(one: Someone) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET last_login = now() WHERE id = %s", [one.person])


def moved(one: Someone) -> None:
    cell = cells.cell_for(lon=one.lon + NEARBY_M, lat=one.lat)
    Availability.objects.filter(pk=one.session).update(cell=cell, centre=availability.centre_of(cell))


def hot() -> float:
    """The share of heartbeats that touch no index."""
    live = Availability.objects.filter(state=AvailabilityState.LIVE).values_list("pk", flat=True)[:1000]
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        Availability.objects.filter(pk__in=list(live)).update(heartbeat_at=clock.now() + timedelta(hours=1))
        cursor.execute(HEARTBEAT_HOT)
        touched_none, all_of_them = cursor.fetchone()
        cursor.execute("COMMIT")
    return round(touched_none / all_of_them, 2)
