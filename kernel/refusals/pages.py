"""What a person sees when the answer is no: a sentence where they are, or a page. Also the last door of all.

Under `/api/` the same handlers answer as `problems`.
"""

import sys
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import ResolverMatch
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from psycopg.errors import DeadlockDetected

from kernel.refusals.away import away, is_away
from kernel.refusals.problems import API, problem, refused, retry_after
from kernel.refusals.refusal import Refusal

DEADLOCK_RETRIES = 2
TOASTS = "#toasts"  # where base.html shows passing sentences
NOWHERE_BETTER = "/now/"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class RefusalMiddleware:
    """The last middleware: a refused page says why, and a deadlock is tried again before anybody sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let pass; what goes wrong comes back below. Django's own 405 says nothing: say it there."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            words = _said(request, 405, "404.html")
            words.headers["Allow"] = response.headers["Allow"]
            return words
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Repeat the view after a deadlock, twice at most; answer a refusal; leave the rest to Django."""
        last = exception
        for _attempt in range(DEADLOCK_RETRIES):
            if not _is_deadlock(last):
                break
            try:
                return _view_again(request)
            except Exception as again:  # noqa: BLE001 -- judged like the first
                last = again
        if isinstance(last, Refusal):
            return answer(request, last)
        if last is not exception:
            raise last
        return None


class LeadOnMiddleware:
    """Tells a script that sent a form where to go, so that the browser goes there itself.

    A redirect it would follow unseen: the page would be made twice, and its passing sentences said to nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let pass; turn a redirect on the way back."""
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponse)
            and response.has_header("Location")
            and _is_sent_by_script(request)
        ):
            response.status_code = 204
            response.headers["HX-Redirect"] = response.headers["Location"]
            del response.headers["Location"]
        return response


class SeeOther(HttpResponseRedirect):
    """303: the change is made, now look there."""

    status_code = 303


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say a refusal so that the asker hears it where they are: a form goes back to where it was filled in."""
    if refusal.page is not None:
        return refusal.page
    if _is_program(request) or _is_htmx(request):
        return answer_early(request, refusal)
    if request.method in SAFE_METHODS:
        return render(request, "kernel/error.html", {"refusal": refusal}, status=refusal.status)
    messages.error(request, refusal.detail)
    return SeeOther(_where_they_came_from(request))


def answer_early(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say a refusal before session and person are known: as JSON, a passing sentence, or a bare page."""
    if _is_program(request):
        return refused(refusal)
    headers = retry_after(refusal.retry_after_s)
    template = "kernel/error.html"
    if _is_htmx(request):
        template = "kernel/refusal.html"
        headers |= {"HX-Retarget": TOASTS, "HX-Reswap": "beforeend", "HX-Reselect": ".toast"}
    words = render_to_string(template, {"refusal": refusal})
    return HttpResponse(words, status=refusal.status, headers=headers)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what could not be read, or was too large to try."""
    return _said(request, 413 if isinstance(exception, RequestDataTooBig) else 400, "400.html")


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what this person may not do."""
    return _said(request, 403, "403.html")


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not there, or not for this person: the same words for both."""
    return _said(request, 404, "404.html")


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer our own mistake; a database that is away is none, and everything that asks it ends here."""
    if is_away(sys.exception()):
        with translation.override(translation.get_language_from_request(request)):
            return answer_early(request, away())
    return _said(request, 500, "500.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form from a page that is too old or not ours (Django's CSRF_FAILURE_VIEW)."""
    return _said(request, 403, "403.html")


def _is_program(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def _is_sent_by_script(request: HttpRequest) -> bool:
    return request.method == "POST" and "Idempotency-Key" in request.headers and not _is_program(request)


def _is_htmx(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _is_deadlock(exception: Exception) -> bool:
    return isinstance(exception, OperationalError) and isinstance(exception.__cause__, DeadlockDetected)


def _view_again(request: HttpRequest) -> HttpResponseBase:
    match = cast(ResolverMatch, request.resolver_match)
    return cast(HttpResponseBase, match.func(request, *match.args, **match.kwargs))


def _where_they_came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if ours else NOWHERE_BETTER


def _said(request: HttpRequest, status: int, template: str) -> HttpResponse:
    # Something may have failed before the language was chosen.
    with translation.override(translation.get_language_from_request(request)):
        if _is_program(request):
            return problem(status)
        # Without the request's context: a request too odd to be read, or a database that is away, is enough.
        is_whole = status in {403, 404, 405} and hasattr(request, "user")
        return HttpResponse(render_to_string(template, request=request if is_whole else None), status=status)
