"""Addresses that browsers expect at the root."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("push/renewal/", views.renewal, name="push-renewal"),
]
