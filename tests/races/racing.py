"""Many at once: real threads, each with a connection of its own, let go together, round after round."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any, TypeAlias

from django.db import connections

from kernel.refusals import Refusal

RACERS = 12
ROUNDS = 50
# Seconds a race may take; where it is longer, fewer rounds are run. `KAIROS_RACE_S=60` runs them all.
WITHIN_S = float(os.environ.get("KAIROS_RACE_S", "1.5"))
LONG_S = 60  # far more than any race takes: for what must run to its end, and for what must happen once

Racer: TypeAlias = Callable[[], Any]
Outcome: TypeAlias = Any  # what the racer's call returned, or what it raised


def race(
    rounds: Sequence[Sequence[Racer]],
    *,
    within_s: float = WITHIN_S,
    until: Callable[[Sequence[Sequence[Outcome]]], Any] = lambda _outcomes: False,
) -> list[list[Outcome]]:
    """Let the racers of each round go at the same moment; what each came to, round by round.

    It ends before its rounds when the time is over, or when what was looked for has happened.
    """
    lanes = len(rounds[0])
    outcomes: list[list[Outcome]] = [[None] * lanes for _ in rounds]
    deadline = monotonic() + within_s
    begun = 0
    over = threading.Event()

    def start_the_next() -> None:
        nonlocal begun
        if begun == len(rounds) or (begun and (monotonic() > deadline or until(outcomes[:begun]))):
            over.set()
        else:
            begun += 1

    gate = threading.Barrier(lanes, action=start_the_next, timeout=60)

    def run(lane: int) -> None:
        try:
            while True:
                gate.wait()
                if over.is_set():
                    return
                outcomes[begun - 1][lane] = outcome_of(rounds[begun - 1][lane])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(lanes) as pool:
        for lane in [pool.submit(run, lane) for lane in range(lanes)]:
            lane.result()
    return outcomes[:begun]


def outcome_of(racer: Racer) -> Outcome:
    try:
        return racer()
    except Exception as raised:  # noqa: BLE001 -- whatever it is, the test will look at it
        return raised


def surfaced(outcomes: Sequence[Sequence[Outcome]]) -> list[Exception]:
    """What no racer should ever see: deadlocks, broken constraints, anything but a result or a refusal."""
    return [
        outcome
        for round_ in outcomes
        for outcome in round_
        if isinstance(outcome, Exception) and not isinstance(outcome, Refusal)
    ]


def refusals(round_: Sequence[Outcome]) -> list[str]:
    """Why who lost, lost."""
    return sorted(outcome.code for outcome in round_ if isinstance(outcome, Refusal))


def winners(round_: Sequence[Outcome]) -> list[Outcome]:
    """What the others came to."""
    return [outcome for outcome in round_ if not isinstance(outcome, Exception)]
