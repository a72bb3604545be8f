"""Many at once: real threads, each with a connection of its own, let go together, round after round."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import inf
from time import monotonic
from typing import Any, TypeAlias

from django.db import connections

from kernel.refusals import Refusal
from tests.races import record
from tests.races.invariants import broken

RACERS = 12
# `make races` runs 500 of each. Without a wish, as on every push, the contests of the design run fifty, all
# others eight.
ROUNDS = int(os.environ.get("KAIROS_RACE_ROUNDS", "50"))
FEW = int(os.environ.get("KAIROS_RACE_ROUNDS", "8"))
TRIES = 50  # of a control, which ends with the first success
LONG_S = 60  # far longer than any control needs to see what must happen once

Racer: TypeAlias = Callable[[], Any]
Outcome: TypeAlias = Any  # what the racer's call returned, or what it raised


def race(
    rounds: Sequence[Sequence[Racer]],
    *,
    within_s: float | None = None,
    until: Callable[[Sequence[Sequence[Outcome]]], Any] = lambda _outcomes: False,
) -> list[list[Outcome]]:
    """Let the racers of each round go at the same moment; what each came to, round by round.

    All rounds are run; only a control ends before, when what it looks for has happened or its time is over.
    """
    lanes = len(rounds[0])
    outcomes: list[list[Outcome]] = [[None] * lanes for _ in rounds]
    answers_ms: list[float] = []
    deadline = monotonic() + (within_s or inf)
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
                began = monotonic()
                outcomes[begun - 1][lane] = outcome_of(rounds[begun - 1][lane])
                answers_ms.append(1000 * (monotonic() - began))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(lanes) as pool:
        for lane in [pool.submit(run, lane) for lane in range(lanes)]:
            lane.result()
    record.current.raced(outcomes[:begun], answers_ms, broken())
    record.current.shown.update(record.name_of(raised) for raised in surfaced(outcomes[:begun]))
    return outcomes[:begun]


def won(counts: Sequence[int]) -> list[int]:
    """How many meetings, windows or rows each round came to, noted for the table."""
    record.current.winners.update(counts)
    return list(counts)


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
