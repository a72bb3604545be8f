"""Doors of one's own availability: start, more time, another cell, the heartbeat.

The pages that show people are in meetups, which knows what rings.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import availability, policy, taste
from matching.availability import AvailabilityRefused
from matching.forms import MoveForm, StartForm
from matching.models import Availability, LessLike
from matching.wording import INTENTIONS, labels_of
from places import points


@require_POST
@member_required
def start(request: MemberRequest) -> HttpResponse:
    """Go live."""
    now = clock.now()
    form = StartForm(request.POST)
    if not form.is_valid():
        return now_page(request, form)
    chosen = form.cleaned_data
    availability.start(
        by=request.user,
        now=now,
        cell=chosen["cell"],
        minutes=chosen["minutes"],
        intention=chosen["intention"],
        topic=chosen["topic"],
        reach_min=chosen["reach_min"],
        hard_stop_at=form.hard_stop_at(now),
    )
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def extension(request: MemberRequest) -> HttpResponse:
    """A quarter of an hour more."""
    now = clock.now()
    availability.extend(session_id=own(request).pk, by=request.user, now=now)
    messages.success(request, _("Fifteen minutes more."))
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def cell(request: MemberRequest) -> HttpResponse:
    """I have moved."""
    now = clock.now()
    chosen = MoveForm(request.POST).chosen
    availability.move(session_id=own(request).pk, by=request.user, now=now, cell=chosen)
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def heartbeat(request: MemberRequest) -> HttpResponse:
    """A hidden page says that it is still there."""
    availability.beat(by=request.user, now=clock.now())
    return HttpResponse(status=204)


@require_POST
@member_required
def less_like(request: MemberRequest, session_id: UUID) -> HttpResponse:
    """Fewer people of the kind behind a card; the toast carries the way back."""
    row = taste.less_like(own(request), session=session_id, now=clock.now())
    if row is None:
        raise Http404
    undo = reverse("matching:show-again", args=[row.pk])
    messages.success(request, _("People like this come last on your list now."), extra_tags=undo)
    return SeeOther(reverse("meetups:now"))


@require_safe
@member_required
def kinds(request: MemberRequest) -> HttpResponse:
    """The kinds of people I asked less of, newest first, each with the way back."""
    rows = LessLike.objects.for_person(request.user).order_by("-at", "-pk")
    shown = [{"id": row.pk, "role": row.role, "offers": labels_of(row.offers)} for row in rows]
    return render(request, "matching/less_like.html", {"kinds": shown, "tab": "me"})


@require_POST
@member_required
def show_again(request: MemberRequest, kind_id: UUID) -> HttpResponse:
    """Take it back, from the toast or from the list."""
    taste.show_again(by=request.user, kind_id=kind_id)
    messages.success(request, _("Shown again like everybody."))
    return SeeOther(reverse("matching:less-like" if "list" in request.POST else "meetups:now"))


def now_page(request: MemberRequest, form: StartForm | None = None) -> HttpResponse:
    """The page that asks how long one is free; with a form, what was wrong in it."""
    profile = request.user.profile
    status = 422 if form else 200
    form = form or StartForm(initial=suggested(request))
    context = {
        "form": form,
        "minutes": policy.SESSION_CHOICES_MIN,
        "reaches": [
            (minutes, _("%(minutes)s min") % {"minutes": minutes}) for minutes in policy.REACH_CHOICES_MIN
        ],
        "intentions": list(INTENTIONS.items()),
        "topics": profile.topics,
        "places": choices_of_places(chosen=str(form["place_cell"].value() or "")),
        "attribution": points.attribution,
        "tab": "now",
    }
    return render(request, "matching/now.html", context, status=status)


def choices_of_places(*, chosen: str = "", near: str | None = None) -> list[tuple[str, str, bool]]:
    """The places to say by hand where one is: (cell, name, whether it is chosen); some share a cell."""
    places = points.selectable(get_language() or "en", near=near)
    first = next((place for place in places if place[0] == chosen), None)
    return [(*place, place == first) for place in places]


def suggested(request: MemberRequest) -> dict[str, str]:
    """What the form starts from: the last topic, and a place that was chosen for a guest of the demo city."""
    topics = request.user.profile.topics
    return {"topic": topics[0] if topics else "", "place_cell": request.session.get("place_cell", "")}


def own(request: MemberRequest) -> Availability:
    """The open session of the person who asks. Refuses: not-available."""
    session = availability.current(request.user, now=clock.now())
    if session is None:
        raise AvailabilityRefused("not-available")
    return session
