"""Why a pledge is not taken, or not given back, in words."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kernel.refusals import Refusal


class PulseRefused(Refusal):
    """Why a pledge is not taken, or not given back."""

    title = _("This cannot be promised")
    sentences: ClassVar = {
        "unknown-point": _("This place is not one where people meet here. Choose another."),
        "no-such-pulse": _("There is no rush hour at that time here."),
        "too-late": _("This rush hour is about to begin or has begun. Go live when you are there."),
        "pledged-elsewhere": _("You have said you will be elsewhere at that time. Take that back first."),
        "begun": _("This rush hour has begun."),
    }
    statuses: ClassVar = {"unknown-point": 422, "no-such-pulse": 422}
