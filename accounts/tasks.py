"""The periodic work of accounts; `config.schedule` says how often."""

from celery import shared_task

from accounts.sign_in import sweeping
from kernel import clock


@shared_task
def sweep_due() -> None:
    """Forget the addresses that never typed their code, old codes and old counts."""
    sweeping.sweep_due(clock.now())
