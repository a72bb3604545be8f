"""All periodic work, one table. Each line may run late, twice or not at all for a while without harm."""

from typing import Any

# The task, every how many seconds, and what waits for it.
Line = tuple[str, int, str]

LINES: list[Line] = [
    ("matching.tasks.end_due", 15, "sessions whose time is over leave the list"),
    ("matching.tasks.forget_due", 600, "who was shown to whom is forgotten after a day"),
    ("matching.tasks.clear_due", 3600, "sessions, rests and acquaintances of three months ago are deleted"),
    ("matching.tasks.tell_plans_due", 15, "people hear that what they planned begins"),
    ("matching.tasks.gather_due", 15, "a pulse gathers, or its pledges go in silence"),
    ("matching.tasks.fire_alerts_due", 15, "people hear that enough others are free"),
    ("meetups.tasks.expire_due", 2, "the sender hears that the moment passed"),
    ("meetups.tasks.dispatch_due", 10, "who asked to be surprised is rung together with whom they suit"),
    ("meetups.tasks.pass_due", 2, "who waits at a table hears that the moment passed"),
    ("meetups.tasks.close_due", 15, "meetings close, and both people are free again"),
    ("meetups.tasks.forget_due", 3600, "where people met, and what came of nothing, is forgotten in 30 days"),
    ("accounts.tasks.sweep_due", 600, "addresses that nobody proved and codes that are over are forgotten"),
    ("moderation.tasks.watch_due", 300, "staff sees who looks as if sweeping a city"),
    ("kernel.tasks.sing", 5, "who watches hears that the timetable goes on"),
    ("kernel.tasks.forget_due", 3600, "answers kept for a day and moves kept for 90 are forgotten"),
    ("notifications.tasks.ring_due", 1, "who has no page open is rung by push, or told by mail"),
    ("notifications.tasks.forget_due", 3600, "events that every page has seen long since are forgotten"),
]
DEMO_LINES: list[Line] = [
    ("demo.tasks.live", 2, "the demo people answer, walk and go live again"),
    ("demo.tasks.sweep_due", 3600, "the demo city's guests are forgotten; its people may be met again"),
]


def timetable(*, demo: bool) -> dict[str, dict[str, Any]]:
    """Return the table as Celery's beat wants it."""
    lines = [*LINES, *DEMO_LINES] if demo else LINES
    return {task: _entry(task, every_s) for task, every_s, _waiting in lines}


def _entry(task: str, every_s: int) -> dict[str, Any]:
    # A run that no worker took before the next one is due would only do the same again.
    return {"task": task, "schedule": every_s, "options": {"expires": every_s}}
