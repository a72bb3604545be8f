"""Addresses of one's own availability, and of the kinds one asked less of."""

from django.urls import path

from matching import views

app_name = "matching"

urlpatterns = [
    path("availability/", views.start, name="start"),
    path("availability/extension/", views.extension, name="extension"),
    path("availability/cell/", views.cell, name="move"),
    path("availability/heartbeat/", views.heartbeat, name="heartbeat"),
    path("people/<uuid:session_id>/less-like/", views.less_like, name="less-like-this"),
    path("less-like/", views.kinds, name="less-like"),
    path("less-like/<uuid:kind_id>/removal/", views.show_again, name="show-again"),
]
