"""A clock that stands still until it is moved. Stages are handed `clock.now`; doors read the same moment."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel import clock as kernel_clock

NOON = datetime(2026, 6, 17, 9, 2, 30, tzinfo=UTC)  # 12:02:30 in Helsinki, on no round minute on purpose


class Clock:
    """The one moment at which everything happens."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def tick(self, **lapse: float) -> datetime:
        """Let time pass (`minutes=3`, `seconds=90`) and say what time it is then."""
        self.now += timedelta(**lapse)
        return self.now


@pytest.fixture
def clock(monkeypatch):
    still = Clock()
    monkeypatch.setattr(kernel_clock, "now", lambda: still.now)
    return still
