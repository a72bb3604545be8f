"""Every address. Pages come from each app's `urls`, the API from its `api.urls`."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.health import health

admin.site.site_header = admin.site.site_title = "Kairos"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign] # by mailed code, like everybody

_APPS = ["accounts", "places", "matching", "meetups", "moderation", "notifications"]
_APPS += ["demo"] if settings.KAIROS_DEMO else []


def _there(module: str) -> bool:  # TEMPORARY while the apps are being written
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


_api: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    *(path("", include(f"{app}.api.urls")) for app in _APPS if _there(f"{app}.api.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"{app}.urls")) for app in _APPS if _there(f"{app}.urls")),
    path("api/v1/", include(_api)),
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
]

handler400 = "kernel.refusals.handler400"
handler403 = "kernel.refusals.handler403"
handler404 = "kernel.refusals.handler404"
handler500 = "kernel.refusals.handler500"
