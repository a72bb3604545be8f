"""`manage.py renew_epochs`: after a database came back from a backup, void every number that clients hold."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.models import Stream


class Command(BaseCommand):
    help = "Run once after restoring a backup: every client starts anew instead of trusting lost numbers."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{Stream.objects.renew_epochs()} streams count anew")
