"""What people do in these tests: ask for a code, read it in the mail, type it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core import mail
from django.test import Client

from accounts.models import Profile, Restriction, Statement, User

Make = Callable[..., User]
SignedIn = Callable[..., Client]


def ask(client: Client, address: str = "anna@nordlys.fi", **more: Any) -> Any:
    """Ask for a code."""
    return client.post("/sign-in/", {"email": address, **more})


def type_in(client: Client, code: str, **more: Any) -> Any:
    """Type a code."""
    return client.post("/sign-in/code/", {"code": code, **more})


def mailed_code() -> str:
    """The digits of the newest mail."""
    found = re.match(r"(\d{3}) (\d{3}) ", mail.outbox[-1].subject)
    assert found, mail.outbox[-1].subject
    return "".join(found.groups())


def wrong_code(right: str) -> str:
    """Six other digits."""
    return f"{(int(right) + 1) % 1_000_000:06}"


def is_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return "_auth_user_id" in client.session


def change(user: User, **fields: Any) -> None:
    """Put a profile into a state, whatever led there."""
    Profile.objects.filter(pk=user.pk).update(**fields)


def freeze(user: User, now: datetime, **fields: Any) -> Restriction:
    """Freeze an account, with the reasons."""
    statement = Statement.objects.create(
        user=user, facts="Three reports.", clause="3.2", redress="Write back.", language="en", created_at=now
    )
    return Restriction.objects.create(user=user, kind="freeze", statement=statement, from_at=now, **fields)
