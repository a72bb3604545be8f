"""Why a seat at a table cannot be taken or given up, in words."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kernel.refusals import Refusal


class TableRefused(Refusal):
    """What stands in the way of an answer. Nothing here tells what the others did."""

    title = _("This cannot be answered")
    sentences: ClassVar = {
        "expired": _("The moment passed."),
        "superseded": _("You have agreed to meet somebody else."),
        "not-available": _("You are not live. Go live first."),
        "already-answered": _("You have answered already."),
    }
