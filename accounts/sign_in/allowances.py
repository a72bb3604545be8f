"""How often things may be tried, counted in PostgreSQL: without it nobody signs in, so it cannot fail open.

Called by the other modules of sign_in only.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.models import Allowance


def spend(purpose: Allowance.Purpose, subject: str, *, limit: int, window: timedelta, now: datetime) -> bool:
    """Take one from what the subject may do, and say whether there was one to take.

    The window opens at the first use. The subject is kept as a keyed hash: no address, no network in clear.
    """
    hashed = _hashed(purpose, subject)
    fresh = Allowance(purpose=purpose, subject=hashed, resets_at=now + window)
    mine = Allowance.objects.filter(purpose=purpose, subject=hashed)
    with transaction.atomic():
        # Inserting first, whether or not the row is there, asks the same of the database for every subject.
        Allowance.objects.bulk_create([fresh], ignore_conflicts=True)
        mine.filter(resets_at__lte=now).update(spent=0, resets_at=now + window)
        # The guard is in the UPDATE: of any number that race for the last one, one gets it.
        return mine.filter(spent__lt=limit).update(spent=F("spent") + 1) == 1


def give_back(purpose: Allowance.Purpose, subject: str) -> None:
    """Return what was taken in advance for something that turned out well."""
    mine = Allowance.objects.filter(purpose=purpose, subject=_hashed(purpose, subject), spent__gt=0)
    mine.update(spent=F("spent") - 1)


def forget_due(now: datetime) -> int:
    """Delete the counts whose window is over."""
    deleted, _ = Allowance.objects.filter(resets_at__lte=now).delete()
    return deleted


def _hashed(purpose: str, subject: str) -> str:
    return salted_hmac("accounts.sign_in.allowances", f"{purpose} {subject}", algorithm="sha256").hexdigest()
