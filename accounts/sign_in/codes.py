"""The six digits: made once, mailed, kept as a keyed hash, tried five times at most.

Called by the adapter, which mails them, and by the view that receives them.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import policy
from accounts.models import Allowance, SignInCode, User
from accounts.sign_in import allowances
from accounts.sign_in.refusals import SignInRefused

_DAY: Final = timedelta(days=1)


def issue(*, handle: UUID, to: User, now: datetime) -> str:
    """Return new digits for this person; the session keeps the handle, against which they are tried."""
    digits = f"{secrets.randbelow(10**policy.CODE_DIGITS):0{policy.CODE_DIGITS}}"
    SignInCode.objects.create(
        id=handle,
        user=to,
        code_hash=_hashed(handle, digits),
        created_at=now,
        expires_at=now + policy.CODE_FOR,
    )
    return digits


def redeem(*, handle: UUID, digits: str, now: datetime) -> User:
    """Return the person whose code this is; a code opens once.

    Effects: one try of the code and one of the address, the latter given back for the right digits.
    Refuses: wrong-code, spent-code (expired, used, five tries), too-many-guesses (twenty a day, an address).
    """
    # No transaction around this: a refusal must not undo the count of the try that it refuses.
    mine = SignInCode.objects.filter(pk=handle)
    if mine.usable(now).update(tries=F("tries") + 1) != 1:
        raise SignInRefused("spent-code")
    code = mine.select_related("user").get()
    if not _spend_guess(code.user.email, now):
        raise SignInRefused("too-many-guesses", retry_after_s=int(_DAY.total_seconds()))
    if not constant_time_compare(code.code_hash, _hashed(handle, digits)):
        raise SignInRefused("wrong-code" if code.tries < policy.TRIES_A_CODE else "spent-code")
    # Two that race with the right digits: one gets in.
    if mine.filter(used_at=None).update(used_at=now) != 1:
        raise SignInRefused("spent-code")
    allowances.give_back(Allowance.Purpose.GUESS, code.user.email)
    return code.user


def forget_due(now: datetime) -> int:
    """Delete the codes that can open nothing any more."""
    deleted, _ = SignInCode.objects.filter(expires_at__lte=now).delete()
    return deleted


def _spend_guess(address: str, now: datetime) -> bool:
    limit = policy.TRIES_AN_ADDRESS_A_DAY
    return allowances.spend(Allowance.Purpose.GUESS, address, limit=limit, window=_DAY, now=now)


def _hashed(handle: UUID, digits: str) -> str:
    """Keyed with the secret, since a million plain hashes are tried in a second; bound to its row."""
    return salted_hmac("accounts.sign_in.codes", f"{handle} {digits}", algorithm="sha256").hexdigest()
