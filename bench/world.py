"""A seeded world: people live at once in cities whose sizes follow Zipf's law, in PostGIS and in Redis."""

import math
import random
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import redis
from django.db import connection

from accounts.taxonomy import TERMS
from matching import policy
from places import cells

CITIES = 400
CITY_RADIUS_M = 9_000  # of the disc over which a city's people are spread evenly
METRES_A_DEGREE = 111_320
LANGUAGES = (("en",), ("en", "fr"), ("fr",), ("en", "de"), ("en", "es"), ("de",))
GEO_KEY = "bench:live"


class Someone(NamedTuple):
    """One live person: ids and the true position, which only the benchmark's peer ever sees."""

    person: uuid.UUID
    session: uuid.UUID
    lon: float
    lat: float


def people(count: int, seed: int) -> Iterator[Someone]:
    """`count` people over the cities, reproducible for a seed. Positions in degrees."""
    dice = random.Random(seed)
    sites = [(dice.uniform(-170, 170), dice.uniform(-55, 65)) for _ in range(CITIES)]
    weights = [1 / rank for rank in range(1, CITIES + 1)]
    for lon, lat in dice.choices(sites, weights, k=count):
        away_m = CITY_RADIUS_M * math.sqrt(dice.random())
        bearing = dice.uniform(0, 2 * math.pi)
        yield Someone(
            person=uuid.UUID(int=dice.getrandbits(128), version=4),
            session=uuid.UUID(int=dice.getrandbits(128), version=4),
            lon=lon + away_m * math.sin(bearing) / (METRES_A_DEGREE * math.cos(math.radians(lat))),
            lat=lat + away_m * math.cos(bearing) / METRES_A_DEGREE,
        )


def populate(count: int, *, seed: int, now: datetime) -> list[Someone]:
    """Write the world into PostgreSQL by COPY; everybody is live, verified and free for an hour."""
    world = list(people(count, seed))
    dice = random.Random(seed + 1)
    users = ((one.person, f"{one.person.hex}@bench.example", "!", now, now) for one in world)
    copy_rows("accounts_user", "id email password date_joined mail_proved_at", users, DEFAULT_USER)
    copy_rows("accounts_profile", PROFILE, (profile(one, dice, now) for one in world), DEFAULT_PROFILE)
    copy_rows("matching_availability", SESSION, (session(one, dice, now) for one in world), DEFAULT_SESSION)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return world


DEFAULT_USER = {
    "is_active": True,
    **dict.fromkeys(("is_staff", "is_superuser", "is_demo", "is_provisional"), False),
}
PROFILE = "user_id first_name role company company_key languages offers seeks met_once_at is_adult_at"
DEFAULT_PROFILE: dict[str, Any] = {
    **dict.fromkeys(("last_name", "headline", "mail_domain"), ""),
    **{name: [] for name in ("free_offers", "free_seeks", "topics", "hidden_companies")},
    "interface_language": "en",
    "hide_company": True,
    "open_to": "verified",
}
SESSION = "id person_id cell centre started_at ends_at heartbeat_at intention topic"
DEFAULT_SESSION = {"state": "live", "reach_min": 15, "open_to": "verified", "extensions": 0}
TOPICS = (
    "payments pilots",
    "climate hardware",
    "hiring in Paris",
    "retail data",
    "seed round",
    "export to Japan",
)


def profile(one: Someone, dice: random.Random, now: datetime) -> tuple[Any, ...]:
    codes = list(TERMS)
    company = f"company {dice.randrange(5_000)}"
    languages = list(dice.choice(LANGUAGES))
    return (
        one.person, "Anna", "Founder", company, company, languages,
        dice.sample(codes, 3), dice.sample(codes, 3), now, now,
    )  # fmt: skip


def session(one: Someone, dice: random.Random, now: datetime) -> tuple[Any, ...]:
    cell = cells.cell_for(lon=one.lon, lat=one.lat)
    centre = cells.centre(cell)
    ends_at = now + timedelta(minutes=dice.randrange(30, 90))
    point = f"SRID=4326;POINT({centre.lon} {centre.lat})"
    intention, topic = dice.choice(policy.INTENTIONS), dice.choice(TOPICS)
    # The heartbeat lies ahead so that a long run does not hide people.
    return (one.session, one.person, cell, point, now, ends_at, now + timedelta(hours=1), intention, topic)


def copy_rows(table: str, columns: str, rows: Iterator[tuple[Any, ...]], defaults: dict[str, Any]) -> None:
    names = ", ".join([*columns.split(), *defaults])
    fixed = tuple(defaults.values())
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row, *fixed))


def populate_redis(client: "redis.Redis[bytes]", world: list[Someone]) -> float:
    """The same points for GEOSEARCH; seconds taken."""
    started = time.perf_counter()
    client.delete(GEO_KEY)
    pipe = client.pipeline(transaction=False)
    for number, one in enumerate(world):
        pipe.geoadd(GEO_KEY, (one.lon, one.lat, one.session.bytes))
        if number % 5_000 == 0:
            pipe.execute()
    pipe.execute()
    return time.perf_counter() - started
