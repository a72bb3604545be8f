"""Where the API's heartbeat, candidates and points are."""

from django.urls import path

from matching.api import views

urlpatterns = [
    path("availability/heartbeat", views.Heartbeat.as_view(), name="api-heartbeat"),
    path("candidates", views.Candidates.as_view(), name="api-candidates"),
    path("candidates/<uuid:candidate_id>/less-like", views.LessLikeThis.as_view(), name="api-less-like-this"),
    path("less-like", views.Kinds.as_view(), name="api-less-like"),
    path("less-like/<uuid:kind_id>", views.OneKind.as_view(), name="api-kind"),
    path("points", views.Points.as_view(), name="api-points"),
]
