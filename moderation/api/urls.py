"""Where the API's reports are."""

from django.urls import path

from moderation.api import views

urlpatterns = [path("reports", views.Reports.as_view(), name="api-reports")]
