"""A person, the proposal to meet, and the ringing on both sides."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import availability, exposure
from matching.models import Availability
from matching.wording import zone_of
from meetups import invitations, partings, policy, states
from meetups.forms import InviteForm
from meetups.invitations import InvitationRefused
from meetups.models import Invitation
from meetups.screens import choices_shown, invitation_shown
from meetups.whom import other_person
from places import points

# A field that holds what its screen never offers -> what is said of it.
NOT_OFFERED = {"to": "not-reachable", "length_min": "too-long", "point": "unknown-point"}


@require_safe
@member_required
def person(request: MemberRequest, session_id: UUID) -> HttpResponse:
    """Why this person, where, how long; the proposal."""
    now = clock.now()
    mine = availability.current(request.user, now=now)
    if mine is None or not mine.live:
        return SeeOther(reverse("meetups:now"))
    card = exposure.open_card(mine, session_id, now=now)
    if card is None:
        return gone(request)
    if (
        pending := Invitation.objects.out_from(request.user, now=now)
        .filter(invitee_session=session_id)
        .first()
    ):
        return SeeOther(reverse("meetups:invitation", args=[pending.pk]))
    theirs = Availability.objects.get(pk=session_id)
    lengths = invitations.lengths_that_fit(mine, theirs, card.about_min, now=now)
    choices = points.choices_for(mine.cell, theirs.cell, at=now)
    context = {
        "card": card,
        "about": card.about,
        "points": choices_shown(choices),
        "lengths": lengths,
        "length": max((length for length in lengths if length <= policy.LENGTH_DEFAULT_MIN), default=None),
        "can_invite": bool(choices and lengths),
        "why_not": "" if choices else _("Try again when a place between you is open."),
        "attribution": points.attribution,
        "tab": "now",
    }
    with timezone.override(zone_of(mine.cell)):
        return render(request, "meetups/person.html", context)


@require_POST
@member_required
def invite(request: MemberRequest) -> HttpResponse:
    """Ring at somebody; where they ring at me already, this is the yes."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        raise InvitationRefused(NOT_OFFERED[next(iter(form.errors))])
    chosen = form.cleaned_data
    asked = invitations.invite(
        by=request.user,
        to=chosen["to"],
        now=clock.now(),
        length_min=chosen["length_min"],
        point=chosen["point"],
    )
    if asked.meeting is not None:
        return SeeOther(reverse("meetups:meeting", args=[asked.meeting.pk]))
    return SeeOther(reverse("meetups:invitation", args=[asked.invitation.pk]))


@require_safe
@member_required
def invitation(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    """The ringing, from whichever side; what became of it when it is over."""
    now = clock.now()
    row = own(request, invitation_id)
    shown = invitation_shown(row, request.user, now=now)
    if shown.state == states.ACCEPTED:
        return SeeOther(reverse("meetups:meeting", args=[shown.meeting]))
    incoming = shown.direction == "in"
    if incoming and (row.refused_at is not None):
        return SeeOther(reverse("meetups:now"))
    rows = Invitation.objects.ringing_for if incoming else Invitation.objects.out_from
    others = [
        invitation_shown(other, request.user, now=now)
        for other in rows(request.user, now=now)
        if other.pk != row.pk
    ]
    availability.beat(by=request.user, now=now)
    context = {
        "invitation": shown,
        "others": others,
        "about": shown.about,
        "can_extend": shown.can_extend,
        "attribution": points.attribution,
    }
    template = "meetups/ringing_in.html" if incoming else "meetups/ringing_out.html"
    with timezone.override(row.point.tz):
        return render(request, template, context)


@require_POST
@member_required
def accept(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    """Yes."""
    meeting = invitations.accept(
        invitation_id=own(request, invitation_id).pk, by=request.user, now=clock.now()
    )
    return SeeOther(reverse("meetups:meeting", args=[meeting.pk]))


@require_POST
@member_required
def refuse(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    """Not now; the other is not told."""
    invitations.refuse(invitation_id=own(request, invitation_id).pk, by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def extend(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    """One minute more."""
    row = invitations.extend(invitation_id=own(request, invitation_id).pk, by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:invitation", args=[row.pk]))


@require_POST
@member_required
def withdraw(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    """Take it back."""
    invitations.withdraw(invitation_id=own(request, invitation_id).pk, by=request.user, now=clock.now())
    messages.success(request, _("Your invitation was taken back."))
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def not_a_fit(request: MemberRequest, session_id: UUID) -> HttpResponse:
    """Hide somebody for good, in silence."""
    other = other_person(request.user, "candidate", session_id, now=clock.now())
    if other is None:
        raise Http404
    partings.not_a_fit(by=request.user, other_id=other)
    messages.success(request, _("You will not see each other again."))
    return SeeOther(reverse("meetups:now"))


def own(request: MemberRequest, invitation_id: UUID) -> Invitation:
    """An invitation that the person sent or received; anything else does not exist."""
    return get_object_or_404(Invitation.objects.for_person(request.user), pk=invitation_id)


def gone(request: MemberRequest) -> HttpResponse:
    """The person left, was taken, or was never to be seen: the same words for all."""
    messages.info(request, _("This person is no longer free. Others may be."))
    return SeeOther(reverse("meetups:now"))
