"""What the kernel forgets on time."""

from celery import shared_task

from kernel import clock, idempotency
from kernel.models import Move


@shared_task
def forget_due() -> None:
    """Forget the repeated calls whose day is over, and old moves."""
    now = clock.now()
    idempotency.forget_due(now=now)
    Move.objects.forget_due(now=now)
