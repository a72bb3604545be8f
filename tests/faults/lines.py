"""Each line of a history: how long it was open, and what its phone learnt on it. Pure."""

from bisect import bisect_right
from dataclasses import dataclass, field

from tests.faults.history import Asked, Closed, Ended, Heads, Heard, Opened, Phone, Record


@dataclass
class Line:
    """One socket of a phone, from its first answer on."""

    phone: Phone
    begins: float
    ends: float
    known: list[tuple[float, int]] = field(default_factory=list)  # when the phone knew on it how far it was
    spoke_at: list[float] = field(default_factory=list)  # when it said something by itself, not in answer

    def knew(self, seq: int, *, by: float) -> bool:
        """Whether the phone had heard so far on this line, or had said on it that it was so far."""
        return any(t <= by and known >= seq for t, known in self.known)

    def told(self, at: float, *, within_s: float) -> bool:
        """Whether it spoke by itself soon after a moment; of what was before it has only to answer."""
        if at < self.begins:
            return True
        place = bisect_right(self.spoke_at, at)
        return place < len(self.spoke_at) and self.spoke_at[place] <= at + within_s


def lines_of(records: list[Record]) -> list[Line]:
    """Every line that was open, in the order in which they opened. `records` are in order."""
    ended = max((one.t for one in records if isinstance(one, Ended)), default=records[-1].t if records else 0)
    ends = {(one.phone, one.line): one.t for one in records if isinstance(one, Closed)}
    lines = {
        (one.phone, one.line): Line(one.phone, one.t, ends.get((one.phone, one.line), ended))
        for one in records
        if isinstance(one, Opened)
    }
    for one in records:
        if isinstance(one, Asked | Heard | Heads) and (line := lines.get((one.phone, one.line))):
            if isinstance(one, Asked):
                line.known.append((one.t, one.since))
            elif isinstance(one, Heard):
                line.known.append((one.t, one.seq))
            if isinstance(one, Heads) or (isinstance(one, Heard) and not one.is_answer):
                line.spoke_at.append(one.t)
    return list(lines.values())
