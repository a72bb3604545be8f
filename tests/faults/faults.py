"""What can break: a name, what breaks, how it heals, and what must hold all the same."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

from django.db import transaction

from kernel import clock
from notifications.consumers import TOO_SLOW
from notifications.events import MeetingMessaged, Notice
from notifications.publish import publish
from tests.faults.history import Closed, now
from tests.faults.house import House, Process, wait_for
from tests.faults.stream import ANSWER_WITHIN_S, SILENT_AFTER_S
from tests.faults.world import World, in_thread

Happening: TypeAlias = Callable[[World], Awaitable[None]]

SOON_S = 2.0  # p99 from commit to phone when all is well
AT_MOST_S = 25.0  # with Redis dead, and with whatever else breaks while the phones' servers live
BACK_WITHIN_S = 30.0
LEFT_AFTER_S = SILENT_AFTER_S + ANSWER_WITHIN_S + 5  # a line that stands still; its phone asks beside it
UNREAD_S = 18.0  # who reads nothing hears nothing: that is not the house's doing
CLOSE_CODE_LOST = 1006
CLOCK_OFF = Path(__file__).parent / "clock_off"


Preparing: TypeAlias = Callable[[House], None]


@dataclass(frozen=True)
class Fault:
    """`redis_dead`: no invitation and no yes may be answered 500 or more. `worst_s`: commit to phone."""

    name: str
    breaks: str
    heals: str
    happen: Happening
    after_s: float = 6.0
    redis_dead: bool = False
    worst_s: float = AT_MOST_S
    p99_s: float | None = None
    back_within_s: float = BACK_WITHIN_S  # from a lost line to the next one
    quick_again: bool = False  # at the end bells are heard again
    phones_each: int = 1
    pace: float = 1.0
    needs_postgres: bool = False
    needs_worker: bool = False
    prepare: Preparing | None = None  # the house is built so before anybody comes; afterwards as it was
    finds: str = ""  # a control: what the checker must find
    deaf_after_s: float | None = None  # so long may an open line be behind; None: as `worst_s`


async def block(work: Callable[[], object]) -> None:
    await asyncio.to_thread(work)


# --- Redis -------------------------------------------------------------------------------------------------


def redis_killed(for_s: float) -> Happening:
    async def happen(world: World) -> None:
        redis = world.house.redis
        await block(redis.stop)
        await asyncio.sleep(for_s)
        await block(redis.start)

    return happen


async def flushall(world: World) -> None:
    for _ in range(3):
        await block(lambda: world.house.redis.say(b"FLUSHALL\r\n"))
        await asyncio.sleep(3)


async def black_hole(world: World) -> None:
    """Redis is reached through a proxy, which swallows whatever comes for a while, for good."""
    proxy = world.house.proxy
    assert proxy
    proxy.signal(signal.SIGUSR1)
    await asyncio.sleep(15)
    proxy.signal(signal.SIGUSR2)


async def bells_astray(world: World) -> None:
    """Nothing to do: the house was started so."""
    await asyncio.sleep(25)


# --- Pages and sockets -------------------------------------------------------------------------------------


def killed(which: Callable[[House], Process], for_s: float) -> Happening:
    async def happen(world: World) -> None:
        process = which(world.house)
        await block(process.kill)
        await asyncio.sleep(for_s)
        await block(lambda: (process.start(), world.house.wait()))

    return happen


def frozen(which: Callable[[House], Process], for_s: float) -> Happening:
    async def happen(world: World) -> None:
        process = which(world.house)
        process.freeze()
        await asyncio.sleep(for_s)
        process.thaw()

    return happen


async def crash_before_the_bell(world: World) -> None:
    """Pages are served by processes that die in four of a hundred commits; their server starts others."""
    await asyncio.sleep(20)


async def all_sockets_dropped(world: World) -> None:
    """Every line is cut in the same moment, as when a proxy in front is restarted; all come back at once."""
    for phone in world.phones:
        phone.cut()
    await asyncio.sleep(20)


async def stops_reading(world: World) -> None:
    """Some phones hold their socket and read nothing, while their people are told more than it may keep."""
    idle = world.phones[:: max(2, len(world.phones) // 5)][:5]
    people = sorted(UUID(phone.person) for phone in idle)
    for phone in idle:
        phone.stop_reading()
    until = now() + UNREAD_S
    for _ in range(20):
        if now() < until:
            await in_thread(partial(tell_much, people, times=50))
            await asyncio.sleep(0.3)
    await asyncio.sleep(max(0, until - now()))
    for phone in idle:
        phone.read_again()
    await asyncio.sleep(5)
    # With the line full, the code of the farewell does not come through either.
    names, codes = {phone.name for phone in idle}, {TOO_SLOW, CLOSE_CODE_LOST}
    given_up = sum(
        isinstance(one, Closed) and one.phone in names and one.code in codes for one in world.history
    )
    world.notes.append(f"{given_up} of {len(idle)} sockets given up")
    if not given_up:
        world.failed.append("no socket was given up: nothing is proven")


def tell_much(people: list[UUID], *, times: int) -> None:
    """More than the machine itself would keep for a reader that is slow."""
    long = "x" * 10_000
    notices = [Notice(one, MeetingMessaged(one, "other", long)) for one in people for _ in range(times)]
    with transaction.atomic():
        publish(notices, now=clock.now())


async def rolling_restart(world: World) -> None:
    for process in [*world.house.web, *world.house.live]:
        await block(lambda process=process: world.house.restart({process: {}}))
        await asyncio.sleep(1)


async def clocks_off(world: World) -> None:
    """One web process ten minutes ahead, one behind, and half the phones say so of themselves."""
    for number, phone in enumerate(world.phones):
        if number % 2:
            phone.headers = {"Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    await asyncio.sleep(20)


# --- PostgreSQL --------------------------------------------------------------------------------------------


def postgres_restarted(how: str, away_s: float) -> Happening:
    async def happen(world: World) -> None:
        postgres = world.house.postgres
        await block(lambda: postgres._control("stop", "-m", how, "-t", "30"))
        await asyncio.sleep(away_s)
        await block(postgres.start)

    return happen


# --- Celery ------------------------------------------------------------------------------------------------


async def worker_killed(world: World) -> None:
    worker = world.house.worker
    assert worker
    await block(worker.kill)
    await asyncio.sleep(15)
    worker.start()


async def worker_stalled(world: World) -> None:
    """It lives and consumes nothing; only what watches it can help."""
    worker = world.house.worker
    assert worker
    before = worker.child
    worker.freeze_child()
    began = now()
    await block(lambda: wait_for(lambda: worker.child not in {None, before}, 120))
    world.notes.append(f"the stalled worker was replaced after {now() - began:.0f} s")


async def nothing(world: World) -> None:
    await asyncio.sleep(10)


def web(number: int) -> Callable[[House], Process]:
    return lambda house: house.web[number]


def live(number: int) -> Callable[[House], Process]:
    return lambda house: house.live[number]


def pages_with(fault: str) -> Preparing:
    return lambda house: house.restart({process: {"KAIROS_FAULT": fault} for process in house.web})


def clocks_of_pages_off(house: House) -> None:
    path = f"{CLOCK_OFF}:{house.environment['PYTHONPATH']}"
    off = zip(house.web, ("600", "-600"), strict=False)
    house.restart({process: {"CLOCK_OFF_S": off_s, "PYTHONPATH": path} for process, off_s in off})


def behind_a_proxy(house: House) -> None:
    url = house.start_proxy()
    house.restart({process: {"REDIS_URL": url} for process in [*house.web, *house.live]})


def deaf_and_without_sweeps(house: House) -> None:
    sweeps = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "TEST_HEADS_EVERY_S": "3600"}
    house.restart(
        {process: {"KAIROS_FAULT": "no-bells"} for process in house.web} | dict.fromkeys(house.live, sweeps)
    )


FAULTS: list[Fault] = [
    Fault("calm", "nothing", "", nothing, p99_s=SOON_S),
    Fault("redis-0", "Redis killed", "started at once", redis_killed(0), redis_dead=True),
    Fault("redis-10", "Redis killed", "after 10 s", redis_killed(10), redis_dead=True),
    Fault(
        "redis-60", "Redis killed", "after 60 s", redis_killed(60),
        redis_dead=True, after_s=12, quick_again=True, pace=2,
    ),
    Fault("flushall", "Redis emptied, three times", "by itself", flushall, redis_dead=True),
    Fault(
        "black-hole", "Redis accepts and never answers", "after 15 s; lines stay dead", black_hole,
        redis_dead=True, after_s=36, quick_again=True, pace=2, prepare=behind_a_proxy,
    ),
    Fault("bells", "bells lost, doubled, reordered", "by sweeps", bells_astray,
          prepare=pages_with("bells-go-astray")),
    Fault("web-killed", "a web process killed", "started after 8 s", killed(web(0), 8)),
    Fault("web-frozen", "a web process stopped", "goes on after 15 s", frozen(web(0), 15)),
    Fault("live-killed", "a socket process killed", "started after 8 s", killed(live(0), 8)),
    Fault("live-frozen", "a socket process stopped", "phones find it silent", frozen(live(0), 35), pace=2,
          deaf_after_s=LEFT_AFTER_S),
    Fault("sockets-dropped", "1,000 sockets dropped at once", "phones come back", all_sockets_dropped,
          phones_each=5),
    Fault("rolling", "web and live restarted one by one", "each at once", rolling_restart),
    Fault("stops-reading", "phones hold sockets and read nothing", "given up, they come back", stops_reading),
    Fault("crash-before-bell", "web dies between commit and bell", "its server starts another",
          crash_before_the_bell, prepare=pages_with("crash-before-the-bell")),
    Fault("postgres-restarted", "PostgreSQL restarted", "at once", postgres_restarted("fast", 0),
          needs_postgres=True),
    Fault("postgres-crashed", "PostgreSQL killed", "started after 20 s, recovers",
          postgres_restarted("immediate", 20), needs_postgres=True, after_s=12,
          worst_s=20 + AT_MOST_S),
    Fault("worker-killed", "Celery killed", "started after 15 s", worker_killed, needs_worker=True),
    Fault("worker-stalled", "Celery lives and consumes nothing", "its watcher replaces it", worker_stalled,
          needs_worker=True, pace=2),
    Fault("clocks", "web clocks 10 min ahead and behind", "never", clocks_off, prepare=clocks_of_pages_off),
    Fault("control-deaf", "no bells, no sweeps", "never: deaf must be found", bells_astray,
          after_s=12, prepare=deaf_and_without_sweeps, finds="deaf"),
    Fault("control-late", "events after the commit, web dies", "never: lost must be found",
          crash_before_the_bell, prepare=pages_with("publish-after-commit"), finds="lost"),
]  # fmt: skip
