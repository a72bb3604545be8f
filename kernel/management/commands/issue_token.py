"""`manage.py issue_token EMAIL [--scope me --scope meet] [--create]`: print a new personal token."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from kernel import clock, tokens
from kernel.models import ApiToken


class Command(BaseCommand):
    help = "Print a new personal token for the API and the socket. It is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--scope",
            action="append",
            choices=ApiToken.Scope.values,
            help="what it opens; may be repeated; me and meet when left out",
        )
        parser.add_argument("--create", action="store_true", help="make the account if there is none")

    def handle(self, *args: Any, email: str, scope: list[str] | None, create: bool, **options: Any) -> None:
        person = get_user_model().objects.filter(email=email.strip().lower()).first() or made(email, create)
        if not person.is_active:
            raise CommandError(f"The account of {email} is frozen: a token would open nothing.")
        _token, secret = tokens.issue(user=person, scopes=scope or ["me", "meet"], now=clock.now())
        self.stdout.write(secret)


def made(email: str, create: bool) -> Any:
    """A new account, where making one was asked for and the address is one."""
    if not create:
        raise CommandError(f"No account has the address {email}; --create makes one.")
    try:
        validate_email(email.strip())
    except ValidationError:
        raise CommandError(f"{email} is no mail address.") from None
    people: Any = get_user_model().objects
    return people.create_user(email=email)
