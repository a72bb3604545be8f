"""Where the API's "me", heartbeat, candidates and points are."""

from django.urls import path

from matching.api import views

urlpatterns = [
    path("me", views.Me.as_view(), name="api-me"),
    path("availability/heartbeat", views.Heartbeat.as_view(), name="api-heartbeat"),
    path("candidates", views.Candidates.as_view(), name="api-candidates"),
    path("points", views.Points.as_view(), name="api-points"),
]
