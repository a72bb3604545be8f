"""What was promised, against what a fault came to; and the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from tests.faults.checker import Rows, Verdict
from tests.faults.faults import Fault
from tests.faults.history import Heard, History

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
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    took_s: float = 0.0

    def __post_init__(self) -> None:
        self.kept = list(broken_promises(self.fault, self.verdict))


def broken_promises(fault: Fault, judged: Verdict) -> Iterable[str]:
    """Each promise that does not hold, in words."""
    counted = {
        "lost": judged.lost, "doubled": judged.doubled, "out of order": judged.out_of_order,
        "deaf": judged.deaf, "broken": judged.broken, "5xx without a time to come again": judged.unsaid,
    }  # fmt: skip
    if fault.redis_dead:
        counted["5xx on invitations and yeses"] = judged.errors
    for what, found in counted.items():
        if found:
            yield f"{len(found)} {what}, as: {found[0]}"
    if judged.worst_s > fault.worst_s:
        yield f"{judged.worst_s:.1f} s from commit to phone, of {fault.worst_s:.0f}"
    if fault.p99_s and judged.p99_s > fault.p99_s:
        yield f"{judged.p99_s:.1f} s from commit to phone at p99, of {fault.p99_s:.0f}"
    if max(judged.away, default=0) > fault.back_within_s:
        yield f"{max(judged.away):.1f} s without a line, of {fault.back_within_s:.0f}"
    if not judged.confirmed:
        yield "nothing was confirmed: nothing is proven"


def quickness(history: History, rows: Rows, *, quiet_at: float) -> float:
    """The median from commit to phone at the end, when all should be as quick as before."""
    committed = {(event.person, event.seq): event.committed for event in rows.events}
    people = {one.phone: one.person for one in history if hasattr(one, "person") and hasattr(one, "seq")}
    late = [
        one.t - at
        for one in history
        if isinstance(one, Heard) and one.is_applied
        for at in [committed.get((people[one.phone], one.seq), 0.0)]
        if quiet_at - LAST_S < at <= quiet_at
    ]
    return median(late) if late else 0.0


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
        str(len(judged.errors)), "" if not line.kept else "NOT KEPT",
    )  # fmt: skip
