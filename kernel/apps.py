"""The app that holds the mechanisms' own tables."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """`kernel`."""

    name = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
