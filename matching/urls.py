"""Addresses of one's own availability, of what one means to do later, and of the kinds one asked less of."""

from django.urls import path

from matching import views
from matching.views import planned, position, taste

app_name = "matching"

urlpatterns = [
    path("availability/", views.start, name="start"),
    path("availability/extension/", views.extension, name="extension"),
    path("availability/cell/", views.cell, name="move"),
    path("position/", position.page, name="position"),
    path("me/area/", position.wide_area, name="wide-area"),
    path("availability/surprise/", views.surprise, name="surprise"),
    path("availability/heartbeat/", views.heartbeat, name="heartbeat"),
    path("plans/", planned.page, name="plans"),
    path("plans/<uuid:plan_id>/removal/", planned.remove, name="remove-plan"),
    path("pulses/pledges/", planned.pledge, name="pledge"),
    path("pulses/pledges/<uuid:pledge_id>/removal/", planned.take_back, name="take-pledge-back"),
    path("alerts/", planned.watch, name="watch"),
    path("alerts/<uuid:alert_id>/removal/", planned.unwatch, name="unwatch"),
    path("people/<uuid:session_id>/less-like/", taste.less_like, name="less-like-this"),
    path("less-like/", taste.kinds, name="less-like"),
    path("less-like/<uuid:kind_id>/removal/", taste.show_again, name="show-again"),
]
