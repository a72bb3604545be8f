"""Candidates over HTTP: the fragment that an open page asks for, against the look-up alone.

And what a thousand live people cost: 100 lists refetched a second, most of them unchanged, or 33 heartbeats.
"""

import http.client
import os
import random
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.models import User
from bench.figures import Figure, Stopwatch
from bench.servers import pages
from bench.world import Someone

CLIENTS = 16
VIEWERS = 200
SECONDS = 10
LOAD_SECONDS = 20
LISTS_A_SECOND = 100  # by a thousand people whose page is visible
BEATS_A_SECOND = 33  # by a thousand people whose page is hidden
FRAGMENT = f"candidates over HTTP, fragment rendered, {CLIENTS} clients"
RAW = f"the look-up alone over HTTP, {CLIENTS} clients"

Ask = Callable[[http.client.HTTPConnection, "Viewer"], int]


class Viewer:
    """A signed-in person with an open list."""

    def __init__(self, one: Someone) -> None:
        self.session = one.session
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={signed_in(one)}"
        self.etag = ""


def run(world: list[Someone], *, seed: int) -> tuple[list[Figure], dict[str, float]]:
    """Throughput and latency of the fragment and of the floor; what a thousand people take of a core."""
    viewers = [Viewer(one) for one in random.Random(seed).sample(world, VIEWERS)]
    with pages("bench.raw:application") as (port, _pid):
        storm(port, viewers, ask_raw, Stopwatch(), "", seconds=2)
        watch = Stopwatch()
        raw_rate = storm(port, viewers, ask_raw, watch, RAW, seconds=SECONDS)
    with pages("config.wsgi:application") as (port, pid):
        storm(port, viewers, ask_fragment, Stopwatch(), "", seconds=2)
        rate = storm(port, viewers, ask_fragment, watch, FRAGMENT, seconds=SECONDS)
        lists_share = steady(port, pid, viewers, ask_again, LISTS_A_SECOND)
        beats_share = steady(port, pid, viewers, beat, BEATS_A_SECOND)
    seen = {
        "fragments a second": round(rate, 1),
        "look-ups alone a second": round(raw_rate, 1),
        "share of the look-up's own throughput (to reach 0.40)": round(rate / raw_rate, 3),
        f"cores of web server at {LISTS_A_SECOND} lists a second (to reach 0.25)": round(lists_share, 3),
        f"cores of web server at {BEATS_A_SECOND} heartbeats a second (to reach 0.25)": round(beats_share, 3),
    }
    return [watch.figure(RAW), watch.figure(FRAGMENT)], seen


def storm(
    port: int, viewers: list[Viewer], ask: Ask, watch: Stopwatch, name: str, *, seconds: float
) -> float:
    """Ask as fast as sixteen clients can; answers a second."""
    until, samples, counts = time.perf_counter() + seconds, list[list[float]](), list[int]()

    def client(number: int) -> None:
        line, mine, dice = http.client.HTTPConnection("127.0.0.1", port), list[float](), random.Random(number)
        while time.perf_counter() < until:
            started = time.perf_counter()
            ask(line, dice.choice(viewers))
            mine.append(time.perf_counter() - started)
        samples.append(mine)
        counts.append(len(mine))

    together([lambda number=number: client(number) for number in range(CLIENTS)])
    for taken in samples:
        for one in taken:
            watch.add(name, one)
    return sum(counts) / seconds


def steady(port: int, pid: int, viewers: list[Viewer], ask: Ask, rate: int) -> float:
    """Ask at an even rate; the share of one core that the server's processes took meanwhile."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    for viewer in viewers:
        ask(line, viewer)
    before, started = cpu_s(pid), time.perf_counter()
    for number in range(rate * LOAD_SECONDS):
        ask(line, viewers[number % len(viewers)])
        time.sleep(max(0.0, started + (number + 1) / rate - time.perf_counter()))
    return (cpu_s(pid) - before) / (time.perf_counter() - started)


def ask_raw(line: http.client.HTTPConnection, viewer: Viewer) -> int:
    return asked(line, "GET", f"/{viewer.session}", {})[0]


def ask_fragment(line: http.client.HTTPConnection, viewer: Viewer) -> int:
    status, _etag = asked(line, "GET", "/candidates/", {"Cookie": viewer.cookie, "HX-Request": "true"})
    assert status == 200, status
    return status


def ask_again(line: http.client.HTTPConnection, viewer: Viewer) -> int:
    headers = {"Cookie": viewer.cookie, "HX-Request": "true", "If-None-Match": viewer.etag}
    status, viewer.etag = asked(line, "GET", "/candidates/", headers)
    return status


def beat(line: http.client.HTTPConnection, viewer: Viewer) -> int:
    headers = {"Cookie": f"{viewer.cookie}; {settings.CSRF_COOKIE_NAME}={'a' * 32}", "X-CSRFToken": "a" * 32}
    status, _etag = asked(line, "POST", "/availability/heartbeat/", headers)
    assert status == 204, status
    return status


def asked(line: http.client.HTTPConnection, verb: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    line.request(verb, path, headers=headers)
    answer = line.getresponse()
    answer.read()
    return answer.status, answer.headers.get("ETag", "")


def together(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cpu_s(pid: int) -> float:
    """Seconds of processor time that a process and its children have taken (Linux)."""
    family = [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    ticks = [Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for one in family]
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


def signed_in(one: Someone) -> str:
    """The key of a session as signing in makes it."""
    user = User.objects.get(pk=one.person)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
