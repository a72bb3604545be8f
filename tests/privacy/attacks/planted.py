"""The house with leaks: those of the twin worlds that an attacker can use, each asleep until it is woken.

A request wakes one by a header that names it and the victim; phones here say in another header where they
are, and the house keeps it. Without these headers it is Kairos. Two leaks are not among the twin worlds':
work that grows with the distance, and the other's true minutes to the place that an invitation proposes.
"""

import os
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID

from config.wsgi import application as whole
from kernel import tokens
from places import cells
from places.cells import Centre
from tests.privacy import leaks
from tests.privacy.fixes import CARRIER, NEAR_M

A_METRE_S: Final = 600e-6  # of work, where answers take longer the farther somebody is
FIXES: Final = Path(os.environ["TEST_FIXES"])  # a file a person: the house has several processes

awake: Final[ContextVar[tuple[str, UUID | None]]] = ContextVar("awake", default=("", None))
blanks: Final[ContextVar[int]] = ContextVar("blanks", default=0)


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Kairos, with what the request wakes."""
    leak, _, victim = environ.get("HTTP_X_PLANTED", "").partition(" ")
    woken = awake.set((leak, UUID(victim) if victim else None))
    blanks.set(0)
    try:
        if fix := environ.get("HTTP_X_FIX"):
            keep(environ["HTTP_AUTHORIZATION"].removeprefix("Bearer "), fix)
        return whole(environ, start_response)
    finally:
        awake.reset(woken)


def keep(secret: str, fix: str) -> None:
    """Remember where somebody is, for all processes at once."""
    file = FIXES / str(tokens.find(secret).user_id)
    new = file.with_suffix(f".{os.getpid()}-{time.monotonic_ns()}")
    new.write_text(fix)
    new.rename(file)


def fix_of(person: UUID | None) -> Centre | None:
    file = FIXES / str(person or her_id())
    if not file.is_file():
        return None
    return Centre(*(int(degrees) / 1e9 for degrees in file.read_text().split()))


# What the leaks ask, in the place of the same functions of `fixes`.


def her_id() -> UUID | None:
    return awake.get()[1]


def her_fix() -> Centre | None:
    return fix_of(None)


def metres(cell: str, person: UUID | None = None) -> float | None:
    fix = fix_of(person)
    return fix and cells._metres(cells.centre(cell), fix)


def within(cell: str, person: UUID | None) -> bool:
    fix, true_m = fix_of(person), metres(cell, person)
    if fix is None or true_m is None:
        return True
    return true_m <= NEAR_M[cells.cell_for(lon=fix.lon, lat=fix.lat) != cell]


# Leaks of this house's own.


def slowly(candidates_for: Any) -> Any:
    def leaky(viewer: Any, **asked: Any) -> Any:
        time.sleep(A_METRE_S * (metres(viewer.cell) or 0))
        return candidates_for(viewer, **asked)

    return leaky


def true_walk(choices_for: Any) -> Any:
    def leaky(a: str, b: str, **asked: Any) -> Any:
        chosen, fix = choices_for(a, b, **asked), her_fix()
        walks = [fix and cells._metres(Centre(one.point.lon, one.point.lat), fix) for one in chosen]
        return [
            replace(one, walk_b_min=cells.minutes_for(far)) if far else one
            for one, far in zip(chosen, walks, strict=True)
        ]

    return leaky


def measured(candidates_for: Any) -> Any:
    def leaky(viewer: Any, **asked: Any) -> Any:
        blanks.set(round(metres(viewer.cell) or 0))
        return candidates_for(viewer, **asked)

    return leaky


def longer(get_policy_parts: Any) -> Any:
    """As `leaks.length`, but from the cell of whoever looks, and in the API."""

    def leaky(self: Any, request: Any, response: Any, **more: Any) -> Any:
        if blanks.get():
            response.content += b" " * blanks.get()
            response["Content-Length"] = str(len(response.content))
            blanks.set(0)
        return get_policy_parts(self, request=request, response=response, **more)

    return leaky


TWIN_WORLDS: Final = ("radius", "bucket", "order", "count", "reasons", "mirror", "presence", "point")
OWN: Final[dict[str, dict[str, Callable[[Any], Any]]]] = {
    "seconds": {"matching.exposure.candidates_for": slowly},
    "walk": {"places.points.choices_for": true_walk},
    "length": {"matching.exposure.candidates_for": measured, leaks.EVERY_ANSWER: longer},
}


def asleep(name: str, true: Any, leaky: Any) -> Any:
    """What does not leak, or what leaks while that leak is awake."""

    def either(*args: Any, **asked: Any) -> Any:
        return (leaky if awake.get()[0] == name else true)(*args, **asked)

    return either


def wanted() -> Iterable[tuple[str, str, Callable[[Any], Any]]]:
    """Name, place and maker of each leak."""
    theirs = {one.name.partition(":")[0]: one.replaced for one in leaks.BY_THE_SERVICES}
    for name, replaced in ({one: theirs[one] for one in TWIN_WORLDS} | OWN).items():
        for place in replaced.keys() - CARRIER.keys():
            yield name, place, replaced[place]


patch.multiple(leaks, her_id=her_id, her_fix=her_fix, metres=metres, within=within).start()
for name, place, leaky in wanted():
    true = resolve_name(place)
    patch(place, asleep(name, true, leaky(true))).start()
