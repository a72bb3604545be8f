"""Every address. Pages come from each app's `urls`, the API from its `api.urls`."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.health import health, work

admin.site.site_header = admin.site.site_title = "Kairos"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # by mailed code, like everybody

_api: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("", include("accounts.api.urls")),
    path("", include("matching.api.urls")),
    path("", include("meetups.api.urls")),
    path("", include("moderation.api.urls")),
    path("", include("notifications.api.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("matching.urls")),
    path("", include("meetups.urls")),
    path("", include("moderation.urls")),
    path("", include("notifications.urls")),
    *([path("", include("demo.urls"))] if settings.KAIROS_DEMO else []),
    path("api/v1/", include(_api)),
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("health/tasks/", work, name="health-of-tasks"),
]

handler400 = "kernel.refusals.handler400"
handler403 = "kernel.refusals.handler403"
handler404 = "kernel.refusals.handler404"
handler500 = "kernel.refusals.handler500"
