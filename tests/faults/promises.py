"""What was promised, against what a fault came to; and the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from statistics import median

from tests.faults.checker import Verdict
from tests.faults.faults import Fault
from tests.faults.history import Heard, History
from tests.faults.standing import Rows

LAST_S = 10.0  # of a life: by then bells are heard again
COLUMNS = (
    "fault", "operations", "lost", "doubled", "out of order", "deaf", "worst", "p99", "away", "broken", "5xx",
    "",
)  # fmt: skip


@dataclass
class Line:
    """One fault, lived through and judged."""

    fault: Fault
    verdict: Verdict
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    took_s: float = 0.0

    def __post_init__(self) -> None:
        if self.verdict.polled:
            self.notes.append(f"{self.verdict.polled} events heard by polling")
        self.broken = list(broken_promises(self.fault, self.verdict))
        if not self.fault.finds:
            self.broken += self.failed


def broken_promises(fault: Fault, judged: Verdict) -> Iterable[str]:
    """Each promise that does not hold, in words. Of a control: that nothing was found."""
    if not judged.confirmed:
        yield "nothing was confirmed: nothing is proven"
    if fault.finds:
        if not getattr(judged, fault.finds):
            yield f"the control is not found: nothing {fault.finds}"
        return
    yield from _what_must_not_be(fault, judged)
    yield from _what_comes_too_late(fault, judged)


def _what_must_not_be(fault: Fault, judged: Verdict) -> Iterable[str]:
    counted = {
        "lost": judged.lost, "doubled": judged.doubled, "out of order": judged.out_of_order,
        "deaf": judged.deaf, "broken": judged.broken, "5xx without a time to come again": judged.unsaid,
        "5xx on invitations and yeses": judged.errors if fault.redis_dead else [],
    }  # fmt: skip
    for what, found in counted.items():
        if found:
            yield f"{len(found)} {what}, as: {found[0]}"


def _what_comes_too_late(fault: Fault, judged: Verdict) -> Iterable[str]:
    measured = {
        "from commit to phone": (judged.worst_s, fault.worst_s),
        "from commit to phone at p99": (judged.p99_s, fault.p99_s or fault.worst_s),
        "without a line": (max(judged.away, default=0), fault.back_within_s),
    }
    for what, (took_s, most_s) in measured.items():
        if took_s > most_s:
            yield f"{took_s:.1f} s {what}, of {most_s:.0f}"


def quickness(history: History, rows: Rows, *, quiet_at: float) -> float:
    """The median from commit to phone at the end, when all should be as quick as before.

    Infinite where nothing committed then was heard: that is no sign of being quick.
    """
    committed = {(event.person, event.seq): event.committed for event in rows.events}
    people = {one.phone: one.person for one in history if hasattr(one, "person") and hasattr(one, "seq")}
    late = [
        one.t - at
        for one in history
        if isinstance(one, Heard) and one.is_applied
        for at in [committed.get((people[one.phone], one.seq), 0.0)]
        if quiet_at - LAST_S < at <= quiet_at
    ]
    return median(late) if late else inf


def table(lines: Iterable[Line]) -> str:
    rows = [COLUMNS, *(_row(line) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows
    )


def _row(line: Line) -> tuple[str, ...]:
    judged = line.verdict
    lists = (judged.lost, judged.doubled, judged.out_of_order, judged.deaf)
    return (
        line.fault.name, str(judged.operations), *(str(len(one)) for one in lists), f"{judged.worst_s:.1f} s",
        f"{judged.p99_s:.1f} s", f"{max(judged.away, default=0):.1f} s", str(len(judged.broken)),
        str(len(judged.errors)),
        "NOT KEPT" if line.broken else "found" if line.fault.finds else "",
    )  # fmt: skip
