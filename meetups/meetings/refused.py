"""Why something cannot be done in a meeting, in words."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kernel.refusals import Refusal


class MeetingRefused(Refusal):
    """Why something cannot be done in a meeting as it stands."""

    title = _("This cannot be done in the meeting now")
    sentences: ClassVar = {
        "over": _("This meeting is over."),
        "met-already": _("You have met already."),
        "not-met": _("You have not met yet. Enter the other’s code, or cancel."),
        "too-late": _("You have announced as much delay as fits."),
        "not-yet": _("Give them three minutes to set off first."),
        "on-their-way": _("They are on their way. Cancel if you cannot come."),
        "unknown-preset": _("This message is not one of those offered."),
        "too-many-words": _("You have said a lot in a minute. Give them a moment to read it."),
        "unknown-reason": _("Please choose one of the reasons."),
        "wrong-code": _("That is not their code. %(left)s tries left."),
        "no-tries-left": _("Too many wrong codes. Both tap “We met” instead."),
    }
    statuses: ClassVar = {
        "unknown-preset": 422, "unknown-reason": 422, "wrong-code": 422, "no-tries-left": 429,
        "too-many-words": 429,
    }  # fmt: skip
    counted: ClassVar = frozenset({"wrong-code"})
