"""What the kernel forgets on time."""

from celery import shared_task

from kernel import clock, idempotency


@shared_task
def forget_due() -> None:
    """Forget the repeated calls whose day is over."""
    idempotency.forget_due(now=clock.now())
