"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Availability, candidates, scores."""

    name = "matching"
    verbose_name = _("Matching")
