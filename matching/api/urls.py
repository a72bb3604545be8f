"""Where the API's "me", heartbeat, candidates and points are."""

from django.urls import path

from matching.api import plan_doors, taste_doors, views

urlpatterns = [
    path("me", views.Me.as_view(), name="api-me"),
    path("availability/heartbeat", views.Heartbeat.as_view(), name="api-heartbeat"),
    path("candidates", views.Candidates.as_view(), name="api-candidates"),
    path("candidates/again", views.PeopleAgain.as_view(), name="api-people-again"),
    path(
        "candidates/<uuid:candidate_id>/less-like",
        taste_doors.LessLikeThis.as_view(),
        name="api-less-like-this",
    ),
    path("less-like", taste_doors.Kinds.as_view(), name="api-less-like"),
    path("less-like/<uuid:kind_id>", taste_doors.OneKind.as_view(), name="api-kind"),
    path("points", views.Points.as_view(), name="api-points"),
    path("plans", plan_doors.Plans.as_view(), name="api-plans"),
    path("plans/<uuid:plan_id>", plan_doors.OnePlan.as_view(), name="api-plan"),
    path("pulses", plan_doors.Pulses.as_view(), name="api-pulses"),
    path("pulses/pledges", plan_doors.Pledges.as_view(), name="api-pledges"),
    path("pulses/pledges/<uuid:pledge_id>", plan_doors.OnePledge.as_view(), name="api-pledge"),
    path("alerts", plan_doors.Alerts.as_view(), name="api-alerts"),
    path("alerts/<uuid:alert_id>", plan_doors.OneAlert.as_view(), name="api-alert"),
]
