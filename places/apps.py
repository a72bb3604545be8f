"""Registers the app that knows where people may meet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Its tables are public data: no column says anything of a person."""

    name = "places"
    verbose_name = _("Places")
    default_auto_field = "django.db.models.BigAutoField"
