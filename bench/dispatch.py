"""The dispatcher: two thousand people of one area asked to be surprised; how soon who rings, and how well.

Peers of the same run: the best pairing there is on the graph of fifty edges a person, and the queue that
takes the nearest first.
"""

import gc
import math
import os
import random
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import rustworkx
from django.core.management import call_command
from django.db import connection

from accounts.models import Profile, User
from accounts.taxonomy import TERMS
from bench.figures import Figure, Stopwatch
from bench.world import LANGUAGES, METRES_A_DEGREE, TOPICS
from kernel import clock
from matching import availability, pairwise, policy, shortlist, surprises
from matching.models import Availability, Unmet
from meetups import dispatch
from meetups.models import Meeting, Table
from places import cells

CENTRE: Final = (24.9414, 60.1719)  # Helsinki Central Station, in whose middle there are places to meet
RADIUS_M: Final = 800  # one area: from its middle everybody is in reach
PLACES: Final = "data/helsinki-centre.osm.pbf"
FIRST: Final = "query -> the first phone rings"
ALL: Final = "query -> all phones ring"
WORKED: Final = "of the first: time on a processor"  # what a machine that others use too does not change
FIRST_WITHIN_MS, ALL_WITHIN_MS = 1_000, 5_000
OF_BEST, OVER_NEAREST = 0.99, 1.10  # what to reach


def run(*, people: int, times: int, seed: int) -> tuple[list[Figure], dict[str, Any]]:
    """Ring everybody `times` over, each time as if nobody had sat with anybody before."""
    call_command("import_places", PLACES, verbosity=0)
    populate(people, seed=seed)
    watch, seen = Stopwatch(), worth(seed=seed)
    gc.collect()
    gc.freeze()
    for _ in range(times + 1):
        Table.objects.all().delete()
        Unmet.objects.all().delete()
        once(watch)
    # The first run warms up.
    first, all_of_them, worked = (Figure(name, watch.samples[name][1:]) for name in (FIRST, ALL, WORKED))
    for figure, within_ms in ((first, FIRST_WITHIN_MS), (all_of_them, ALL_WITHIN_MS)):
        verdict = "reached" if figure.p99 <= within_ms else "NOT reached"
        figure.ratios["p99"] = f"{figure.p99:.0f} ms (to reach {within_ms}: {verdict})"
    seen["people rung"] = sum(table.seats.count() for table in Table.objects.all())
    assert not Meeting.objects.exists()
    return [first, worked, all_of_them], seen


def once(watch: Stopwatch) -> None:
    """One run of the dispatcher, noting when each chunk is committed: from then on its phones ring."""
    rung, worked = list[float](), list[float]()
    ring, backend = dispatch.ring, connection.connection.info.backend_pid
    begun, started = cpu_s(backend), time.perf_counter()

    def noted(*args: Any, **how: Any) -> int:
        count = ring(*args, **how)
        rung.append(time.perf_counter() - started)
        worked.append(cpu_s(backend) - begun)
        return count

    dispatch.ring = noted
    try:
        dispatch.dispatch_due(now=clock.now())
    finally:
        dispatch.ring = ring
    watch.add(FIRST, rung[0])
    watch.add(ALL, rung[-1])
    watch.add(WORKED, worked[0])


def cpu_s(backend: int) -> float:
    """Seconds of processor time that this process and its database backend have taken (Linux)."""
    ticks = Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def worth(*, seed: int) -> dict[str, Any]:
    """The sum of scores, against the best there is and against nearest first, on the same people."""
    now = clock.now()
    watch = Stopwatch()
    with watch.timing("askers"):
        askers = surprises.askers(now=now)
    with watch.timing("drawing"):
        drawn = shortlist.worth_comparing(askers)
    with watch.timing("filters"):
        fitting = pairwise.fit_together([asker.id for asker in askers], drawn, now=now)
    with watch.timing("scores and all above"):
        edges = surprises.scored(askers, now=now)
    with watch.timing("pairing"):
        groups = surprises.pairing.groups(edges, matched_most=policy.SURPRISE_MATCHED_MOST)
    scores = {(one, other): score for one, other, score in edges}
    ours = sum(scores[min(group[:2]), max(group[:2])] for group in groups)
    best = optimum(edges)
    nearest = nearest_first([pair for pair in fitting if pair[:2] in scores], scores, seed=seed)
    return {
        "edges": len(edges),
        **{f"ms, {name}": round(figure[0]) for name, figure in watch.samples.items()},
        f"of the best on 50 edges a person (to reach {OF_BEST})": round(ours / best, 4),
        f"over nearest first (to reach {OVER_NEAREST})": round(ours / nearest, 3),
    }


def optimum(edges: list[tuple[int, int, int]]) -> int:
    """The weight of the best pairing on all edges, none left out."""
    graph: Any = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(1 + max(edge[1] for edge in edges)))
    graph.add_edges_from(edges)
    return sum(graph.get_edge_data(*pair) for pair in rustworkx.max_weight_matching(graph, weight_fn=int))


def nearest_first(pairs: list[tuple[int, int, int]], scores: dict[tuple[int, int], int], *, seed: int) -> int:
    """What a queue would do on the same edges: in the order of asking each takes the nearest still free."""
    around: dict[int, list[tuple[int, int]]] = {}
    for one, other, minutes in pairs:
        around.setdefault(one, []).append((minutes, other))
        around.setdefault(other, []).append((minutes, one))
    dice, taken, total = random.Random(seed), set[int](), 0
    queue = sorted(around)
    dice.shuffle(queue)
    for one in queue:
        if one in taken:
            continue
        free = [(minutes, dice.random(), other) for minutes, other in around[one] if other not in taken]
        if free:
            other = min(free)[2]
            taken |= {one, other}
            total += scores[min(one, other), max(one, other)]
    return total


def populate(count: int, *, seed: int) -> None:
    """So many people of one area, all live, all having asked."""
    dice, now, terms = random.Random(seed), clock.now(), list(TERMS)
    users, profiles, sessions = [], [], []
    for number in range(count):
        user = User(
            id=uuid.UUID(int=dice.getrandbits(128)), email=f"asks-{number}@bench.example", password="!"
        )
        company = f"company {dice.randrange(500)}"
        cell = somewhere(dice)
        users.append(user)
        profiles.append(
            Profile(
                user=user, first_name="Bo", role="Founder", company=company, company_key=company,
                languages=dice.choice(LANGUAGES).strip("{}").split(","), offers=dice.sample(terms, 3),
                seeks=dice.sample(terms, 3), is_adult_at=now, met_once_at=now,
            )
        )  # fmt: skip
        sessions.append(
            Availability(
                id=uuid.UUID(int=dice.getrandbits(128)), person=user, cell=cell, surprise=True,
                centre=availability.centre_of(cell), started_at=now, heartbeat_at=now + timedelta(hours=1),
                ends_at=now + timedelta(minutes=60 + dice.randrange(60)), topic=dice.choice(TOPICS),
                intention=dice.choice(policy.INTENTIONS), reach_min=dice.choice((10, 10, 15, 20)),
            )
        )  # fmt: skip
    for rows in (users, profiles, sessions):
        type(rows[0]).objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def somewhere(dice: random.Random) -> str:
    """The cell of a point drawn evenly from the area's disc."""
    away, turn = RADIUS_M * math.sqrt(dice.random()), dice.random() * 2 * math.pi
    lon, lat = CENTRE
    narrow = math.cos(math.radians(lat))
    return cells.cell_for(
        lon=lon + away * math.sin(turn) / (METRES_A_DEGREE * narrow),
        lat=lat + away * math.cos(turn) / METRES_A_DEGREE,
    )
