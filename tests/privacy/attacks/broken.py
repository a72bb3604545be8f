"""Services as they used to be, one old mistake each: they take coordinates, and something they answer tells.

Over HTTP like Kairos, and with the methods of `kairos.Kairos`, so that an attacker's code runs on both and
must succeed here: an attack that cannot find anybody in these proves nothing by failing there.
"""

import http.client
import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import cos, floor, hypot, log, sin, tau
from typing import Any, Final

import numpy as np

from tests.privacy.attacks.ground import Box, City, Shown, Spot
from tests.privacy.attacks.reckoning import boxed
from tests.privacy.attacks.region import CERTAIN, away, locate, outside

FLOOR_M: Final = 100  # distances are told in such steps
RINGS_M: Final = (500, 1_000, 2_000)
LIST_M: Final = 2_000  # who is nearer is in the list
VICTIM_REACH_M: Final = 1_000
NOISE_M: Final = 200  # mean length of the noise
CROWD: Final = 5  # who is hidden among so many
STEP_S: Final = 300e-6  # of work a metre: enough to be seen on a busy machine
PIN: Final = 4  # decimals of a pin


class Fixture:
    """The server's side: everything it knows, and what it says."""

    def __init__(self, city: City, leak: str) -> None:
        self.city, self.leak = city, leak
        self.dice = random.Random(f"{city.name} {leak}")
        self.victim = Spot(0, 0)
        self.crowd: list[Spot] = []

    def away(self, said: dict[str, Any]) -> float:
        return hypot(self.victim.x - said["x"], self.victim.y - said["y"])

    def present(self, said: dict[str, Any]) -> None:
        self.victim, self.crowd = Spot(said["x"], said["y"]), []

    def minutes(self, said: dict[str, Any]) -> int:
        return floor(self.away(said) / FLOOR_M)

    def near(self, said: dict[str, Any]) -> int:
        return sum(self.away(said) > ring for ring in RINGS_M)

    def bits(self, said: dict[str, Any]) -> bool:
        return self.away(said) <= LIST_M

    def first(self, said: dict[str, Any]) -> str:
        x, y = said["decoy"]
        return "victim" if self.away(said) < hypot(x - said["x"], y - said["y"]) else "decoy"

    def mirror(self, said: dict[str, Any]) -> bool:
        return self.away(said) <= VICTIM_REACH_M

    def point(self, said: dict[str, Any]) -> list[float]:
        return [(self.victim.x + said["x"]) / 2, (self.victim.y + said["y"]) / 2]

    def size(self, said: dict[str, Any]) -> str:
        return "." * int(self.away(said))

    def seconds(self, said: dict[str, Any]) -> None:
        time.sleep(STEP_S * self.away(said))

    def inside(self, said: dict[str, Any]) -> bool:
        west, south, east, north = said["shape"]
        return west <= self.victim.x < east and south <= self.victim.y < north

    def stand(self, said: dict[str, Any]) -> None:
        self.crowd.append(Spot(said["x"], said["y"]))

    def where(self, _said: dict[str, Any]) -> list[float]:
        """A cloak of the victim and enough others; or a pin, rounded."""
        if self.leak == "pins":
            place = self.city.place(self.victim)
            half = 0.5 * 10**-PIN
            lon, lat = (floor(place[one] * 10**PIN) / 10**PIN + half for one in ("lon", "lat"))
            west, south = self.city.spot(lon=lon - half, lat=lat - half)
            return [west, south, *self.city.spot(lon=lon + half, lat=lat + half)]
        box = self.city.whole
        if self.leak != "cloak":
            return list(box)
        while True:
            smaller = next(one for one in box.quarters() if not outside(np.array([self.victim]), one)[0])
            among = np.array([self.victim, *self.crowd])
            if (outside(among, smaller) == 0).sum() < CROWD:
                return list(box)
            box = smaller

    def report(self, said: dict[str, Any]) -> list[float]:
        """One session's position: with noise, on a naive grid, or on a grid of that day's own."""
        x, y = self.victim
        if self.leak == "noise":
            length = -NOISE_M / 2 * log((1 - self.dice.random()) * (1 - self.dice.random()))
            turn = self.dice.random() * tau
            return [x + length * cos(turn), y + length * sin(turn)]
        side = self.city.side
        east, north = (
            (self.dice.random() * side, self.dice.random() * side)
            if self.leak == "shifted"
            else (side / 2,) * 2
        )
        west = floor((x - east) / side) * side + east
        south = floor((y - north) / side) * side + north
        return [west, south, west + side, south + side]


class Broken:
    """The attackers' and the victims' side, as `kairos.Kairos`."""

    sessions = 30
    sessions_asked = 1_000  # all: each tells something else
    walk_m = 3_000.0
    decoys_each = 1
    close_m = 0.5

    def __init__(self, city: City, leak: str) -> None:
        self.city, self.leak, self.quantities = city, leak, (leak,)
        self.fixture = Fixture(city, leak)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self.fixture))
        threading.Thread(target=self.server.serve_forever, args=[0.05], daemon=True).start()
        self.line = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=30)
        self.asked: set[Any] = set()
        if leak == "noise":
            self.sessions = 100

    def close(self) -> None:
        self.line.close()
        self.server.shutdown()
        self.server.server_close()

    def newcomer(self) -> None:
        """The next victim."""

    def present(self, shown: Shown) -> None:
        self.post("present", shown.spot)

    moved = present

    def absent(self) -> None:
        """Gone: nothing else follows here."""

    def ask(self, what: str, at: Spot, **more: Any) -> Any:
        self.asked.add((what, at, *sorted(more.items())))
        started = time.perf_counter()
        answer, size = self.post(what, at, **more)
        measured = {"size": size, "seconds": time.perf_counter() - started}
        return measured.get(what, answer)

    def same(self, one: Spot, other: Spot) -> bool:
        return one == other

    def stands(self, at: Spot) -> Spot:
        """What it takes an attacker's place for."""
        return at

    def vantages(self, _box: Box) -> list[Spot]:
        """Any place will do here."""
        return []

    def heard(self) -> int:
        """There are no frames here; the answers are enough."""
        return 0

    def crowd(self, box: Box) -> None:
        for quarter in box.quarters():
            for _ in range(CROWD):
                self.post("stand", quarter.middle)

    def inside(self, box: Box) -> bool | None:
        self.asked.add(("inside", box))
        return self.post("inside", box.middle, shape=box)[0]

    def where(self, hint: Spot | None = None) -> Box:
        return Box(*self.ask("where", hint or Spot(0, 0), time=time.monotonic()))

    def report(self, hint: Spot | None = None) -> Any:
        said = self.ask("report", hint or Spot(0, 0), time=time.monotonic())
        return Box(*said) if len(said) == 4 else Spot(*said)

    def fit(self, what: str, seen: list[tuple[Spot, Any, dict[str, Any]]]) -> Spot:
        """The mean of the places that contradict least of what was seen."""
        return locate(
            self.where(),
            lambda points: sum(self.miss(what, at, value, points, **more) for at, value, more in seen),
        )

    def miss(self, what: str, at: Spot, value: Any, points: np.ndarray, **more: Any) -> np.ndarray:
        far = away(points, at)
        match what:
            case "minutes":
                return CERTAIN * (np.floor(far / FLOOR_M) != value)
            case "near":
                return CERTAIN * (sum(far > ring for ring in RINGS_M) != value)
            case "bits":
                return CERTAIN * ((far <= LIST_M) != value)
            case "mirror":
                return CERTAIN * ((far <= VICTIM_REACH_M) != value)
            case "first":
                decoy = more["decoy"]
                nearer = far < hypot(decoy.x - at.x, decoy.y - at.y)
                return CERTAIN * (nearer != (value == "victim"))
            case "point":
                return away((points + np.array(at)) / 2, Spot(*value)) ** 2 / EXACT_M**2
        raise ValueError(what)

    def miss_report(self, report: Any, points: np.ndarray, jitter_m: float) -> np.ndarray:
        if isinstance(report, Box):
            return boxed(report, points, jitter_m)
        return 4 * away(points, report) / NOISE_M  # twice the negative log of a planar Laplace

    def post(self, what: str, at: Spot, **more: Any) -> tuple[Any, int]:
        self.line.request("POST", f"/{what}", json.dumps({"x": at.x, "y": at.y, **more}))
        text = self.line.getresponse().read()
        return json.loads(text), len(text)


EXACT_M: Final = 0.01


def handler_of(fixture: Fixture) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet an answer
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = json.dumps(getattr(fixture, self.path[1:])(said)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_said: Any) -> None:
            """Nobody reads it."""

    return Handler
