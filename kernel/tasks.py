"""What the kernel forgets on time, and the canary's song."""

from celery import shared_task

from kernel import canary, clock, idempotency
from kernel.models import Move


@shared_task
def forget_due() -> None:
    """Forget the repeated calls whose day is over, old moves, and the workers that are gone."""
    now = clock.now()
    idempotency.forget_due(now=now)
    Move.objects.forget_due(now=now)
    canary.forget_due(now=now)


@shared_task
def sing(name: str = canary.TIMETABLE) -> None:
    """Say that whoever runs this works."""
    canary.sing(name=name, now=clock.now())
