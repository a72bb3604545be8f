"""The door of the local mailbox: where a machine without a mail server shows what it would have sent."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import mailbox as mails


@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the latest mails, newest first; there is no such page where mails really leave."""
    if not settings.KAIROS_EMBEDDED:
        raise Http404
    return render(request, "accounts/mailbox.html", {"mails": mails.latest(Path(settings.EMAIL_FILE_PATH))})
