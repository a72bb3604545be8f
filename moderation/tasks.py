"""What beat runs for moderation. Safe to run twice."""

from celery import shared_task

from kernel import clock
from moderation import signals


@shared_task
def watch_due() -> int:
    """Raise a signal for who looks as if sweeping a city."""
    return signals.watch_due(now=clock.now())
