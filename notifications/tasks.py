"""What the notifications forget on time."""

from celery import shared_task

from kernel import clock
from notifications.models import Event


@shared_task
def forget_due() -> None:
    """Delete the events that nobody will ask for any more."""
    Event.objects.forget_due(now=clock.now())
