"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The city, its people and its guests."""

    name = "demo"
    verbose_name = _("Demo city")
