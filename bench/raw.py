"""The floor of pages: the look-up alone behind the same server, nothing rendered. A WSGI application."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from kernel import clock
from kernel.statements import answer
from matching import prefilter
from matching.models import Availability

STATEMENT = prefilter.THE_LIST


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Run the statement of the session that the path names; the count of people."""
    found = answer(STATEMENT, facts(environ["PATH_INFO"].strip("/")))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(found)).encode()]


@cache
def facts(session: str) -> dict[str, Any]:
    viewer = Availability.objects.select_related("person__profile").get(pk=UUID(session))
    now = clock.now()
    ring = prefilter.fitting_ring(viewer, now=now)
    return prefilter.facts_of(viewer, viewer.person.profile, ring, now=now) | {"session": None}
