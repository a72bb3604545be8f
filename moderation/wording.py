"""The sentences of moderation."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moderation import policy

CATEGORIES: Final[dict[str, Promise]] = {
    "danger": _("I feel in danger"),
    "harassment": _("Harassment or insults"),
    "unprofessional": _("Not here for business"),
    "selling": _("Pushy selling"),
    "fake": _("Not who they say they are"),
    "other": _("Something else"),
}


def answer_within(category: str) -> str:
    """How soon a person reads it, in hours."""
    hours = policy.CATEGORIES[category]
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
