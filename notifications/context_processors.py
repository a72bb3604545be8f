"""What a template needs to let a page listen."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications import inbox


def live(request: HttpRequest) -> dict[str, Any]:
    """Return `live`: `url person epoch seq now`, or something empty for who is not signed in.

    Lazy: a template that does not ask costs no query.
    """
    return {"live": SimpleLazyObject(lambda: _live(request))}


def _live(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    start = getattr(request, "live", None) or inbox.start_for(user.pk)
    return {
        "url": f"{settings.LIVE_URL}/ws/events",
        "person": start.person,
        "epoch": start.epoch,
        "seq": start.head,
        "now": start.now,
    }
