"""The sentences of moderation."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATEGORIES: Final[dict[str, Promise]] = {
    "danger": _("I feel in danger"),
    "harassment": _("Harassment or insults"),
    "unprofessional": _("Not here for business"),
    "selling": _("Pushy selling"),
    "fake": _("Not who they say they are"),
    "other": _("Something else"),
}
