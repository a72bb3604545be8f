"""Asking for a code: the allowances first, then the account, made on the spot for an address nobody has used.

Called by the sign-in views. One flow serves known and unknown addresses, so nothing tells them apart.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from django.db import transaction

from accounts import policy
from accounts.models import Allowance, User
from accounts.sign_in import allowances
from accounts.sign_in.refusals import SignInRefused

IPV6_HOME: Final = 64
"""Bits of an IPv6 address that one household or office shares; the rest its machines choose at will."""


@transaction.atomic
def ask(*, address: str, ip: str, now: datetime) -> User:
    """Return the account to which a code may be sent now, a provisional one for an address without.

    Effects: takes from the allowances of the address and of the network; perhaps an account.
    Refuses: too-soon, too-many-codes. A refused request takes nothing.
    """
    _spend_mail(address=address, ip=ip, now=now)
    # The same statements for every address: an INSERT that may find the row there, and a SELECT.
    newcomer = User(email=address, is_provisional=True, date_joined=now)
    newcomer.set_unusable_password()
    User.objects.bulk_create([newcomer], ignore_conflicts=True)
    user: User = User.objects.get(email=address)
    return user


@transaction.atomic
def ask_again(*, address: str, ip: str, now: datetime) -> None:
    """Take from the allowances for one more code.

    Refuses: too-soon, too-many-codes. A refused request takes nothing.
    """
    _spend_mail(address=address, ip=ip, now=now)


def forget_due(now: datetime) -> int:
    """Delete the accounts made for an address that never typed its code."""
    deleted: int = User.objects.forgotten(now).delete()[0]
    return deleted


def _spend_mail(*, address: str, ip: str, now: datetime) -> None:
    limits: list[tuple[Allowance.Purpose, str, int, timedelta, str]] = [
        (Allowance.Purpose.COOL_DOWN, address, 1, policy.RESEND_AFTER, "too-soon"),
        (Allowance.Purpose.MAIL_AN_HOUR, address, policy.CODES_AN_ADDRESS_AN_HOUR, _HOUR, "too-many-codes"),
        (Allowance.Purpose.MAIL_A_DAY, address, policy.CODES_AN_ADDRESS_A_DAY, _DAY, "too-many-codes"),
        (Allowance.Purpose.NETWORK, _network(ip), policy.CODES_AN_IP_AN_HOUR, _HOUR, "too-many-codes"),
    ]
    for purpose, subject, limit, window, refusal in limits:
        if not allowances.spend(purpose, subject, limit=limit, window=window, now=now):
            raise SignInRefused(refusal, retry_after_s=int(window.total_seconds()))


def _network(ip: str) -> str:
    address = ip_address(ip)
    return str(ip_network((address, IPV6_HOME), strict=False)) if address.version == 6 else str(address)


_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
