"""A table: two or three people who asked to be surprised, rung at once."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import availability
from meetups import tables
from meetups.models import Invitation, Table
from meetups.screens import invitation_shown, table_shown
from places import points


@require_safe
@member_required
def table(request: MemberRequest, table_id: UUID) -> HttpResponse:
    """The ringing, then the waiting for another's yes; what became of it when it is over."""
    now = clock.now()
    row = own(request, table_id)
    shown = table_shown(row, request.user, now=now)
    if shown.meeting is not None:
        return SeeOther(reverse("meetups:meeting", args=[shown.meeting]))
    if shown.answer == "no":
        return SeeOther(reverse("meetups:now"))
    availability.beat(by=request.user, now=now)
    ringing = Invitation.objects.ringing_for(request.user, now=now)
    context = {
        "table": shown,
        "others": [invitation_shown(other, request.user, now=now) for other in ringing],
        "attribution": points.attribution,
    }
    with timezone.override(row.point.tz):
        return render(request, "meetups/table.html", context)


@require_POST
@member_required
def accept(request: MemberRequest, table_id: UUID) -> HttpResponse:
    """Yes: the meeting, or the waiting for another's yes."""
    row = own(request, table_id)
    meeting = tables.accept(table_id=row.pk, by=request.user, now=clock.now())
    if meeting is None:
        return SeeOther(reverse("meetups:table", args=[row.pk]))
    return SeeOther(reverse("meetups:meeting", args=[meeting.pk]))


@require_POST
@member_required
def refuse(request: MemberRequest, table_id: UUID) -> HttpResponse:
    """Not now; the others are not told."""
    tables.refuse(table_id=own(request, table_id).pk, by=request.user, now=clock.now())
    return SeeOther(reverse("meetups:now"))


def own(request: MemberRequest, table_id: UUID) -> Table:
    """A table at which the person has a seat; anything else does not exist."""
    return get_object_or_404(Table.objects.for_person(request.user), pk=table_id)
