"""`manage.py settle_demo`: let the people of the demo city move in."""

from typing import Any

from django.core.management.base import BaseCommand

from demo import city
from demo.people import CAST
from kernel import clock


class Command(BaseCommand):
    help = "Make the people of the demo city, and let everybody meet them again. Safe to repeat."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        now = clock.now()
        city.settle(now=now)
        city.refresh(now=now)
        if verbosity:
            self.stdout.write(f"{len(CAST)} people live in the demo city.")
