"""What each contest came to: the table of `make races`.

A test says which contest it is by `@pytest.mark.contest("accept against block")`; a control says what it
takes away by `@pytest.mark.control("accept against block", "the locks")` and fails when nothing breaks.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

# What the contests of the design still wait for: their stages do not exist yet.
NOT_YET: Final = ("join against zone close: there are no zones", "erase against accept: nobody is erased yet")


@dataclass
class Contest:
    """One test: how many ran at once how often, how long each waited, and what came of it."""

    name: str
    without: str = ""  # a control: which defence it takes away
    racers: int = 0
    rounds: int = 0
    answers_ms: list[float] = field(default_factory=list)
    shown: Counter[str] = field(default_factory=Counter)  # what was raised and is no refusal
    violations: Counter[str] = field(default_factory=Counter)
    winners: set[int] = field(default_factory=set)
    passed: bool = False

    def raced(
        self, outcomes: Sequence[Sequence[Any]], answers_ms: list[float], broken: dict[str, int]
    ) -> None:
        """Note a race; a test may hold several."""
        self.racers = max(self.racers, max(map(len, outcomes), default=0))
        self.rounds += len(outcomes)
        self.answers_ms += answers_ms
        self.violations.update(broken)

    @property
    def deadlocks(self) -> int:
        """How often somebody was shown that the database gave up on a circle."""
        return self.shown["DeadlockDetected"]

    @property
    def p99_ms(self) -> float:
        ordered = sorted(self.answers_ms) or [0.0]
        return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]

    @property
    def broke(self) -> str:
        """What a control saw break, in words."""
        return ", ".join(f"{what} ({count})" for what, count in (self.violations + self.shown).items())


contests: list[Contest] = []
current = Contest("outside of any contest")


def begin(name: str, without: str) -> Contest:
    """From here on races belong to this contest."""
    global current  # noqa: PLW0603 -- one test at a time, as everywhere in a process of pytest
    current = Contest(name, without)
    contests.append(current)
    return current


def name_of(raised: BaseException) -> str:
    """What was raised, as the database calls it."""
    cause = raised.__cause__
    return type(cause if isinstance(cause, psycopg.Error) else raised).__name__


def table() -> list[str]:
    """The lines of the table: contests by name, under each what its controls broke."""
    counts = f"{'violations':>11}{'deadlocks':>10}{'5xx':>5}{'winners':>8}{'p99 ms':>8}"
    lines = [f"{'contest':70}{'racers':>7}{'rounds':>7}{counts}"]
    controls = [one for one in contests if one.without]
    for one in sorted((one for one in contests if not one.without), key=lambda one: one.name):
        winners = "-".join(map(str, sorted({min(one.winners), max(one.winners)}))) if one.winners else ""
        lines.append(
            f"{one.name:70}{one.racers:7}{one.rounds:7}{one.violations.total():11}{one.deadlocks:10}"
            f"{one.shown.total():5}{winners:>8}{one.p99_ms:8.0f}{'' if one.passed else '  FAILED'}"
        )
        lines += [control_line(control) for control in controls if control.name == one.name]
    return [*lines, *(f"not in the product yet: {missing}" for missing in NOT_YET)]


def control_line(control: Contest) -> str:
    """What broke when a defence was missing."""
    failed = "" if control.passed else "  FAILED"
    return f"    control, without {control.without}: {control.broke or 'NOTHING BROKE'}{failed}"
