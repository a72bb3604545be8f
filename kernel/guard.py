"""The door at which a person's coordinates end: 400, before anything is looked up, kept or logged."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kernel.coordinates import find_coordinates
from kernel.refusals.pages import answer_early
from kernel.refusals.refusal import Refusal

__all__ = ["CoordinatesRefused", "GuardMiddleware", "find_coordinates"]

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
OF_PROXIES = {"X-Forwarded-For", "X-Real-Ip", "X-Forwarded-Port", "X-Request-Start"}
MOST_BRACKETS = 500  # no request here has twenty; a parser gives up at a thousand, one inside another


class CoordinatesRefused(Refusal):
    """Somebody sent where they are."""

    status = 400
    title = _("Coordinates are not accepted.")
    sentences = {
        "coordinates-not-accepted": _(
            "Kairos never takes anybody's coordinates. Send the cell that your device computed."
        ),
        "too-nested": _("The request could not be read."),
    }


class GuardMiddleware:
    """Reads address, headers, query, form and body of every request first, whoever sends it.

    Doors that take a place's coordinates are exempt: `KAIROS_COORDINATE_DOORS` lists how their paths begin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.exempt = tuple(settings.KAIROS_COORDINATE_DOORS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse, or let pass."""
        if refusal := self._refusal_of(request):
            # Languages are chosen further in; this answer never gets there.
            with translation.override(translation.get_language_from_request(request)):
                return answer_early(request, refusal)
        return self.get_response(request)

    def _refusal_of(self, request: HttpRequest) -> CoordinatesRefused | None:
        if request.path.startswith(self.exempt):
            return None
        body = request.body  # kept by Django from here on, so that a view can be run again after a deadlock
        if body.count(b"[") + body.count(b"{") > MOST_BRACKETS:
            return CoordinatesRefused("too-nested")
        said = [_fields(request.GET), _content(request), _in_headers(request), *_in_address(request)]
        if find_coordinates(said):
            return CoordinatesRefused("coordinates-not-accepted")
        return None


def _in_address(request: HttpRequest) -> list[str]:
    # An address is kept in more logs than any body. The browser's own `Referer` may hold one of another site.
    return [part for part in request.path.split("/") if part]


def _in_headers(request: HttpRequest) -> dict[str, str]:
    # All by their names; by their values only those that are nobody's standard: versions and addresses, which
    # browsers and proxies send of themselves, can look like numbers with three places.
    return {
        name: value if name.startswith("X-") and name not in OF_PROXIES else ""
        for name, value in request.headers.items()
    }


def _content(request: HttpRequest) -> Any:
    if request.content_type in FORMS:
        return _fields(request.POST)
    text = request.body.decode(errors="replace")
    try:
        # Numbers stay as they were written (60.170 has three places), names that come twice stay both.
        return json.loads(text, parse_float=str, object_pairs_hook=_both)
    except ValueError:
        return text


def _fields(query: QueryDict) -> dict[str, Any]:
    return _both([(name, value) for name, values in query.lists() for value in values])


def _both(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    kept: dict[str, list[Any]] = {}
    for name, value in pairs:
        kept.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in kept.items()}
