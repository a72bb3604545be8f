"""The sentences of meetups: presets, reasons to cancel, beacons. Same word for the same thing everywhere."""

from collections.abc import Sequence
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
SHAPES: Final[dict[str, Promise]] = {
    "circle": _("%(colour)s circle"),
    "square": _("%(colour)s square"),
    "triangle": _("%(colour)s triangle"),
    "diamond": _("%(colour)s diamond"),
    "star": _("%(colour)s star"),
    "heart": _("%(colour)s heart"),
    "cross": _("%(colour)s cross"),
    "moon": _("%(colour)s moon"),
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


def together(names: Sequence[str]) -> str:
    """First names as one says them: "Anna", or "Anna and Bo"."""
    if len(names) < 2:
        return "".join(names)
    return str(_("%(first)s and %(second)s")) % {"first": names[0], "second": names[1]}


def sign(colour: str, shape: str) -> str:
    """Colour and symbol as one says them."""
    return str(SHAPES[shape]) % {"colour": COLOURS[colour]}


def why_over(state: str, *, by_you: bool, met: bool, name: str) -> str:
    """How a meeting ended, as one of the two should hear it; empty while it runs."""
    if state == "cancelled":
        text = (
            _("You cancelled it. They have been told.")
            if by_you
            else _("%(name)s could not make it, and told you at once.")
        )
    elif state == "released":
        text = (
            _("They had not set off, so you went free.")
            if by_you
            else _("%(name)s could not wait any longer.")
        )
    elif state == "closed":
        text = (
            _("You met %(name)s.")
            if met
            else _("Nobody entered a code, so it closed by itself. It counts against nobody.")
        )
    else:
        return ""
    return str(text) % {"name": name}
