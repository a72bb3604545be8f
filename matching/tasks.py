"""What beat runs for matching. Each calls one stage and is safe to run twice."""

from celery import shared_task

from kernel import clock
from matching import alerts, availability, exposure, forgetting, plans, pulses


@shared_task
def end_due() -> int:
    """End the sessions that ran out."""
    return availability.end_due(now=clock.now())


@shared_task
def forget_due() -> int:
    """Forget who was shown to whom a day ago."""
    return exposure.forget_due(now=clock.now())


@shared_task
def clear_due() -> int:
    """Delete sessions and what is known between people once they are old."""
    return forgetting.forget_due(now=clock.now())


@shared_task
def tell_plans_due() -> int:
    """Remind people of the plans whose time has come."""
    return plans.tell_due(now=clock.now())


@shared_task
def gather_due() -> int:
    """Tell who pledged that a pulse gathers."""
    return pulses.gather_due(now=clock.now())


@shared_task
def fire_alerts_due() -> int:
    """Tell who asked that enough people are free."""
    return alerts.fire_due(now=clock.now())
