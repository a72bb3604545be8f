"""`manage.py revoke_token EMAIL`: end every personal token of an account."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from kernel import clock, tokens


class Command(BaseCommand):
    help = "End every personal token of an account. What it holds open is closed within twenty seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = get_user_model().objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"No account has the address {email}.")
        ended = tokens.revoke(user=person, now=clock.now())
        self.stdout.write(f"{ended} ended")
