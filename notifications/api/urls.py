"""Where the API's events are."""

from django.urls import path

from notifications.api import views

urlpatterns = [
    path("events", views.Events.as_view(), name="api-events"),
    path("asyncapi.json", views.AsyncApi.as_view(), name="api-asyncapi"),
]
