"""The page about ringing: what this device can do, my devices, and when I want quiet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import BrowserForm, RingingForm
from accounts.sign_in import MemberRequest, member_required
from kernel import clock
from notifications import policy, subscriptions
from notifications.browsers import label_of
from notifications.carriers import web_push
from notifications.models import PushSubscription
from notifications.subscriptions import Browser


@member_required
@require_http_methods(["GET", "POST"])
def ringing(request: MemberRequest) -> HttpResponse:
    """See how I can be rung; say when not."""
    me = request.user.pk
    form = RingingForm(request.POST or None, wishes=subscriptions.preference_of(me))
    if form.is_valid():
        subscriptions.change_wishes(by=me, language=get_language() or "en", **form.cleaned_data)
        messages.success(request, _("Your choices about ringing are kept."))
        return redirect("accounts:ringing")
    browsers = list(PushSubscription.objects.for_person(me))
    context = {
        "tab": "me", "form": form, "browsers": browsers, "public_key": web_push.public_key(),
        "here": _in_session(browsers, request.session.session_key),
        "an_hour": policy.OTHERS_AN_HOUR, "a_day": policy.OTHERS_A_DAY,
    }  # fmt: skip
    return render(request, "accounts/ringing.html", context, status=422 if form.is_bound else 200)


@member_required
@require_POST
def add_browser(request: MemberRequest) -> HttpResponse:
    """Let the browser that sends this ring from now on."""
    form = BrowserForm(request.POST)
    if form.is_valid():
        browser = Browser(
            **form.cleaned_data, language=get_language() or "en", session=request.session.session_key,
            label=label_of(request.headers.get("User-Agent", "")),
        )  # fmt: skip
        subscriptions.subscribe(by=request.user.pk, browser=browser, now=clock.now())
        messages.success(request, _("This device rings from now on."))
    else:
        messages.error(request, subscriptions.SubscriptionRefused("unreadable-keys").detail)
    return redirect("accounts:ringing")


@member_required
@require_POST
def remove_browser(request: MemberRequest, subscription_id: UUID) -> HttpResponse:
    """Ring there no more."""
    subscriptions.unsubscribe(by=request.user.pk, subscription_id=subscription_id)
    messages.success(request, _("That device rings no more."))
    return redirect("accounts:ringing")


def _in_session(browsers: list[PushSubscription], session: str | None) -> PushSubscription | None:
    """The newest of this session: another key gives the same browser another address."""
    return next((one for one in reversed(browsers) if one.session_id == session), None)
