"""Which browsers ring for whom, and when they must not. Stages ask who can be reached; doors change it.

A person has at most `policy.MOST_SUBSCRIPTIONS`; one more takes the place of the oldest.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.models import ApiToken
from kernel.refusals import Refusal
from notifications import policy
from notifications.carriers import hosts
from notifications.models import Preference, PushSubscription
from notifications.models.reaching import ENDPOINT_LONGEST

POINT_BYTES, SECRET_BYTES = 65, 16  # RFC 8291


class SubscriptionRefused(Refusal):
    """This browser cannot be rung."""

    status = 422
    title = _("This browser cannot be rung")
    sentences: ClassVar = {
        "unknown-push-service": _(
            "The push service of this browser is none that Kairos knows."
            " It can ring Chrome, Edge, Firefox and Safari."
        ),
        "unreadable-keys": _("The keys of this subscription are none. Ask the browser for a new one."),
        "no-push": _("This installation of Kairos sends no push messages."),
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


def reachable_by_push(people: Iterable[UUID], *, now: datetime) -> set[UUID]:
    """Return which of these people have a browser that rings while no page is open, in one query."""
    working = PushSubscription.objects.of(people).working(now=now)
    return set(working.values_list("person_id", flat=True))


@transaction.atomic
def subscribe(*, by: UUID, browser: Browser, now: datetime) -> PushSubscription:
    """Let this browser ring for this person from now on; said again, it only renews what is known of it.

    Effects: taken from whoever used the browser before; the oldest of too many goes; with the first browser
    that says its time zone, quiet hours at night.
    Refuses: `unknown-push-service`, `unreadable-keys`.
    """
    _check(browser)
    get_user_model().objects.select_for_update(no_key=True).get(pk=by)  # one at a time counts to five
    row, _is_new = PushSubscription.objects.update_or_create(
        endpoint=browser.endpoint,
        defaults={
            "person_id": by, "p256dh": browser.p256dh, "auth": browser.auth, "language": browser.language,
            "label": browser.label, "token": browser.token, "refused_at": None,
            "session": Session.objects.get(pk=browser.session) if browser.session else None,
        },
        create_defaults={
            "person_id": by, "endpoint": browser.endpoint, "p256dh": browser.p256dh, "auth": browser.auth,
            "language": browser.language, "label": browser.label, "token": browser.token, "created_at": now,
            "session": Session.objects.get(pk=browser.session) if browser.session else None,
        },
    )  # fmt: skip
    mine = PushSubscription.objects.for_person(by).exclude(pk=row.pk)
    too_many = max(0, mine.count() - policy.MOST_SUBSCRIPTIONS + 1)
    PushSubscription.objects.filter(pk__in=[one.pk for one in mine[:too_many]]).delete()
    _offer_quiet_nights(by, browser)
    return row


def unsubscribe(*, by: UUID, subscription_id: UUID) -> None:
    """Ring there no more; repeating it changes nothing."""
    PushSubscription.objects.for_person(by).filter(pk=subscription_id).delete()


def unsubscribe_browser(*, by: UUID, endpoint: str) -> None:
    """The same for the browser that knows only its own address."""
    PushSubscription.objects.for_person(by).filter(endpoint=endpoint).delete()


def preference_of(person: UUID) -> Preference:
    """Return what a person wishes; of who never said anything, the row that nothing is kept of."""
    return Preference.objects.filter(pk=person).first() or Preference(pk=person)


def prefer(
    *,
    by: UUID,
    quiet_from: time | None,
    quiet_until: time | None,
    time_zone: str,
    may_mail: bool,
    language: str,
) -> Preference:
    """Keep when a person wants quiet and whether mail may stand in for push."""
    wishes = {
        "quiet_from": quiet_from, "quiet_until": quiet_until, "time_zone": time_zone, "may_mail": may_mail,
        "language": language,
    }  # fmt: skip
    return Preference.objects.update_or_create(person_id=by, defaults=wishes)[0]


def speak(*, by: UUID, language: str) -> None:
    """Ring and write in this language from now on."""
    PushSubscription.objects.filter(person_id=by).update(language=language)
    Preference.objects.filter(person_id=by).update(language=language)


def is_time_zone(name: str) -> bool:
    """Tell whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError):
        return False
    return bool(name) and len(name) <= Preference._meta.get_field("time_zone").max_length


def _check(browser: Browser) -> None:
    if not hosts.is_push_service(browser.endpoint) or len(browser.endpoint) > ENDPOINT_LONGEST:
        raise SubscriptionRefused("unknown-push-service")
    point, secret = _bytes(browser.p256dh), _bytes(browser.auth)
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
