"""The door of the demo city: one button, no address."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from accounts import languages
from demo import guests
from demo.people import STATION
from kernel import clock
from kernel.refusals.pages import SeeOther


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign a newcomer in as a guest who stands at Helsinki Central Station; a member stays who they are."""
    if not request.user.is_authenticated:
        language = get_language() or "en"
        spoken = languages.from_browser(request.headers.get("Accept-Language", ""), interface=language)
        guest = guests.welcome(now=clock.now(), language=language, languages=spoken)
        login(request, guest, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["place_cell"] = STATION
    return SeeOther(reverse("meetups:now"))
