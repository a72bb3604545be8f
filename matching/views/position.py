"""What others can know of where one is, and the choice of saying less."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import area, availability, figures, position

WIDER = gettext_lazy("You are shown in the wider area now, four times as large.")
NARROWER = gettext_lazy("From your next area on you are shown in a square of a few streets again.")


@require_POST
@member_required
def wide_area(request: MemberRequest) -> HttpResponse:
    """Show me in a wider area, or in a narrow one again."""
    wide = request.POST.get("wide_area") == "on"
    area.choose(by=request.user, changes={"wide_area": wide}, now=clock.now())
    messages.success(request, WIDER if wide else NARROWER)
    return SeeOther(reverse("accounts:privacy" if "privacy" in request.POST else "matching:position"))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What others can know of my position; for who is not signed in, what they could."""
    now, person = clock.now(), request.user
    member = person if isinstance(person, User) and person.has_profile else None
    session = availability.current(member, now=now) if member else None
    known = position.known_of(session, now=now) if session else None
    context = {
        "member": member,
        "known": known,
        "kept_until": position.kept_until(member) if member and not session else None,
        "figures": figures.read(figures.FILE),
        "tab": "me",
    }
    with timezone.override(known.zone if known else None):
        return render(request, "matching/position.html", context)
