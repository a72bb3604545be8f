"""The landing page, and Now: the question how long one is free, or the people who are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import availability, exposure
from matching.candidates import Sight
from matching.views import choices_of_places, now_page
from matching.wording import zone_of
from meetups import partings
from meetups.models import Invitation, Meeting
from meetups.screens import invitation_shown
from notifications.events import AvailabilityEnded
from places import points


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What Kairos is, for those who are not signed in."""
    if request.user.is_authenticated:
        return SeeOther(reverse("meetups:now"))
    return render(request, "meetups/landing.html")


@require_safe
@member_required
def now(request: MemberRequest) -> HttpResponse:
    """The question, or the people who are free; in a meeting, the meeting. Looking is a heartbeat."""
    moment = clock.now()
    if running := Meeting.objects.for_person(request.user).running().first():
        return SeeOther(reverse("meetups:meeting", args=[running.pk]))
    session = availability.attend(request.user, now=moment)
    if session is None:
        return now_page(request)
    with timezone.override(zone_of(session.cell)):
        return render(
            request, "matching/live.html", live_context(request, exposure.look(session, now=moment))
        )


@require_safe
@member_required
@cache_control(private=True, no_cache=True)
def candidates(request: MemberRequest) -> HttpResponse:
    """The list alone, refetched every 10 s; it is the heartbeat of a visible page."""
    moment = clock.now()
    session = availability.attend(request.user, now=moment)
    if session is None:
        return HttpResponse(status=204, headers={"HX-Trigger": AvailabilityEnded.name})
    sight = exposure.look(session, now=moment)
    if same := get_conditional_response(request, etag=sight.etag):
        return same
    with timezone.override(zone_of(session.cell)):
        fragment = render(request, "matching/_candidates.html", list_context(sight))
    fragment["ETag"] = sight.etag  # the list has been noted meanwhile
    return fragment


@require_safe
@member_required
def ringing(request: MemberRequest) -> HttpResponse:
    """What rings from here and at me, as the strip above the list."""
    return render(request, "meetups/_ringing.html", {"ringing": ringing_rows(request)})


@require_POST
@member_required
def go_invisible(request: MemberRequest) -> HttpResponse:
    """Leave every list at once."""
    partings.go_invisible(by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:now"))


def live_context(request: MemberRequest, sight: Sight) -> dict[str, object]:
    """The whole Live page."""
    session = sight.viewer
    wide = session.person.profile.wide_area
    return {
        **list_context(sight),
        "ringing": ringing_rows(request),
        "places": choices_of_places(near=session.cell, wide=wide),
        "wide": wide,
        "tab": "now",
    }


def list_context(sight: Sight) -> dict[str, object]:
    """The session and the people in reach."""
    session = sight.viewer
    return {
        "availability": session,
        "candidates": exposure.show(session, now=sight.now, sight=sight),
        "verified": session.person.profile.verified_at(sight.now),
        "untagged": not session.person.profile.has_tags,
        "attribution": points.attribution,
    }


def ringing_rows(request: MemberRequest) -> list[object]:
    """Invitations that ring, the ones at me first."""
    moment = clock.now()
    rows = [
        *Invitation.objects.ringing_for(request.user, now=moment),
        *Invitation.objects.out_from(request.user, now=moment),
    ]
    return [invitation_shown(row, request.user, now=moment) for row in rows]
