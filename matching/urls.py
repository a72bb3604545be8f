"""Addresses of one's own availability."""

from django.urls import path

from matching import views

app_name = "matching"

urlpatterns = [
    path("availability/", views.start, name="start"),
    path("availability/extension/", views.extension, name="extension"),
    path("availability/cell/", views.cell, name="move"),
    path("position/", views.position_page, name="position"),
    path("me/area/", views.wide_area, name="wide-area"),
    path("availability/heartbeat/", views.heartbeat, name="heartbeat"),
]
