"""Whether a process can do its work: for balancers, containers and `bin/kairos run`."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kernel import canary, clock


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when PostgreSQL answers. Redis may be away: pages work without it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def work(request: HttpRequest) -> HttpResponse:
    """Answer 200 while beat, the broker and a worker do their work, else 503. Pages do without them."""
    is_silent = canary.is_silent(now=clock.now())
    words, status = ("silent\n", 503) if is_silent else ("ok\n", 200)
    return HttpResponse(words, status=status, content_type="text/plain")
