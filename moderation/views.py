"""Reporting a person, and the receipt."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Block, Profile, User
from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from kernel.refusals.pages import SeeOther
from meetups.forms import AboutForm
from meetups.whom import other_person
from moderation import reports
from moderation.forms import ReportForm
from moderation.models import Report
from moderation.wording import CATEGORIES, answer_within


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def report(request: MemberRequest) -> HttpResponse:
    """What happened, in three taps."""
    about, subject = meant(request)
    form = ReportForm(request.POST or None)
    if form.is_valid():
        kind, about_id = form.cleaned_data["about"]
        taken = reports.report(
            by=request.user, kind=kind, about=about_id, category=form.cleaned_data["category"],
            note=form.cleaned_data["note"], now=clock.now(),
        )  # fmt: skip
        return SeeOther(reverse("moderation:receipt", args=[taken.pk]))
    context = {
        "form": form,
        "about": about,
        "name": subject.first_name,
        "categories": list(CATEGORIES.items()),
        "back": reverse("meetups:now"),
    }
    return render(request, "moderation/report.html", context, status=422 if form.is_bound else 200)


@require_safe
@member_required
def receipt(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """The number to name when one asks again."""
    taken = get_object_or_404(
        Report.objects.for_person(request.user).select_related("subject__profile"), pk=report_id
    )
    context = {
        "report": taken,
        "category_label": CATEGORIES[taken.category],
        "answer_within": answer_within(taken.category),
        "about": f"{taken.about_kind}:{taken.about_id}",
        "name": taken.subject.profile.first_name if taken.subject else "",
        "can_block": can_block(request.user, taken),
    }
    return render(request, "moderation/receipt.html", context)


def can_block(reporter: User, taken: Report) -> bool:
    """Whether a block is still to be offered with the receipt."""
    return taken.subject_id is not None and not Block.objects.between(reporter.pk, taken.subject_id).exists()


def meant(request: MemberRequest) -> tuple[str, Profile]:
    """`kind:id` of the address or the form, and the profile of the person it means; else 404."""
    about = request.POST.get("about", request.GET.get("about", ""))
    form = AboutForm({"about": about})
    if not form.is_valid():
        raise Http404
    subject = other_person(request.user, *form.cleaned_data["about"], now=clock.now())
    if subject is None:
        raise Http404
    return about, Profile.objects.get(pk=subject)
