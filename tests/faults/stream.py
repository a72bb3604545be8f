"""What a page does with frames and with a lost socket: the twin of `lib/stream.js`, its numbers read from there.

Pure but for the file of the numbers.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

JS = Path(__file__).parents[2] / "static/js"


@cache
def number(name: str) -> float:
    """A constant of the page's code, in its own unit."""
    for file in ("live.js", "lib/stream.js"):
        if found := re.search(rf"^const {name} = ([\d_]+);", (JS / file).read_text(), re.MULTILINE):
            return float(found[1].replace("_", ""))
    raise LookupError(name)


def seconds(name: str) -> float:
    """The same of a constant in milliseconds."""
    return number(name) / 1000


def wait_s(attempt: int, chance: float) -> float:
    """Full jitter, as the page has it."""
    return min(seconds("LONGEST_WAIT_MS"), seconds("FIRST_WAIT_MS") * 2 ** min(attempt, 16)) * chance


@dataclass(frozen=True, slots=True)
class Verdict:
    apply: list[dict[str, Any]] = field(default_factory=list)
    ask: bool = False
    skip_to: int | None = None


@dataclass
class Stream:
    """Only the next number is applied; whatever is missing is asked for again."""

    epoch: str | None
    seq: int

    @property
    def hello(self) -> dict[str, Any]:
        return {"type": "hello", "epoch": self.epoch, "since": self.seq}

    def receive(self, frame: dict[str, Any]) -> Verdict:
        match frame["type"]:
            case "sync":
                return self._catch_up(frame)
            case "reset":
                self.epoch, self.seq = frame["epoch"], frame["head"]
                return Verdict(skip_to=self.seq)
            case "event" if frame["seq"] == self.seq + 1:
                self.seq += 1
                return Verdict([frame])
            case "event":
                return Verdict(ask=frame["seq"] > self.seq)
            case "heads":
                return Verdict(ask=frame["head"] > self.seq)
        raise ValueError(frame)

    def _catch_up(self, frame: dict[str, Any]) -> Verdict:
        if self.epoch is not None and frame["epoch"] != self.epoch:
            self.epoch, self.seq = frame["epoch"], frame["head"]
            return Verdict(skip_to=self.seq)
        self.epoch = frame["epoch"]
        apply = []
        for event in frame["events"]:
            if event["seq"] == self.seq + 1:
                self.seq += 1
                apply.append(event)
        is_gone = self.seq < frame["head"]
        self.seq = max(self.seq, frame["head"])
        return Verdict(apply, skip_to=self.seq if is_gone else None)
