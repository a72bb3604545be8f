"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Reports and decisions."""

    name = "moderation"
    verbose_name = _("Moderation")
