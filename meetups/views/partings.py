"""Blocking somebody, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from meetups import partings
from meetups.forms import AboutForm
from meetups.whom import other_person


@require_POST
@member_required
def block(request: MemberRequest) -> HttpResponse:
    """Part for good, in silence."""
    now, form = clock.now(), AboutForm(request.POST)
    other = other_person(request.user, *form.cleaned_data["about"], now=now) if form.is_valid() else None
    if other is None:
        raise Http404
    partings.block(by=request.user, other_id=other, now=now)
    messages.success(request, _("Blocked. You will not see each other again, and nobody is told."))
    return SeeOther(reverse("meetups:now"))


@require_POST
@member_required
def unblock(request: MemberRequest, block_id: UUID) -> HttpResponse:
    """Take a block back."""
    partings.unblock(by=request.user, block_id=block_id)
    return SeeOther(reverse("accounts:privacy"))
