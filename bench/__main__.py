"""`make bench`: prints tables, keeps the figures in build/bench.json; its database is thrown away."""

import argparse
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("KAIROS_DEMO", "1")  # opening hours are judged at midday
django.setup()

import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from bench import candidates, delivery, world  # noqa: E402
from bench.figures import keep, show  # noqa: E402
from kernel import clock  # noqa: E402

OUT = Path("build/bench.json")


def main() -> None:
    options = parser().parse_args()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure_all(options)
    finally:
        connection.close()
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def measure_all(options: argparse.Namespace) -> None:
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    print(
        f"A world of {options.people:,} people live at once over {world.CITIES} cities (seed {options.seed})"
    )
    started = time.perf_counter()
    everybody = world.populate(options.people, seed=options.seed, now=clock.now())
    in_postgis_s = time.perf_counter() - started
    in_redis_s = world.populate_redis(client, everybody)
    print(f"written in {in_postgis_s:.1f} s, the same points into Redis in {in_redis_s:.1f} s")
    figures, seen = candidates.run(everybody, client, asks=options.asks, seed=options.seed, now=clock.now())
    show(f"Candidates in process, {options.people:,} live", figures)
    print(f"  {seen}")
    sent = delivery.run(sockets=options.sockets, asks=options.sockets // 2)
    show(f"Meet now -> the other phone, {options.sockets} open sockets", sent)
    about = {"people": options.people, "seed": options.seed, **seen}
    keep(OUT, {"candidates": figures, "delivery": sent}, about)
    print(f"\nKept in {OUT}")
    client.delete(world.GEO_KEY)


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--asks", type=int, default=500, help="how many people ask for candidates")
    asked.add_argument("--sockets", type=int, default=200, help="open sockets while invitations go out")
    asked.add_argument("--seed", type=int, default=2026)
    return asked


if __name__ == "__main__":
    sys.exit(main())
