"""What vouches for a person: a company mailbox, an identity provider. The first meeting is meetups' to note.

Called by the sign-in doors, after the proof and before the session begins.
"""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.mail_domains import work_domain
from accounts.models import Profile, User


@transaction.atomic
def prove_mailbox(*, by: User, now: datetime) -> None:
    """Note that a code sent to the person's address was typed back; a company address renews the badge.

    Effects: the account is provisional no longer; its mailbox is proved now; so is its work mail.
    """
    User.objects.filter(pk=by.pk).update(is_provisional=False, mail_proved_at=now)
    by.is_provisional, by.mail_proved_at = False, now
    if domain := work_domain(by.email):
        Profile.objects.filter(pk=by.pk).update(mail_domain=domain, work_mail_at=now)


def note_provider(*, by: User, now: datetime) -> None:
    """Note that an identity provider is linked; the first time counts, later calls change nothing."""
    if SocialAccount.objects.filter(user=by).exists():
        Profile.objects.filter(pk=by.pk, oidc_at=None).update(oidc_at=now)
