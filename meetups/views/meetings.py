"""The meeting, from yes to goodbye."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Block
from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import availability
from meetups import meetings, proof, states
from meetups.forms import CancelForm, CodeForm, LatenessForm, MessageForm
from meetups.meetings import MeetingRefused
from meetups.models import Meeting
from meetups.screens import meeting_shown
from meetups.wording import CANCEL_REASONS, PRESETS
from places import points

MEETING = "meetups/meeting.html"
BEACON = "meetups/beacon.html"
MET = "meetups/meeting_met.html"
HISTORY_MOST = 50


@require_safe
@member_required
def meeting(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting at whatever point it stands."""
    row = own(request, meeting_id)
    return screen(request, row, MET if row.met_at and row.party_of(request.user).proven_at else MEETING)


@require_safe
@member_required
def current(request: MemberRequest) -> HttpResponse:
    """The meeting that runs, or Now."""
    row = Meeting.objects.running_for(request.user)
    return SeeOther(reverse("meetups:meeting", args=[row.pk]) if row else reverse("meetups:now"))


@require_safe
@member_required
def beacon(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """The full screen that both hold up, with the codes."""
    row = own(request, meeting_id)
    if not row.running or all(party.proven_at for party in row.present):
        return SeeOther(reverse("meetups:meeting", args=[row.pk]))
    return screen(request, row, BEACON)


@require_safe
@member_required
def met(request: MemberRequest) -> HttpResponse:
    """The people I met, but those I block. Who blocks me stays, since a gap would tell."""
    now = clock.now()
    blocked = Block.objects.for_person(request.user).values("blocked")
    proven = Meeting.objects.met_by(request.user)
    rows = proven.exclude(parties__person__in=blocked).order_by("-met_at")[:HISTORY_MOST]
    shown = [meeting_shown(row, request.user, now=now) for row in rows]
    return render(request, "meetups/met.html", {"meetings": shown, "tab": "met"})


@require_POST
@member_required
def depart(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """On my way."""
    row = meetings.depart(meeting_id=own(request, meeting_id).pk, by=request.user, now=clock.now())
    return back_to(request, row)


@require_POST
@member_required
def late(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Five or ten minutes late."""
    form = LatenessForm(request.POST)
    minutes = form.cleaned_data["minutes"] if form.is_valid() else 0
    row = meetings.late(
        meeting_id=own(request, meeting_id).pk, by=request.user, now=clock.now(), minutes=minutes
    )
    return back_to(request, row)


@require_POST
@member_required
def arrive(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """I am here."""
    row = meetings.arrive(meeting_id=own(request, meeting_id).pk, by=request.user, now=clock.now())
    return back_to(request, row)


@require_POST
@member_required
def say(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """One of eight sentences."""
    form = MessageForm(request.POST)
    preset = form.cleaned_data["preset"] if form.is_valid() else ""
    row = own(request, meeting_id)
    meetings.say(meeting_id=row.pk, by=request.user, now=clock.now(), preset=preset)
    if request.POST.get("next") == reverse("meetups:beacon", args=[row.pk]):
        return SeeOther(reverse("meetups:beacon", args=[row.pk]))
    return back_to(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def prove(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """The other's four digits. After a wrong one the page has this address: loaded anew, it is the beacon."""
    row = own(request, meeting_id)
    if request.method != "POST":
        return SeeOther(reverse("meetups:beacon", args=[row.pk]))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return screen(request, row, BEACON, code_form=form, status=422)
    try:
        proof.prove(meeting_id=row.pk, by=request.user, now=clock.now(), code=form.cleaned_data["code"])
    except MeetingRefused as refused:
        form.add_error("code", refused.detail)
        row = own(request, meeting_id)
        refused.page = screen(request, row, BEACON, code_form=form, status=refused.status)
        raise
    return SeeOther(reverse("meetups:meeting", args=[row.pk]))


@require_POST
@member_required
def vouch(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """We met, without a screen."""
    row = proof.vouch(meeting_id=own(request, meeting_id).pk, by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:meeting", args=[row.pk]))


@require_POST
@member_required
def cancel(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Call it off."""
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    meetings.cancel(meeting_id=own(request, meeting_id).pk, by=request.user, now=clock.now(), reason=reason)
    messages.success(request, _("The meeting is called off. They have been told."))
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def release(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Go free: the other has not set off."""
    meetings.release(meeting_id=own(request, meeting_id).pk, by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def end(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Goodbye."""
    row = meetings.end(meeting_id=own(request, meeting_id).pk, by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:meeting", args=[row.pk]))


def own(request: MemberRequest, meeting_id: UUID) -> Meeting:
    """A meeting in which the person has a part, until it is forgotten; anything else does not exist."""
    return get_object_or_404(Meeting.objects.for_person(request.user).placed(), pk=meeting_id)


def back_to(request: MemberRequest, row: Meeting) -> HttpResponse:
    """The fragment for a page that refetches it, the page for a plain form."""
    if request.headers.get("HX-Request"):
        return screen(request, own(request, row.pk), "meetups/_meeting.html")
    return SeeOther(reverse("meetups:meeting", args=[row.pk]))


def screen(
    request: MemberRequest,
    row: Meeting,
    template: str,
    *,
    code_form: CodeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One screen of a meeting, on the clocks of its place."""
    now = clock.now()
    availability.beat(by=request.user, now=now)
    shown = meeting_shown(row, request.user, now=now)
    context = {
        "meeting": shown,
        "you": shown.you,
        "them": shown.them,
        "others": shown.others,
        "point": shown.point,
        "beacon": shown.beacon,
        "code": shown.code,
        "met_at": shown.met_at,
        "ends_at": shown.ends_at,
        "about": shown.about,
        "two_have_met": row.met_at is not None,
        "messages_said": shown.messages,
        "can_release": shown.can_release,
        "can_end": shown.state == states.MET,
        "presets": list(PRESETS.items()),
        "cancel_reasons": list(CANCEL_REASONS.items()),
        "form": code_form or CodeForm(),
        "availability": availability.current(request.user, now=now),
        "attribution": points.attribution,
        "tab": "now",
    }
    with timezone.override(row.point.tz if row.point else None):
        return render(request, template, context, status=status)
