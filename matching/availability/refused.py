"""Why somebody cannot be free now, in words."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kernel.refusals import Refusal


class AvailabilityRefused(Refusal):
    """Why somebody cannot be free now, or not here."""

    title = _("Not now")
    sentences: ClassVar = {
        "no-place": _("No public place is open near you now. Try again later or from another area."),
        "cell-too-soon": _("Your area changed a moment ago. You can change it again in %(minutes)s min."),
        "too-many-cells": _("You have been visible in six areas in the last 24 hours; that is the limit."),
        "not-available": _("You are not live. Go live first."),
        "cannot-extend": _("Your time was extended twice already."),
        "in-a-meeting": _("You are in a meeting. End it first."),
        "bad-cell": _("This area is not known. Please reload the page."),
        "hard-stop": _("You must leave too soon: nothing fits into the time that is left."),
        "hard-stop-far": _(
            "You say that you must leave in more than a day. Please check the time and its zone."
        ),
    }
    statuses: ClassVar = {
        "bad-cell": 422,
        "hard-stop": 422,
        "hard-stop-far": 422,
        "too-many-cells": 429,
        "cell-too-soon": 429,
    }
