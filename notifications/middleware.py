"""Reads where a page begins to listen before the page reads anything else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from notifications import inbox


class HeadFirst:
    """Sets `request.live` on whole pages of who is signed in; fragments and the API have no use for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let pass; the view comes below."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Note the head now: after the view it would be too late.

        An event that falls between the view's reading and the head would be in neither.
        """
        is_page = request.method == "GET" and "HX-Request" not in request.headers
        if is_page and not request.path.startswith("/api/") and request.user.is_authenticated:
            request.live = inbox.start_for(request.user.pk)  # type: ignore[attr-defined]  # ours, on every page
