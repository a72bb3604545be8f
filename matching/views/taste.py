"""Less like this: asking for fewer people of a kind, the list of kinds, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from matching import less_like as stage
from matching.models import LessLike
from matching.views.availability import own


@require_POST
@member_required
def less_like(request: MemberRequest, session_id: UUID) -> HttpResponse:
    """Fewer people of the kind behind a card; the toast carries the way back."""
    row = stage.less_like(own(request), session=session_id, now=clock.now())
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
    return render(request, "matching/less_like.html", {"kinds": rows, "tab": "me"})


@require_POST
@member_required
def show_again(request: MemberRequest, kind_id: UUID) -> HttpResponse:
    """Take it back, from the toast or from the list."""
    stage.show_again(by=request.user, kind_id=kind_id)
    messages.success(request, _("Shown again like everybody."))
    return SeeOther(reverse("matching:less-like" if "list" in request.POST else "meetups:now"))
