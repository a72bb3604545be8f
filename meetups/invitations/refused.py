"""Why an invitation is not sent or answered, in words."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kernel.refusals import Refusal
from meetups import states


class InvitationRefused(Refusal):
    """What stands in the way of an invitation or of its answer."""

    title = _("This invitation cannot be sent or answered")
    sentences: ClassVar = {
        "not-available": _("You are not live. Go live first."),
        "in-a-meeting": _("You are in a meeting. End it first."),
        "not-reachable": _("This person cannot be reached right now. Others can."),
        "no-place": _("No public place between you is open now."),
        "unknown-point": _("This meeting point is not one of those proposed."),
        "too-long": _("So long a talk does not fit into the time you both have."),
        "too-many-open": _("Three invitations are out already. Wait for an answer or take one back."),
        "session-quota": _("You have sent %(most)s invitations in this session; that is the limit."),
        "day-quota": _("You have sent %(most)s invitations in 24 hours; that is the limit."),
        "expired": _("The moment passed."),
        "superseded": _("They have just been taken. Others match."),
        "withdrawn": _("The invitation was taken back."),
        "already-answered": _("This invitation was answered already."),
        "already-extended": _("A minute was added already."),
        "not-yours": _("Only the person invited can answer."),
    }
    statuses: ClassVar = {
        "unknown-point": 422, "too-long": 422, "too-many-open": 429, "session-quota": 429, "day-quota": 429,
    }  # fmt: skip


def refusal_for(state: str) -> InvitationRefused:
    """What to say of an invitation that is no longer open."""
    return InvitationRefused("already-answered" if state == states.ACCEPTED else state)
