"""`make bench`, `make bench-million`: prints tables, keeps the figures; its database is thrown away."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("KAIROS_DEMO", "1")  # opening hours are judged at midday
django.setup()

import redis
from django.conf import settings
from django.db import connection

from bench import (
    candidates,
    crowds,
    delivery,
    dispatch,
    explain,
    fairness,
    pages,
    topics,
    updates,
    world,
)
from bench.figures import Figure, keep, show
from kernel import clock

MILLION = 1_000_000
TEN_THOUSAND = 10_000  # of one city, for the cost at equal density
Tables = dict[str, list[Figure]]
Seen = dict[str, Any]


def main() -> None:
    options = parser().parse_args()
    measure = {"million": million, "surprise": surprise, "delivery": delivering}.get(options.what, everyday)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    try:
        tables, seen = measure(options, client)
        out = Path(f"build/bench-{options.what}.json")
        keep(out, tables, {"seed": options.seed, **seen})
        print(f"\nKept in {out}")
    finally:
        client.delete(world.GEO_KEY)
        connection.close()
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def everyday(options: argparse.Namespace, client: "redis.Redis[bytes]") -> tuple[Tables, Seen]:
    """A hundred thousand people: candidates, an invitation on its way, and who is shown to whom."""
    live, seen = peopled(options.people, client, seed=options.seed)
    tables: Tables = {}
    tables["candidates"], found = candidates.run(
        live, client, asks=options.asks, seed=options.seed, now=clock.now()
    )
    told(f"Candidates in process, {options.people:,} live", tables["candidates"], found)
    world.clear()
    delivered, weighed = delivering(options, client)
    tables |= delivered
    world.clear()
    tables["dispatch"], paired = dispatch.run(people=options.askers, times=options.rounds, seed=options.seed)
    told(f"Surprise me: {options.askers:,} people of one area", tables["dispatch"], paired)
    topics.main()
    fair = fairness.run()
    fairness.show(fair)
    return tables, {
        **seen,
        **found,
        **weighed,
        **paired,
        "fairness": {name: vars(one) for name, one in fair.items()},
    }


def delivering(options: argparse.Namespace, _client: "redis.Redis[bytes]") -> tuple[Tables, Seen]:
    """An invitation on its way, and what open sockets weigh and stand: alone."""
    tables: Tables = {}
    tables["crowds"], weighed = crowds.run(
        heavy=options.heavy, dropped=options.dropped, rounds=options.rounds * 10
    )
    told("Many at once", tables["crowds"], weighed)
    world.clear()
    tables["delivery"] = delivery.run(phones_open=options.sockets, asks=min(500, options.sockets // 4))
    told(f"Meet now -> the other phone, {options.sockets:,} open sockets", tables["delivery"], {})
    return tables, weighed


def surprise(options: argparse.Namespace, _client: "redis.Redis[bytes]") -> tuple[Tables, Seen]:
    """The dispatcher alone."""
    tables, paired = dispatch.run(people=options.askers, times=options.rounds, seed=options.seed)
    told(f"Surprise me: {options.askers:,} people of one area", tables, paired)
    return {"dispatch": tables}, paired


def million(options: argparse.Namespace, client: "redis.Redis[bytes]") -> tuple[Tables, Seen]:
    """A million people; then the same density in a city of ten thousand and in a hundred of them."""
    live, seen = peopled(MILLION, client, seed=options.seed)
    tables: Tables = {}
    tables["candidates"], found = candidates.run(
        live, client, asks=options.asks, seed=options.seed, now=clock.now()
    )
    told(f"Candidates in process, {MILLION:,} live", tables["candidates"], found)
    explain.write(people=MILLION, now=clock.now())
    print(f"  plans kept in {explain.OUT}")
    tables["pages"], served = pages.run(live, seed=options.seed)
    told("Candidates over HTTP", tables["pages"], served)
    tables["updates"], written = updates.run(live, times=options.asks, seed=options.seed)
    told("What a live person writes", tables["updates"], written)
    tables["density"] = equal_density(options, client)
    told("Cost at equal density", tables["density"], {})
    return tables, {**seen, **found, **served, **written}


def equal_density(options: argparse.Namespace, client: "redis.Redis[bytes]") -> list[Figure]:
    """Candidates whole in one city of ten thousand, and in a hundred such cities."""
    figures = []
    for people in (TEN_THOUSAND, MILLION):
        world.clear()
        live, _seen = peopled(people, client, seed=options.seed, alike=TEN_THOUSAND)
        measured, _found = candidates.run(live, client, asks=options.asks, seed=options.seed, now=clock.now())
        whole = next(figure for figure in measured if figure.name == candidates.WHOLE)
        figures.append(Figure(f"candidates whole, {people:,} live", whole.samples_ms))
    figures[1].against(figures[0], share="p50", reach=1.3)
    return figures


def peopled(
    count: int, client: "redis.Redis[bytes]", *, seed: int, alike: int = 0
) -> tuple[list[world.Someone], Seen]:
    """The world, in PostGIS and in Redis."""
    took_s = world.populate(count, seed=seed, now=clock.now(), alike=alike)
    live = world.everybody()
    in_redis_s = world.populate_redis(client, live)
    print(
        f"{count:,} people live at once (seed {seed}), "
        f"written in {took_s:.0f} s, into Redis in {in_redis_s:.0f} s"
    )
    return live, {"people": count, "seconds to write": round(took_s, 1)}


def told(title: str, figures: list[Figure], seen: Seen) -> None:
    """Print a table and what else was seen."""
    show(title, figures)
    for what, value in seen.items():
        print(f"  {what}: {value}")


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument(
        "what", nargs="?", choices=["everyday", "million", "surprise", "delivery"], default="everyday"
    )
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--asks", type=int, default=500, help="how many people ask for candidates")
    asked.add_argument("--sockets", type=int, default=2_000, help="open sockets while invitations go out")
    asked.add_argument("--heavy", type=int, default=10_000, help="open sockets whose memory is weighed")
    asked.add_argument("--dropped", type=int, default=1_000, help="sockets that are dropped at once")
    asked.add_argument("--askers", type=int, default=2_000, help="how many people asked to be surprised")
    asked.add_argument("--rounds", type=int, default=5, help="how often they are all rung")
    asked.add_argument("--seed", type=int, default=2026)
    return asked


if __name__ == "__main__":
    sys.exit(main())
