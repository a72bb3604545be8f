"""Candidates in process, against Redis GEOSEARCH nearest 200 on the same points."""

import gc
import random
from datetime import datetime
from typing import Any

import redis
from django.db import connection

from bench.figures import Figure, Stopwatch, measure
from bench.world import GEO_KEY, Someone, part
from kernel.statements import answer
from matching import prefilter
from matching.candidates import candidates_for
from matching.models import Availability

RADIUS_M = 1_500
NEAREST = 200
WARM_UP = 30
RING = "the ring of a cell, asked for the first time"
ALONE = "query by cell keys, all hard filters"
WHOLE = "candidates whole: filters, score, cards"
PEER = f"Redis GEOSEARCH {RADIUS_M} m, nearest {NEAREST}, unfiltered"
FLOOR = "PostGIS ST_DWithin, nearest 200, unfiltered"
WARMED = (
    "matching_availability", "live_by_cell", "bench_by_centre", "matching_availability_pkey",
    "accounts_profile", "accounts_profile_pkey", "accounts_user", "accounts_user_pkey",
)  # fmt: skip
NEARBY = """
SELECT id FROM matching_availability
WHERE state = 'live' AND ST_DWithin(centre, ST_MakePoint(%s, %s)::geography, %s)
ORDER BY centre <-> ST_MakePoint(%s, %s)::geography LIMIT %s
"""


def run(
    world: list[Someone], client: "redis.Redis[bytes]", *, asks: int, seed: int, now: datetime
) -> tuple[list[Figure], dict[str, Any]]:
    """Ask for `asks` people drawn from everybody, each peer in turn on the same person."""
    viewers = random.Random(seed).sample(world, asks + WARM_UP)
    watch, in_reach, shown = Stopwatch(), [], []
    part(viewers, now=now)
    make_ready()
    for number, one in enumerate(viewers):
        if number == WARM_UP:
            watch, in_reach, shown = Stopwatch(), [], []
        viewer = Availability.objects.select_related("person__profile", "person__standing").get(
            pk=one.session
        )
        measure(watch, PEER, lambda one=one: near_in_redis(client, one))
        measure(watch, FLOOR, lambda one=one: near_in_postgis(one))
        measure(watch, RING, lambda viewer=viewer: prefilter.fitting_ring(viewer, now=now))
        found = measure(watch, ALONE, lambda viewer=viewer: query_alone(viewer, now))
        cards = measure(watch, WHOLE, lambda viewer=viewer: candidates_for(viewer, now=now))
        in_reach.append(len(found))
        shown.append(len(cards.cards))
    peer, floor, ring, alone, whole = (watch.figure(name) for name in (PEER, FLOOR, RING, ALONE, WHOLE))
    alone.against(peer, share="p50", reach=1.2)
    alone.against(peer, share="p99", reach=0.6)
    whole.against(alone, share="p50", reach=6)
    whole.against(peer, share="p99", reach=2.5)
    seen = {
        "people found, median": sorted(in_reach)[asks // 2],
        "most": max(in_reach),
        "cards": sum(shown) / asks,
    }
    return [peer, floor, ring, alone, whole], seen


def make_ready() -> None:
    """The peer's index, everything in memory as it is in Redis, and no collection of what stays anyhow."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS bench_by_centre ON matching_availability USING gist (centre)"
        )
        cursor.execute("ANALYZE matching_availability")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        for table in WARMED:
            cursor.execute("SELECT pg_prewarm(%s)", [table])
    gc.collect()
    gc.freeze()  # as config.wsgi does


def near_in_redis(client: "redis.Redis[bytes]", one: Someone) -> Any:
    return client.geosearch(
        GEO_KEY, longitude=one.lon, latitude=one.lat, radius=RADIUS_M, unit="m", sort="ASC", count=NEAREST
    )


def near_in_postgis(one: Someone) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(NEARBY, [one.lon, one.lat, RADIUS_M, one.lon, one.lat, NEAREST])
        return cursor.fetchall()


def query_alone(viewer: Availability, now: datetime) -> list[Any]:
    """The statement as the database answers it, no row turned into anything."""
    ring = prefilter.fitting_ring(viewer, now=now)
    facts = prefilter.facts_of(viewer, viewer.person.profile, ring, now=now) | {"session": None}
    return answer(prefilter.THE_LIST, facts)
