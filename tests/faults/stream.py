"""What a page does with frames and with a lost socket: the twin of `live.js` and `lib/stream.js`. Pure."""

from dataclasses import dataclass, field
from typing import Any

FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
POLLING_AFTER_S, POLL_EVERY_S = 10.0, 5.0  # without a socket
SILENT_AFTER_S = 22.0  # a sweep of the server and a little: then the page asks beside the socket too
ANSWER_WITHIN_S = 10.0  # of a silent socket that was asked


def wait_s(attempt: int, chance: float) -> float:
    """Full jitter, as the page has it."""
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(attempt, 16)) * chance


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
