"""What beat runs for matching. Each calls one stage and is safe to run twice."""

from celery import shared_task

from kernel import clock
from matching import availability, exposure


@shared_task
def end_due() -> int:
    """End the sessions that ran out."""
    return availability.end_due(now=clock.now())


@shared_task
def forget_due() -> int:
    """Forget who was shown to whom a day ago."""
    return exposure.forget_due(now=clock.now())
