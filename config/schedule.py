"""All periodic work, one table. Each line may run late, twice or not at all for a while without harm."""

from typing import Any

# The task, every how many seconds, and what waits for it.
_LINES: list[tuple[str, int, str]] = [
    ("matching.tasks.end_due", 15, "sessions whose time is over leave the list"),
    ("meetups.tasks.expire_due", 2, "the sender hears that the moment passed"),
    ("meetups.tasks.close_due", 15, "meetings close, and both people are free again"),
    ("accounts.tasks.sweep_due", 600, "addresses that nobody proved and codes that are over are forgotten"),
    ("kernel.tasks.forget_due", 3600, "answers kept for repeated requests are forgotten after a day"),
    ("notifications.tasks.forget_due", 3600, "events that every page has seen long since are forgotten"),
]


def _entry(task: str, every_s: int) -> dict[str, Any]:
    # A run that no worker took before the next one is due would only do the same again.
    return {"task": task, "schedule": every_s, "options": {"expires": every_s}}


TIMETABLE = {task: _entry(task, every_s) for task, every_s, _waiting in _LINES}
