"""Many at once: what an open socket weighs, how soon dropped ones are back, twelve who all say yes."""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections

from bench.delivery import Member, members
from bench.figures import Figure, Stopwatch
from bench.phones import Phones
from bench.servers import sockets
from kernel import clock
from kernel.refusals import Refusal
from meetups import invitations
from tests import builders
from tests.races import crowd

RACERS = 12
LIVE, BARE = "config.asgi:application", "bench.floor:application"
YES = "accept, twelve say yes to the same one at once"
SAME_ROW = "floor: twelve update the same row at once"
MOST_KB = 60
ALL_BACK_WITHIN_S = 30
Seen = dict[str, Any]


def weight(people: list[Member]) -> Seen:
    """Kilobytes of the live process for each open socket, beside those of the bare layer."""
    kairos = weighed(LIVE, lambda address: [one.call(address) for one in people])
    few = range(min(len(people), 1_000))
    bare = weighed(BARE, lambda address: [(str(number), f"{address}/{number}", {}, None) for number in few])
    verdict = "reached" if kairos <= MOST_KB else "NOT reached"
    return {
        f"kB a socket, {len(people):,} open in one process": f"{kairos:.1f} (to reach {MOST_KB}: {verdict})",
        f"kB a socket, the bare layer with {len(few):,}": round(bare, 1),
    }


def weighed(application: str, calls: Callable[[str], list[Any]]) -> float:
    """Kilobytes a socket: the first one brings what the process needs once."""
    with sockets(application) as (address, pid):
        phones = Phones()
        try:
            first, *others = calls(address)
            phones.open([first])
            before_kb = resident_kb(pid)
            phones.open(others)
            time.sleep(1)  # what opening needed only for a moment is given back
            return (resident_kb(pid) - before_kb) / len(others)
        finally:
            phones.close()


def resident_kb(pid: int) -> int:
    """What a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def storm(people: list[Member]) -> list[Figure]:
    """All sockets lose their network at once and come back as the pages do; the bare layer too."""
    name = f"{len(people):,} sockets dropped at once: until served again"
    back = came_back(name, LIVE, lambda address: [one.call(address) for one in people])
    bare = came_back(
        "floor: the same without a word of ours",
        BARE,
        lambda address: [(str(number), f"{address}/{number}", {}, None) for number in range(len(people))],
    )
    back.within(ALL_BACK_WITHIN_S * 1000, share="most")
    back.against(bare, share="p50", reach=4)
    return [bare, back]


def came_back(name: str, application: str, calls: Callable[[str], list[Any]]) -> Figure:
    """Milliseconds of each socket."""
    with sockets(application) as (address, _pid):
        phones = Phones()
        try:
            phones.open(calls(address))
            return Figure(name, phones.drop())
        finally:
            phones.close()


def yes_under_contention(rounds: int) -> list[Figure]:
    """Twelve whom the same one has invited say yes at the same moment: one meets, the others hear it."""
    builders.places()
    watch = Stopwatch()
    for _round in range(rounds):
        now = clock.now()
        sender, *guests = crowd.free(RACERS + 1, now=now)
        rings = crowd.rings(((sender, guest) for guest in guests), now=now)
        won = at_once(
            watch, YES,
            [partial(invitations.accept, invitation_id=row.pk, by=row.invitee, now=now) for row in rings],
        )  # fmt: skip
        if won != 1:
            raise AssertionError(f"{won} of twelve won")
        at_once(watch, SAME_ROW, [partial(touch, sender.person_id)] * RACERS)
    yes, floor = watch.figure(YES), watch.figure(SAME_ROW)
    yes.within(150, share="p99")
    yes.against(floor, share="p99", reach=15)
    return [floor, yes]


def at_once(watch: Stopwatch, name: str, racers: list[Callable[[], Any]]) -> int:
    """Let all go together, each on a connection that is open already; how many were not refused."""
    gate, won = threading.Barrier(len(racers)), []

    def run(racer: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            with watch.timing(name):
                try:
                    racer()
                    won.append(racer)
                except Refusal:
                    pass
        finally:
            connections.close_all()

    lanes = [threading.Thread(target=run, args=[racer]) for racer in racers]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    return len(won)


def touch(person: Any) -> None:
    """One commit."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET last_login = now() WHERE id = %s", [person])


def run(*, heavy: int, dropped: int, rounds: int) -> tuple[list[Figure], Seen]:
    """All three. Memory is `heavy` sockets', the storm `dropped` ones'."""
    contention = yes_under_contention(rounds)
    people = members(max(heavy, dropped))
    return [*contention, *storm(people[:dropped])], weight(people[:heavy])
