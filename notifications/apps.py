"""The app that numbers events and carries them."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """`notifications`."""

    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
