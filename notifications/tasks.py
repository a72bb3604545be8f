"""What the notifications tell and forget on time."""

from celery import shared_task

from kernel import clock
from notifications import ladder
from notifications.models import Event, Notification


@shared_task
def ring_due() -> None:
    """Tell by push or by mail what no open page has acknowledged."""
    ladder.climb_due(clock=clock.now)


@shared_task
def forget_due() -> None:
    """Delete the events that nobody will ask for any more, and what was told beyond the budget's day."""
    now = clock.now()
    Event.objects.forget_due(now=now)
    Notification.objects.forget_due(now=now)
