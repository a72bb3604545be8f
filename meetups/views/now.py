"""The landing page, and Now: the question how long one is free, or the people who are."""

from dataclasses import replace
from typing import Any

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
from matching import availability, exposure, liquidity
from matching.again import met_again
from matching.candidates import Sight
from matching.models import Availability
from matching.views import choices_of_places, now_page
from matching.views.planned import asked_point
from matching.views.planned import quiet as quiet_places
from matching.wording import zone_of
from meetups import partings
from meetups.acceptance import accepted_of_ten
from meetups.models import Invitation, Meeting, Table
from meetups.screens import invitation_shown, table_shown
from notifications.events import AvailabilityEnded
from places import points


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What Kairos is, for those who are not signed in."""
    if request.user.is_authenticated:
        return SeeOther(reverse("meetups:now"))
    here = asked_point(request)
    around = liquidity.around(here, now=clock.now()) if here else None
    return render(request, "meetups/landing.html", {"around": around})


@require_safe
@member_required
def now(request: MemberRequest) -> HttpResponse:
    """The question, or the people who are free; in a meeting, the meeting. Looking is a heartbeat."""
    moment = clock.now()
    if running := Meeting.objects.running_for(request.user):
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


@require_safe
@member_required
def quiet(request: MemberRequest) -> HttpResponse:
    """Beside the list: people to see again; and where few are free, what else there is."""
    session = availability.current(request.user, now=clock.now())
    if session is None:
        return HttpResponse(status=204)
    with timezone.override(zone_of(session.cell)):
        return render(request, "matching/_quiet.html", {"quiet": quiet_context(session)})


@require_POST
@member_required
def go_invisible(request: MemberRequest) -> HttpResponse:
    """Leave every list at once."""
    partings.go_invisible(by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:now"))


def live_context(request: MemberRequest, sight: Sight) -> dict[str, object]:
    """The whole Live page."""
    session = sight.viewer
    shown = list_context(sight)
    cold = shown["candidates"].liquidity.level == "cold"
    wide = session.person.profile.wide_area
    return {
        **shown,
        "quiet": quiet_context(session, cold=cold),
        "ringing": ringing_rows(request),
        "places": choices_of_places(near=session.cell, wide=wide),
        "wide": wide,
        "tab": "now",
    }


def quiet_context(session: Availability, *, cold: bool | None = None) -> dict[str, Any]:
    """People to see again, and where it is cold what makes up for it."""
    now = clock.now()
    if cold is None:
        cold = liquidity.cold_round(session, now=now)
    rest = quiet_places(session.person, session.cell, now=now) if cold else {}
    return {"again": met_again(session, now=now) if session.live else [], "cold": cold, **rest}


def list_context(sight: Sight) -> dict[str, Any]:
    """The session and the people in reach."""
    session, now = sight.viewer, sight.now
    shown = exposure.show(session, now=now, sight=sight)
    measured = accepted_of_ten(session.cell, now=now)
    return {
        "availability": session,
        "candidates": replace(shown, liquidity=replace(shown.liquidity, of_ten=measured)),
        "verified": session.person.profile.verified_at(now),
        "untagged": not session.person.profile.has_tags,
        "rung_by_push": session.rung_by_push(now),
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
