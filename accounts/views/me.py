"""The doors of "me": the first profile, my page, my words, my privacy, my language."""

from typing import cast

from allauth.socialaccount.adapter import get_adapter as get_provider_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import languages, mail_domains, profiles, taxonomy
from accounts.forms import AnswerTimeForm, FirstProfileForm, LanguageForm, PrivacyForm, ProfileForm
from accounts.models import Block, User
from accounts.models.people import AnswerTime
from accounts.sign_in import MemberRequest, member_required
from accounts.sign_in.language import speak
from kernel import clock


@login_required
@require_http_methods(["GET", "POST"])
def first_profile(request: HttpRequest) -> HttpResponse:
    """Four fields and an age, once; then on to where the person was going."""
    person = cast("User", request.user)
    onward = _safe(request, request.POST.get("next") or request.GET.get("next")) or reverse("meetups:now")
    if person.has_profile:
        return redirect(onward)
    form = FirstProfileForm(request.POST or None, initial={"company": _company_of(person)})
    spoken = languages.from_browser(
        request.headers.get("Accept-Language", ""), interface=(language := get_language() or "en")
    )
    if form.is_valid():
        profiles.complete(
            by=person, now=clock.now(), languages=spoken, interface_language=language, **form.cleaned_data
        )
        return redirect(onward)
    context = {"form": form, "languages": languages.names(spoken), "next": onward}
    return render(request, "accounts/first_profile.html", context, status=422 if form.is_bound else 200)


@member_required
@require_GET
def me(request: MemberRequest) -> HttpResponse:
    """Who I am to others, and the ways to change it."""
    profile = request.user.profile
    language = get_language() or "en"
    context = {
        "tab": "me",
        "profile": profile,
        "works_at": profile.works_at(clock.now()),
        "languages": languages.names(profile.languages),
        "offers": [*taxonomy.labels(profile.offers, language), *profile.free_offers],
        "seeks": [*taxonomy.labels(profile.seeks, language), *profile.free_seeks],
        "answer_times": AnswerTime.choices,
        "providers": [] if profile.oidc_at else get_provider_adapter().list_providers(request),
    }
    return render(request, "accounts/me.html", context)


@member_required
@require_http_methods(["GET", "POST"])
def edit_profile(request: MemberRequest) -> HttpResponse:
    """Change what others read about me."""
    form = ProfileForm(request.POST or None, profile=request.user.profile)
    if form.is_valid():
        profiles.update(by=request.user, changes=cast("profiles.Changes", form.cleaned_data))
        messages.success(request, _("Your profile is up to date."))
        return redirect("accounts:me")
    context = {"form": form, "tab": "me"}
    return render(request, "accounts/edit_profile.html", context, status=422 if form.is_bound else 200)


@member_required
@require_http_methods(["GET", "POST"])
def privacy(request: MemberRequest) -> HttpResponse:
    """Change who may see me, and see whom I block."""
    form = PrivacyForm(request.POST or None, profile=request.user.profile)
    if form.is_valid():
        profiles.update(by=request.user, changes=cast("profiles.Changes", form.cleaned_data))
        messages.success(request, _("Your privacy choices are kept."))
        return redirect("accounts:privacy")
    blocks = Block.objects.for_person(request.user).select_related("blocked__profile").order_by("-created_at")
    context = {"form": form, "blocks": blocks, "profile": request.user.profile, "tab": "me"}
    return render(request, "accounts/privacy.html", context, status=422 if form.is_bound else 200)


@member_required
@require_POST
def answer_time(request: MemberRequest) -> HttpResponse:
    """Let invitations ring at me for longer, or as long as usual again. An open session obeys at once."""
    form = AnswerTimeForm(request.POST)
    if not form.is_valid():
        raise profiles.ProfileRefused("unknown-term")
    profiles.update(by=request.user, changes={"answer_s": form.cleaned_data["answer_s"]})
    messages.success(request, _("Invitations ring at you that long from now on."))
    return redirect("accounts:me")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak that language from now on, here and wherever this person signs in."""
    form = LanguageForm(request.POST)
    answer = redirect(_safe(request, request.POST.get("next")) or reverse("meetups:landing"))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if request.user.is_authenticated and request.user.has_profile:
            profiles.update(by=request.user, changes={"interface_language": chosen})
        with override(chosen):
            # Translators: said in the language just chosen; name that language, not English.
            messages.success(request, _("Kairos now speaks English."))
        speak(answer, chosen)
    else:
        messages.error(request, profiles.ProfileRefused("unknown-term").detail)
    return answer


def _company_of(person: User) -> str:
    domain = mail_domains.work_domain(person.email)
    return mail_domains.company_of(domain) if domain else ""


def _safe(request: HttpRequest, url: str | None) -> str:
    """The address if it is one of ours, else nothing: a link in a mail must not send people elsewhere."""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if url and ours else ""
