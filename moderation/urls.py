"""Addresses of reports."""

from django.urls import path

from moderation import views

app_name = "moderation"

urlpatterns = [
    path("reports/new/", views.report, name="report"),
    path("reports/<uuid:report_id>/", views.receipt, name="receipt"),
]
