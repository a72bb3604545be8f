"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetupsConfig(AppConfig):
    """Invitations, meetings, partings."""

    name = "meetups"
    verbose_name = _("Meetups")
