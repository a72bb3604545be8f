"""Addresses of one's own availability."""

from django.urls import path

from matching import views

app_name = "matching"

urlpatterns = [
    path("availability/", views.start, name="start"),
    path("availability/extension/", views.extension, name="extension"),
    path("availability/cell/", views.cell, name="move"),
    path("availability/surprise/", views.surprise, name="surprise"),
    path("availability/heartbeat/", views.heartbeat, name="heartbeat"),
]
