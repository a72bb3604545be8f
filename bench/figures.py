"""Percentiles, and a table that a person reads."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MS = 1000


@dataclass
class Figure:
    """One measured thing, in milliseconds. `ratios` are to the floors of the same run, with what to reach."""

    name: str
    samples_ms: list[float]
    ratios: dict[str, str] = field(default_factory=dict)

    def at(self, share: float) -> float:
        """The value below which `share` of the samples lie."""
        ordered = sorted(self.samples_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def p50(self) -> float:
        return self.at(0.50)

    @property
    def p99(self) -> float:
        return self.at(0.99)

    @property
    def most(self) -> float:
        return max(self.samples_ms)

    def within(self, reach_ms: float, *, share: str) -> None:
        """Note whether a percentile stays within what was to be reached."""
        value = getattr(self, share)
        verdict = "reached" if value <= reach_ms else "NOT reached"
        self.ratios[share] = f"{value:,.1f} ms (to reach {reach_ms:,.0f} ms: {verdict})"

    def against(self, peer: "Figure", *, share: str, reach: float) -> None:
        """Note the ratio to a peer at a percentile, and whether it is what was to be reached."""
        ratio = getattr(self, share) / getattr(peer, share)
        verdict = "reached" if ratio <= reach else "NOT reached"
        self.ratios[f"{share} / {peer.name}"] = f"{ratio:.2f} (to reach {reach:g}: {verdict})"


class Stopwatch:
    """Collects samples under names, so that peers can be measured turn by turn."""

    def __init__(self) -> None:
        self.samples: dict[str, list[float]] = {}

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.add(name, time.perf_counter() - started)

    def add(self, name: str, seconds: float) -> None:
        self.samples.setdefault(name, []).append(seconds * MS)

    def figure(self, name: str) -> Figure:
        return Figure(name, self.samples[name])


def measure(watch: Stopwatch, name: str, action: Callable[[], Any]) -> Any:
    """Run `action` under the watch and return what it returns."""
    with watch.timing(name):
        return action()


def show(title: str, figures: list[Figure]) -> None:
    """Print one table."""
    print(f"\n{title}\n{'':2}{'':44}{'n':>6}{'p50 ms':>10}{'p99 ms':>10}")
    for figure in figures:
        print(f"  {figure.name:44}{len(figure.samples_ms):6}{figure.p50:10.2f}{figure.p99:10.2f}")
        for what, ratio in figure.ratios.items():
            print(f"      {what}: {ratio}")


def keep(path: Path, tables: dict[str, list[Figure]], world: dict[str, Any]) -> None:
    """Write everything as JSON."""
    rows = {
        title: [
            {k: v for k, v in asdict(figure).items() if k != "samples_ms"}
            | {"n": len(figure.samples_ms), "p50_ms": round(figure.p50, 3), "p99_ms": round(figure.p99, 3)}
            for figure in figures
        ]
        for title, figures in tables.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"world": world, "tables": rows}, indent=2) + "\n")
