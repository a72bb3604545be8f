"""What browsers ask of the root: the service worker, the manifest, a new address in place of an old one."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from notifications import subscriptions
from notifications.forms import RenewalForm
from notifications.subscriptions import SubscriptionRefused

WORKER = settings.BASE_DIR / "static/js/sw.js"
ICONS = ((192, "icons/icon-192.png"), (512, "icons/icon-512.png"))


@require_GET
@cache_control(no_cache=True)
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, at the root, since it serves what lies below its own address."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_GET
@vary_on_headers("Accept-Language", "Cookie")
def manifest(_request: HttpRequest) -> JsonResponse:
    """What an installed Kairos is called, how it looks and where it begins."""
    said = {
        "id": "/",
        "name": "Kairos",
        "short_name": "Kairos",
        "description": _("Free now, who is near and why, meet now."),
        "lang": get_language() or "en",
        "start_url": "/now/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f9fafc",
        "theme_color": "#f9fafc",
        "icons": [
            {"src": static(path), "sizes": f"{side}x{side}", "type": "image/png", "purpose": "any"}
            for side, path in ICONS
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@csrf_exempt  # a service worker has no page to take a token from; who knows the old address is the browser
@require_POST
def renewal(request: HttpRequest) -> HttpResponse:
    """Put the new address of a browser in the place of its old one, which only that browser knows."""
    try:
        said = json.loads(request.body)
    except ValueError:
        said = None
    form = RenewalForm(said if isinstance(said, dict) else {})
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        subscriptions.renew(**form.cleaned_data)
    except SubscriptionRefused:
        return HttpResponse(status=422)
    return HttpResponse(status=204)
