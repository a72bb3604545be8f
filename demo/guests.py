"""Guests: people who try Kairos in the demo city by one button, without an address of their own.

Called by the view of the button and by the hourly sweep.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts import profiles
from accounts.models import User
from kernel.refusals import Refusal
from meetups.models import Party

DOMAIN: Final = "kairos.invalid"  # RFC 2606: nobody will ever own a mailbox there, so it marks a guest
KEPT_FOR: Final = timedelta(days=1)
MOST: Final = 500  # guests at once: enough for a fair, too few to fill a disk with
FIRST_NAMES: Final = ("Alex", "Andrea", "Camille", "Charlie", "Noa", "Robin", "Sacha")  # for anybody
ROLE: Final = _("Visitor of the demo city")
# In another order for each, so that two guests do not look made for one another.
TOPICS: Final = (_("AI in small companies"), _("First steps in the Nordics"), _("What to see in Helsinki"))
OFFERS: Final = ("product-management", "mentoring", "sponsorship")  # what some residents look for
SEEKS: Final = ("generative-ai", "doing-business-nordics", "local-network")  # what some residents offer
_DICE: Final = secrets.SystemRandom()


class GuestRefused(Refusal):
    """The city takes no more guests today."""

    title = _("The demo city is full")
    sentences: ClassVar = {"full": _("Too many guests are in the demo city. Try again later, or sign in.")}
    statuses: ClassVar = {"full": 429}


def welcome(*, now: datetime, language: str, languages: Iterable[str]) -> User:
    """Make a fresh account with a profile that is ready and may be changed.

    Effects: an account, a profile open to everybody, three topics to choose from. Refuses: full.
    """
    if User.objects.filter(email__endswith=f"@{DOMAIN}").count() >= MOST:
        raise GuestRefused("full")
    with transaction.atomic():
        guest = User.objects.create_user(f"guest-{secrets.token_hex(6)}@{DOMAIN}", date_joined=now)
        profiles.complete(
            by=guest,
            now=now,
            first_name=_DICE.choice(FIRST_NAMES),
            role=str(ROLE),
            languages=languages,
            interface_language=language,
            is_adult=True,
        )
        # All guests share one domain, which is no company to hide from.
        changes = profiles.Changes(offers=list(OFFERS), seeks=list(SEEKS), open_to="all", hide_company=False)
        profiles.update(by=guest, changes=changes)
        for topic in _DICE.sample(TOPICS, len(TOPICS)):
            profiles.remember_topic(by=guest, topic=str(topic))
    return guest


def sweep_due(*, now: datetime) -> int:
    """Forget the guests of yesterday who are not just meeting somebody; the count."""
    meeting = Party.objects.filter(person=OuterRef("pk"), running=True)
    gone = User.objects.filter(
        ~Exists(meeting), email__endswith=f"@{DOMAIN}", date_joined__lte=now - KEPT_FOR
    )
    _rows, by_model = gone.delete()
    return int(by_model.get(User._meta.label, 0))
