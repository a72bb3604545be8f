"""Plans, rush hours and alerts: the page that lists them, and the doors of their plain forms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.profiles import ProfileRefused
from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import alerts, availability, liquidity, plans, policy, pulses
from matching.forms import AlertForm, PlanForm, PledgeForm
from matching.models import Plan
from matching.plans import PlanRefused
from matching.wording import INTENTIONS
from places import points
from places.models import MeetingPoint

SHOWN_ON_NOW = 2  # plans and pledges each; the page has them all


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def page(request: MemberRequest) -> HttpResponse:
    """What one means to do, and where it may be said; a POST plans."""
    return add(request) if request.method == "POST" else shown(request)


def add(request: MemberRequest) -> HttpResponse:
    """Plan a later window; what is wrong with it is said in the form."""
    now = clock.now()
    form = PlanForm(request.POST)
    if not form.is_valid():
        return shown(request, form)
    try:
        plans.add(by=request.user, now=now, **form.said)
    except (PlanRefused, ProfileRefused) as refused:
        form.add_error(FIELDS.get(refused.code), refused.detail)
        return shown(request, form)
    messages.success(request, _("Planned. You will be told five minutes before."))
    return SeeOther(back_to_plans(form.said["point"]))


# Where in the form a refusal of the stage is said.
FIELDS = {
    "unknown-point": "point", "in-the-past": "begins", "too-far-ahead": "day", "overlaps": "begins",
    "contact-in-text": "topic",
}  # fmt: skip


@require_POST
@member_required
def remove(request: MemberRequest, plan_id: UUID) -> HttpResponse:
    """Drop a plan."""
    plans.remove(by=request.user, now=clock.now(), plan_id=plan_id)
    return back(request)


@require_POST
@member_required
def pledge(request: MemberRequest) -> HttpResponse:
    """Say that one will come to a rush hour."""
    form = PledgeForm(request.POST)
    if not form.is_valid():
        raise Http404
    pulses.pledge(by=request.user, now=clock.now(), **form.cleaned_data)
    messages.success(request, _("Noted. You will be told 15 minutes before, if at least six people come."))
    return back(request)


@require_POST
@member_required
def take_back(request: MemberRequest, pledge_id: UUID) -> HttpResponse:
    """Not come after all."""
    pulses.take_back(by=request.user, now=clock.now(), pledge_id=pledge_id)
    return back(request)


@require_POST
@member_required
def watch(request: MemberRequest) -> HttpResponse:
    """Ask to be told when at least five people are free."""
    now = clock.now()
    form = AlertForm(request.POST)
    if not form.is_valid():
        return shown(request, alert_form=form)
    alerts.watch(by=request.user, now=now, point=form.cleaned_data["point"], until=form.until(now))
    messages.success(request, _("You will be told once, while Kairos is open, when at least five are free."))
    return back(request)


@require_POST
@member_required
def unwatch(request: MemberRequest, alert_id: UUID) -> HttpResponse:
    """Be told nothing after all."""
    alerts.remove(by=request.user, now=clock.now(), alert_id=alert_id)
    return back(request)


def shown(
    request: MemberRequest, form: PlanForm | None = None, *, alert_form: AlertForm | None = None
) -> HttpResponse:
    """The whole page; with a form, what was wrong in it."""
    now = clock.now()
    session = availability.current(request.user, now=now)
    places = points.choosable(get_language() or "en", near=session.cell if session else None)
    here = asked_point(request) or (points.known(places[0][0]) if session and places else None)
    chosen = str(here.pk) if here else ""
    context = {
        "plans": list(Plan.objects.for_person(request.user).ahead(now)),
        "pledges": pulses.mine(request.user, now=now),
        "alerts": alerts.kept_for(request.user, now=now),
        "here": here,
        "pulses": pulses.around(here, request.user, now=now) if here else [],
        "form": form or PlanForm(initial=suggested(request, chosen, now=now)),
        "alert_form": alert_form or AlertForm(initial={"point": chosen}),
        "places": [(str(id_), label) for id_, label in places],
        "minutes": PlanForm.MINUTES,
        "hours": policy.ALERT_CHOICES_H,
        "intentions": list(INTENTIONS.items()),
        "reaches": policy.REACH_CHOICES_MIN,
        "attribution": points.attribution,
        "tab": "now",
    }
    return render(request, "matching/plans.html", context, status=422 if form or alert_form else 200)


def suggested(request: MemberRequest, chosen: str, *, now: datetime) -> dict[str, Any]:
    """What the form of a plan starts from: the place looked at, the last topic, tomorrow."""
    topics = request.user.profile.topics
    return {"point": chosen, "topic": topics[0] if topics else "", "day": PlanForm.tomorrow(now)}


def lead(request: MemberRequest, *, now: datetime) -> dict[str, Any]:
    """What Now says round its question: the plan that is due, the place a link names, what is ahead."""
    here = asked_point(request)
    due = plans.due(request.user, now=now)
    ahead = [plan for plan in Plan.objects.for_person(request.user).ahead(now) if plan != due]
    return {
        "due": due,
        "around": liquidity.around(here, now=now) if here else None,
        "plans": ahead[:SHOWN_ON_NOW],
        "pledges": pulses.mine(request.user, now=now)[:SHOWN_ON_NOW],
        "alert_hours": policy.ALERT_DEFAULT_H,
    }


def quiet(person: User, cell: str, *, now: datetime) -> dict[str, Any]:
    """What a live person finds where few are: the place next to their cell, its rush hours, their plans."""
    places: Iterable[tuple[UUID, str]] = points.choosable(get_language() or "en", near=cell)
    near = [(str(id_), label) for id_, label in places]
    here = points.known(near[0][0]) if near else None
    return {
        "places": near,
        "here": here,
        "pulses": pulses.around(here, person, now=now)[:SHOWN_ON_NOW] if here else [],
        "plans": list(Plan.objects.for_person(person).ahead(now)[:SHOWN_ON_NOW]),
        "alerts": alerts.kept_for(person, now=now),
        "alert_hours": policy.ALERT_DEFAULT_H,
    }


def asked_point(request: HttpRequest) -> MeetingPoint | None:
    """The place that a link names with `?around=`; None where it names none that is known."""
    asked = request.GET.get("around", "")
    return points.known(asked) if asked else None


def back(request: MemberRequest) -> HttpResponse:
    """Where the form stood: Now, or the page of plans round the same place."""
    if request.POST.get("back") == "now":
        return SeeOther(reverse("meetups:now"))
    return SeeOther(back_to_plans(request.POST.get("around", "")))


def back_to_plans(around: object) -> str:
    """The page of plans, looking at the same place."""
    query = f"?{urlencode({'around': around})}" if around else ""
    return reverse("matching:plans") + query
