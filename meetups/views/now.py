"""The landing page, and Now: the question how long one is free, or the people who are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_POST, require_safe

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import availability, exposure
from matching.models import Availability
from matching.views import choices_of_places, now_page
from matching.wording import zone_of
from meetups import partings
from meetups.models import Invitation, Meeting, Table
from meetups.screens import invitation_shown, table_shown
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
    if running := Meeting.objects.running_for(request.user):
        return SeeOther(reverse("meetups:meeting", args=[running.pk]))
    session = availability.current(request.user, now=moment)
    if session is None:
        return now_page(request)
    availability.beat(by=request.user, now=moment)
    with timezone.override(zone_of(session.cell)):
        return render(request, "matching/live.html", live_context(request, session))


@require_safe
@member_required
@cache_control(private=True, no_cache=True)
@conditional_page
def candidates(request: MemberRequest) -> HttpResponse:
    """The list alone, refetched every 10 s; it is the heartbeat of a visible page."""
    moment = clock.now()
    availability.beat(by=request.user, now=moment)
    session = availability.current(request.user, now=moment)
    if session is None:
        return HttpResponse(status=204, headers={"HX-Trigger": AvailabilityEnded.name})
    with timezone.override(zone_of(session.cell)):
        return render(request, "matching/_candidates.html", list_context(session))


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


def live_context(request: MemberRequest, session: Availability) -> dict[str, object]:
    """The whole Live page."""
    places = choices_of_places(near=session.cell)
    return {**list_context(session), "ringing": ringing_rows(request), "places": places, "tab": "now"}


def list_context(session: Availability) -> dict[str, object]:
    """The session and the people in reach."""
    return {
        "availability": session,
        "candidates": exposure.show(session, now=clock.now()),
        "verified": session.person.profile.verified_at(clock.now()),
        "untagged": not session.person.profile.has_tags,
        "attribution": points.attribution,
    }


def ringing_rows(request: MemberRequest) -> list[object]:
    """What rings: the table at me, invitations at me, then my own."""
    moment = clock.now()
    at_me = Invitation.objects.ringing_for(request.user, now=moment)
    from_me = Invitation.objects.out_from(request.user, now=moment)
    return [
        *(
            table_shown(row, request.user, now=moment)
            for row in Table.objects.ringing_for(request.user, now=moment)
        ),
        *(invitation_shown(row, request.user, now=moment) for row in (*at_me, *from_me)),
    ]
