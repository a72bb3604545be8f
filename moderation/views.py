"""Reporting a person, and the receipt."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.sign_in import member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from meetups.whom import other_person
from moderation import reports
from moderation.forms import ReportForm
from moderation.models import Report


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def report(request: HttpRequest) -> HttpResponse:
    """What happened, in three taps."""
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial=meant(request))
    if form.is_valid():
        sent = form.cleaned_data
        taken = reports.report(
            by=request.user, kind=sent["kind"], about=sent["about"], category=sent["category"], note=sent["note"],
            now=clock.now(),
        )  # fmt: skip
        return SeeOther(reverse("moderation:receipt", args=[taken.pk]))
    return render(request, "moderation/report.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@member_required
def receipt(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The number to name when one asks again."""
    taken = get_object_or_404(Report.objects.for_person(request.user), pk=report_id)
    return render(request, "moderation/receipt.html", {"report": taken})


def meant(request: HttpRequest) -> dict[str, str]:
    """`?about=kind:id` as the form's hidden fields, if there is such a person to report."""
    kind, _colon, about = request.GET.get("about", "").partition(":")
    try:
        found = other_person(request.user, kind, UUID(about))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return {"kind": kind, "about": about}
