"""What templates know of the demo city: that it is there, and what a demo person's phone shows."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kernel import clock
from meetups.models import Meeting
from meetups.screens import meeting_shown


@dataclass(frozen=True, slots=True)
class PhoneShown:
    """The other phone: the sign that both show, and the code that only it shows."""

    colour: str
    shape: str
    word: str
    label: str
    code: str


def demo(request: HttpRequest) -> dict[str, Any]:
    """Return `demo`, and `demo_phone` where a meeting with a demo person is not proven yet.

    Lazy: a template that does not ask costs no query.
    """
    return {"demo": True, "demo_phone": SimpleLazyObject(lambda: their_phone(request))}


def their_phone(request: HttpRequest) -> PhoneShown | None:
    """The meeting of this page as the demo person sees it; a real person's code is never read here."""
    where = request.resolver_match
    meeting_id = where.kwargs.get("meeting_id") if where else None
    if meeting_id is None or not request.user.is_authenticated:
        return None
    meeting = Meeting.objects.for_person(request.user).filter(pk=meeting_id).first()
    if meeting is None or not meeting.unproven:
        return None
    them = meeting.other_than(request.user).person
    if not them.is_demo:
        return None
    shown = meeting_shown(meeting, them, now=clock.now())
    sign = shown.beacon
    return PhoneShown(sign.colour, sign.shape, sign.word, sign.label, shown.code)
