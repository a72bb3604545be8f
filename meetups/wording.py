"""The sentences of meetups: presets, reasons to cancel, beacons. Same word for the same thing everywhere."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PRESETS: Final[dict[str, Promise]] = {
    "at-the-counter": _("I am at the counter"),
    "at-a-table": _("I have a table"),
    "by-the-entrance": _("I am by the entrance"),
    "outside": _("I am outside"),
    "two-minutes": _("Two minutes away"),
    "cannot-see-you": _("I cannot see you yet"),
    "i-see-you": _("I see you"),
    "running-late": _("Running a little late, sorry"),
}
CANCEL_REASONS: Final[dict[str, Promise]] = {
    "plans-changed": _("My plans changed"),
    "too-far": _("It is too far"),
    "cannot-find": _("We cannot find each other"),
    "not-comfortable": _("I do not feel comfortable"),
    "other": _("Another reason"),
}
COLOURS: Final[dict[str, Promise]] = {
    "amber": _("amber"),
    "green": _("green"),
    "blue": _("blue"),
    "violet": _("violet"),
    "rose": _("rose"),
    "teal": _("teal"),
    "orange": _("orange"),
    "sky": _("sky blue"),
}
SHAPES: Final[dict[str, Promise]] = {
    "circle": _("circle"),
    "square": _("square"),
    "triangle": _("triangle"),
    "diamond": _("diamond"),
    "star": _("star"),
    "heart": _("heart"),
    "cross": _("cross"),
    "moon": _("moon"),
}
