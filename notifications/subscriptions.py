"""Which browsers ring for whom, and when they must not. Stages ask who can be reached; doors change it.

A person has at most `policy.MOST_SUBSCRIPTIONS`; one more takes the place of the oldest.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import ClassVar, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.models import ApiToken
from kernel.refusals import Refusal
from notifications import policy
from notifications.carriers import hosts
from notifications.models import Preference, PushSubscription
from notifications.models.reaching import ENDPOINT_LONGEST, TIME_ZONE_LONGEST

POINT_BYTES, SECRET_BYTES = 65, 16  # RFC 8291


class SubscriptionRefused(Refusal):
    """Why not to be rung so."""

    status = 422
    title = _("You cannot be rung so")
    sentences: ClassVar = {
        "unknown-push-service": _(
            "The push service of this browser is none that Kairos knows."
            " It can ring Chrome, Edge, Firefox and Safari."
        ),
        "unreadable-keys": _("The keys of this subscription are none. Ask the browser for a new one."),
        "no-push": _("This installation of Kairos sends no push messages."),
        "half-quiet": _("Quiet hours have a beginning and another end."),
        "unknown-time-zone": _("There is no such time zone."),
    }


@dataclass(frozen=True, slots=True)
class Browser:
    """A subscription as a browser gives it, and who is signed in there."""

    endpoint: str
    p256dh: str
    auth: str
    language: str
    label: str
    session: str | None = None
    token: ApiToken | None = None
    time_zone: str = ""


@transaction.atomic
def subscribe(*, by: UUID, browser: Browser, now: datetime) -> PushSubscription:
    """Let this browser ring for this person from now on; said again, it only renews what is known of it.

    Effects: taken from whoever used the browser before; the oldest of too many goes; with the first browser
    that says its time zone, quiet hours at night.
    Refuses: `unknown-push-service`, `unreadable-keys`, `no-push`.
    """
    if not settings.PUSH_KEY:
        raise SubscriptionRefused("no-push")
    _check(endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    get_user_model().objects.select_for_update(no_key=True).get(pk=by)  # one at a time counts to five
    session = Session.objects.get(pk=browser.session) if browser.session else None
    known = {
        "person_id": by, "p256dh": browser.p256dh.rstrip("="), "auth": browser.auth.rstrip("="),
        "language": browser.language, "label": browser.label, "session": session, "token": browser.token,
        "refused_at": None,
    }  # fmt: skip
    row, _is_new = PushSubscription.objects.update_or_create(
        endpoint=browser.endpoint, defaults=known, create_defaults={**known, "created_at": now}
    )
    mine = PushSubscription.objects.for_person(by).exclude(pk=row.pk)
    too_many = max(0, mine.count() - policy.MOST_SUBSCRIPTIONS + 1)
    PushSubscription.objects.filter(pk__in=[one.pk for one in mine[:too_many]]).delete()
    _offer_quiet_nights(by, browser)
    return row


def unsubscribe(*, by: UUID, subscription_id: UUID) -> None:
    """Ring there no more; repeating it changes nothing."""
    PushSubscription.objects.for_person(by).filter(pk=subscription_id).delete()


def preference_of(person: UUID) -> Preference:
    """Return what a person wishes; of who never said anything, the row that nothing is kept of."""
    return Preference.objects.filter(pk=person).first() or Preference(pk=person)


class Wishes(TypedDict, total=False):
    """What of them is to be different."""

    quiet_from: time | None
    quiet_until: time | None
    time_zone: str
    may_mail: bool
    language: str


@transaction.atomic
def change_wishes(*, by: UUID, **changes: Unpack[Wishes]) -> Preference:
    """Keep when a person wants quiet and whether mail may stand in for push; what is left out stays.

    Refuses: `half-quiet`, `unknown-time-zone`.
    """
    Preference.objects.get_or_create(person_id=by)
    wishes = Preference.objects.select_for_update().get(pk=by)
    for name, value in changes.items():
        setattr(wishes, name, value)
    if not are_hours(wishes.quiet_from, wishes.quiet_until):
        raise SubscriptionRefused("half-quiet")
    if not is_time_zone(wishes.time_zone):
        raise SubscriptionRefused("unknown-time-zone")
    wishes.save()
    return wishes


@transaction.atomic
def renew(*, old: str, endpoint: str, p256dh: str, auth: str) -> None:
    """Put a browser's new address in the place of its old one. Whoever knows no old one changes nothing."""
    row = PushSubscription.objects.select_for_update().filter(endpoint=old).first()
    if row is None or PushSubscription.objects.filter(endpoint=endpoint).exists():
        return
    _check(endpoint=endpoint, p256dh=p256dh, auth=auth)
    row.endpoint, row.p256dh, row.auth, row.refused_at = endpoint, p256dh.rstrip("="), auth.rstrip("="), None
    row.save()


def speak(*, by: UUID, language: str) -> None:
    """Ring and write in this language from now on."""
    PushSubscription.objects.filter(person_id=by).update(language=language)
    Preference.objects.filter(person_id=by).update(language=language)


def are_hours(start: time | None, end: time | None) -> bool:
    """Tell whether these are quiet hours, or none: a beginning and another end, or neither."""
    return start is end is None or (None not in (start, end) and start != end)


def is_time_zone(name: str) -> bool:
    """Tell whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return bool(name) and len(name) <= TIME_ZONE_LONGEST


def _check(*, endpoint: str, p256dh: str, auth: str) -> None:
    if not hosts.is_push_service(endpoint) or len(endpoint) > ENDPOINT_LONGEST:
        raise SubscriptionRefused("unknown-push-service")
    point, secret = _bytes(p256dh.rstrip("=")), _bytes(auth.rstrip("="))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise SubscriptionRefused("unreadable-keys") from error
    if len(point) != POINT_BYTES or len(secret) != SECRET_BYTES:
        raise SubscriptionRefused("unreadable-keys")


def _bytes(text: str) -> bytes:
    """What base64url stands for; nothing for what is none. A length of one more than fours is none either."""
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        return b""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


_BASE64URL = re.compile("[A-Za-z0-9_-]+")


def _offer_quiet_nights(person: UUID, browser: Browser) -> None:
    if is_time_zone(browser.time_zone):
        Preference.objects.get_or_create(
            person_id=person,
            defaults={
                "quiet_from": policy.QUIET_FROM, "quiet_until": policy.QUIET_UNTIL,
                "time_zone": browser.time_zone, "language": browser.language,
            },
        )  # fmt: skip
