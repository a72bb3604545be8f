"""What a program reads when the answer is no: `application/problem+json`, in its reader's language.

*Source*: RFC 9457.
"""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from kernel.refusals.away import Away
from kernel.refusals.refusal import Refusal, Sentence

API = "/api/"


class Standing(NamedTuple):
    """What is said with a status when nobody said anything better."""

    code: str
    title: Sentence
    detail: Sentence


STANDING = {
    400: Standing("unreadable", _("Not understood."), _("The request could not be read.")),
    401: Standing("not-signed-in", _("Not signed in."), _("Sign in, or send a token that is valid.")),
    403: Standing("not-allowed", _("Not allowed."), _("You may not do this.")),
    404: Standing("not-found", _("Not found."), _("There is nothing here for you.")),
    405: Standing("method-not-allowed", _("Not possible here."), _("This address takes other methods.")),
    406: Standing("not-acceptable", _("Not possible here."), _("The answer exists as JSON only.")),
    409: Standing("conflict", _("This cannot be done now."), _("This cannot be done now.")),
    413: Standing("too-large", _("Too large."), _("The request is larger than anything asked for here.")),
    415: Standing("media-type", _("Not understood."), _("Send application/json.")),
    422: Standing("invalid", _("Not valid."), _("Some values are not valid.")),
    429: Standing("too-many", _("Too many."), _("That was too often. Wait a little.")),
    500: Standing("server-error", _("Our mistake."), _("Something went wrong on our side.")),
    503: Standing("away", Away.title, Away.sentences["away"]),
}


def problem(
    status: int,
    *,
    code: str | None = None,
    title: Sentence | None = None,
    detail: Sentence | None = None,
    errors: Any = None,
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """Return the one shape of an error answer; what is left out is said in the standing words.

    Shape: `type title status code detail [errors]`.
    """
    standing = STANDING.get(status, STANDING[400])
    code = code or standing.code
    body = {
        "type": f"urn:kairos:problem:{code}",
        "title": str(title or standing.title),
        "status": status,
        "code": code,
        "detail": str(detail or standing.detail),
    }
    if errors is not None:
        body["errors"] = errors
    # Said here, because some refusals are made before the middleware that would say it.
    said = {"Content-Language": get_language() or settings.LANGUAGE_CODE, **(headers or {})}
    return JsonResponse(body, status=status, content_type="application/problem+json", headers=said)


def refused(refusal: Refusal) -> JsonResponse:
    """Return a stage's refusal as a program reads it."""
    return problem(
        refusal.status,
        code=refusal.code,
        title=refusal.title,
        detail=refusal.detail,
        headers=retry_after(refusal.retry_after_s),
    )


def retry_after(seconds: float | None) -> dict[str, str]:
    """Return the header that says when to try again, if that is known."""
    return {} if seconds is None else {"Retry-After": str(math.ceil(seconds))}


def exception_handler(exception: Exception, context: Mapping[str, Any]) -> JsonResponse | None:
    """Turn whatever a door raised into a problem; None for what is our mistake (DRF's hook)."""
    if isinstance(exception, Refusal):
        return refused(exception)
    if isinstance(exception, Http404):
        return problem(404)
    if isinstance(exception, PermissionDenied):
        return problem(403)
    if isinstance(exception, exceptions.ValidationError):
        return problem(422, errors=_by_field(exception.detail))
    if isinstance(exception, exceptions.APIException):
        # DRF answers 403 to a stranger when a scheme has no challenge; ours has one.
        stranger = isinstance(exception, exceptions.NotAuthenticated | exceptions.AuthenticationFailed)
        return problem(401 if stranger else exception.status_code, headers=_headers(exception, context))
    return None


def _by_field(detail: Any) -> Any:
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}


def _headers(exception: exceptions.APIException, context: Mapping[str, Any]) -> dict[str, str]:
    headers = retry_after(getattr(exception, "wait", None))
    if challenge := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(exception, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return headers
