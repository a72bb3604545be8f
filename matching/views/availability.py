"""Doors of one's own availability: start, more time, another cell, the heartbeat.

The pages that show people are in meetups, which knows what rings.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import availability, plans, policy
from matching.availability import AvailabilityRefused
from matching.forms import MoveForm, StartForm, WishForm
from matching.models import Availability, Plan
from matching.views import planned
from matching.wording import INTENTIONS
from places import cells, points


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
        surprise=chosen["surprise"],
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
def surprise(request: MemberRequest) -> HttpResponse:
    """Ask to be surprised, or no longer."""
    form = WishForm(request.POST)
    asked = form.is_valid() and form.cleaned_data["surprise"]
    availability.wish(session_id=own(request).pk, by=request.user, now=clock.now(), surprise=asked)
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def heartbeat(request: MemberRequest) -> HttpResponse:
    """A hidden page says that it is still there."""
    availability.beat(by=request.user, now=clock.now())
    return HttpResponse(status=204)


def now_page(request: MemberRequest, form: StartForm | None = None) -> HttpResponse:
    """The page that asks how long one is free; with a form, what was wrong in it."""
    now = clock.now()
    profile = request.user.profile
    status = 422 if form else 200
    lead = planned.lead(request, now=now)
    form = form or StartForm(initial=suggested(request) | as_planned(lead["due"], now=now))
    context = lead | {
        "form": form,
        "minutes": policy.SESSION_CHOICES_MIN,
        "reaches": [
            (minutes, _("%(minutes)s min") % {"minutes": minutes}) for minutes in policy.REACH_CHOICES_MIN
        ],
        "intentions": list(INTENTIONS.items()),
        "topics": profile.topics,
        "places": choices_of_places(chosen=str(form["place_cell"].value() or ""), wide=profile.wide_area),
        "wide": profile.wide_area,
        "attribution": points.attribution,
        "tab": "now",
    }
    return render(request, "matching/now.html", context, status=status)


def choices_of_places(
    *, wide: bool, chosen: str = "", near: str | None = None
) -> list[tuple[str, str, bool]]:
    """The places to say by hand where one is: (cell, name, whether it is chosen); some share a cell.

    `wide` gives their wider cells, so that nothing finer leaves the phone of who chose the wider area.
    """
    places = points.selectable(get_language() or "en", near=near)
    if wide:
        places = [(cells.parent(cell), name) for cell, name in places]
        chosen = cells.parent(chosen) if cells.is_cell(chosen) else chosen
    first = next((place for place in places if place[0] == chosen), None)
    return [(*place, place == first) for place in places]


def suggested(request: MemberRequest) -> dict[str, str]:
    """What the form starts from: the last topic, and a place that was chosen for a guest of the demo city."""
    topics = request.user.profile.topics
    return {"topic": topics[0] if topics else "", "place_cell": request.session.get("place_cell", "")}


def as_planned(plan: Plan | None, *, now: datetime) -> dict[str, object]:
    """What the form starts from when a plan is due, so that going live is one tap. Never the plan's place:

    where a person is, their phone says, or they do.
    """
    if plan is None:
        return {}
    return {
        "minutes": plans.minutes_left(plan, now=now),
        "intention": plan.intention,
        "topic": plan.topic,
        "reach_min": plan.reach_min,
    }


def own(request: MemberRequest) -> Availability:
    """The open session of the person who asks. Refuses: not-available."""
    session = availability.current(request.user, now=clock.now())
    if session is None:
        raise AvailabilityRefused("not-available")
    return session
