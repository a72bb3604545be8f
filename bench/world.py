"""A seeded world, made by the database itself: people live at once in cities whose sizes follow Zipf's law.

The same points go into Redis, which stands for what a plain geographic index would answer.
"""

import random
import time
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import redis
from django.db import connection

from accounts.taxonomy import TERMS
from matching import policy
from places.policy import EQUATOR_M, SMALLEST_SIDE_M

CITIES: Final = 400
CITY_RADIUS_M: Final = 9_000  # of the disc over which a city's people are spread evenly
METRES_A_DEGREE: Final = 111_320
REDIS_AT_ONCE: Final = 2_000  # members a command
GEO_KEY: Final = "bench:live"
LANGUAGES: Final = ("{en}", "{en,fr}", "{fr}", "{en,de}", "{en,es}", "{de}")
TOPICS: Final = (
    "payments pilots",
    "climate hardware",
    "hiring in Paris",
    "retail data",
    "seed round",
    "export to Japan",
)

STATEMENTS: Final = Path(__file__).with_name("world.sql")
REACH_MIN: Final = 15  # everybody's, minutes on foot
# Who measures has a past: of the people of their cell five are blocked, twenty rest, ten were met lately.
OTHERS: Final = """
WITH others AS (
  SELECT me.person_id AS me, other.person_id AS other,
         row_number() OVER (PARTITION BY me.id ORDER BY other.id) AS place
  FROM matching_availability me
  JOIN matching_availability other
    ON other.cell = me.cell AND other.state = 'live' AND other.person_id <> me.person_id
  WHERE me.id = ANY(%(viewers)s))
"""
PASTS: Final = (
    OTHERS
    + """
INSERT INTO accounts_block (id, blocker_id, blocked_id, created_at)
SELECT gen_random_uuid(), me, other, %(now)s FROM others WHERE place <= 5 ON CONFLICT DO NOTHING""",
    OTHERS
    + """
INSERT INTO matching_cooldown (sender_id, invitee_id, step, until)
SELECT me, other, 0, %(now)s + interval '1 day' FROM others WHERE place BETWEEN 6 AND 25
ON CONFLICT DO NOTHING""",
    OTHERS
    + """
INSERT INTO matching_acquaintance (low_id, high_id, met_at)
SELECT LEAST(me, other), GREATEST(me, other), %(now)s - interval '9 days'
FROM others WHERE place BETWEEN 26 AND 35 ON CONFLICT DO NOTHING""",
)


class Someone(NamedTuple):
    """One live person: ids and the true position, which only the benchmark's peers ever see."""

    person: uuid.UUID
    session: uuid.UUID
    lon: float
    lat: float


class City(NamedTuple):
    """Where a city lies, in degrees, and which people are its own, by number."""

    lon: float
    lat: float
    first: int
    last: int


def cities(count: int, *, seed: int, alike: int = 0) -> list[City]:
    """The cities of `count` people: of Zipf's sizes, or of `alike` people each, for an equal density."""
    dice = random.Random(seed)
    sites = [(dice.uniform(-170, 170), dice.uniform(-55, 65)) for _ in range(CITIES)]
    if alike:
        sizes = [alike] * (count // alike)
    else:
        whole = sum(1 / rank for rank in range(1, CITIES + 1))
        sizes = [round(count / rank / whole) for rank in range(1, CITIES + 1)]
        sizes[0] += count - sum(sizes)
    found, first = [], 1
    for (lon, lat), size in zip(sites, sizes, strict=False):
        found.append(City(lon, lat, first, first + size - 1))
        first += size
    return [city for city in found if city.first <= city.last]


def populate(count: int, *, seed: int, now: datetime, alike: int = 0) -> float:
    """Write the world; everybody is live, verified, free for half an hour and more. Returns seconds taken."""
    started = time.perf_counter()
    where = cities(count, seed=seed, alike=alike)
    facts = {
        "lons": [city.lon for city in where], "lats": [city.lat for city in where],
        "firsts": [city.first for city in where], "lasts": [city.last for city in where],
        "now": now, "languages": list(LANGUAGES), "terms": list(TERMS), "topics": list(TOPICS),
        "intentions": list(policy.INTENTIONS),
    }  # fmt: skip
    named = {
        "seed": seed, "metres": METRES_A_DEGREE, "radius": CITY_RADIUS_M, "equator": EQUATOR_M,
        "side": SMALLEST_SIDE_M, "reach": REACH_MIN,
    }  # fmt: skip
    with connection.cursor() as cursor:
        # The rows fit together by construction: a million checks of a foreign key would be half of the time.
        cursor.execute("SET session_replication_role = replica")
        for statement in statements(named):
            cursor.execute(statement, facts if "%(" in statement else None)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return time.perf_counter() - started


def statements(named: dict[str, float]) -> list[str]:
    """The statements of `world.sql`, with the :names filled in."""
    text = STATEMENTS.read_text()
    for name, value in named.items():
        text = text.replace(f":{name}", str(value))
    return text.split("\n\n")[1:]


def everybody() -> list[Someone]:
    """The people of the world, with their true positions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, session, lon, lat FROM bench_live JOIN bench_point USING (n) ORDER BY n"
        )
        return [Someone(*row) for row in cursor.fetchall()]


def part(viewers: Sequence[Someone], *, now: datetime) -> None:
    """Give each of `viewers` a past with the people of their own cell: blocks, rests, meetings."""
    with connection.cursor() as cursor:
        for statement in PASTS:
            cursor.execute(statement, {"viewers": [one.session for one in viewers], "now": now})
        cursor.execute("ANALYZE accounts_block, matching_cooldown, matching_acquaintance")


def clear() -> None:
    """Empty the world again, for another."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_user CASCADE")
        cursor.execute("DROP TABLE IF EXISTS bench_point, bench_live")
        cursor.execute("DROP FUNCTION IF EXISTS pg_temp.three, pg_temp.pick, pg_temp.draw")


def populate_redis(client: "redis.Redis[bytes]", world: list[Someone]) -> float:
    """The same points for GEOSEARCH; seconds taken."""
    started = time.perf_counter()
    client.delete(GEO_KEY)
    for at in range(0, len(world), REDIS_AT_ONCE):
        some = world[at : at + REDIS_AT_ONCE]
        client.geoadd(GEO_KEY, [value for one in some for value in (one.lon, one.lat, one.session.bytes)])
    return time.perf_counter() - started
