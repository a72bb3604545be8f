"""The doors of signing in: the address, the code, the way out, and the page of a frozen account.

The two steps are allauth's own views; what they may do is decided by `accounts.sign_in`.
"""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.socialaccount.adapter import get_adapter as get_provider_adapter
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import policy, verification
from accounts.forms import CodeForm, SignInForm
from accounts.sign_in import asking, codes, gate
from accounts.sign_in.refusals import SignInRefused
from kernel import clock


class SayingWhyNot:
    """How both steps show a refusal: the same page, the sentence beside the field, an honest status."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the page again; allauth's own count of mistakes, which lies in the session, is not asked."""
        context = self.get_context_data(form=form)  # type: ignore[attr-defined]  # allauth has no types
        answer: HttpResponse = self.render_to_response(context, status=422)  # type: ignore[attr-defined]  # allauth has no types
        return answer

    def refused(self, form: Form, field: str, refusal: SignInRefused) -> HttpResponse:
        """Show the page again with what the stage said."""
        form.add_error(field, refusal.detail)
        answer = self.form_invalid(form)
        answer.status_code = refusal.status
        if refusal.retry_after_s:
            answer["Retry-After"] = str(refusal.retry_after_s)
        return answer


class SignIn(SayingWhyNot, RequestLoginCodeView):
    """`/sign-in/`: give an address, get a code. Known and unknown addresses take the same way."""

    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Ask for a code to be sent there, and go on to the page where it is typed."""
        address, ip = form.cleaned_data["email"], get_adapter().get_client_ip(self.request)
        try:
            form.is_for(asking.ask(address=address, ip=ip, now=clock.now()))
            answer: HttpResponse = super().form_valid(form)
        except SignInRefused as refusal:
            return self.refused(form, "email", refusal)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the identity providers that are configured."""
        providers = get_provider_adapter().list_providers(self.request)
        return super().get_context_data(**kwargs) | {"providers": providers}

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever comes back to this page mistyped the address: allauth would send them to the code again."""


class Code(SayingWhyNot, ConfirmLoginCodeView):
    """`/sign-in/code/`: type the code. Its tries are counted in the database, before it is looked at."""

    template_name = "accounts/code.html"
    form_class = CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send another code, or redeem this one and let allauth finish the sign-in."""
        if request.POST.get("action") == "resend":
            return self.resend()
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        handle, digits, now = UUID(form.expected_code), form.cleaned_data["code"], clock.now()
        try:
            person = codes.redeem(handle=handle, digits=digits, now=now)
        except SignInRefused as refusal:
            return self.refused(form, "code", refusal)
        verification.prove_mailbox(by=person, now=now)
        answer: HttpResponse = self.form_valid(form)
        return answer

    def resend(self) -> HttpResponse:
        """Mail another code; the one before stops working here."""
        ip = get_adapter().get_client_ip(self.request)
        try:
            asking.ask_again(address=self.get_context_data()["email"], ip=ip, now=clock.now())
            answer: HttpResponse = super().post(self.request)
        except SignInRefused as refusal:
            return self.refused(CodeForm(data={}), "code", refusal)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how long the code lives, and whether this machine shows its mails itself."""
        more = {"minutes": int(policy.CODE_FOR.total_seconds() // 60), "embedded": settings.KAIROS_EMBEDDED}
        return super().get_context_data(**kwargs) | more


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and wipe what this browser kept of it."""
    gate.sign_out(request)
    answer = redirect("meetups:landing")
    answer["Clear-Site-Data"] = '"storage"'
    return answer


@never_cache
def frozen(request: HttpRequest) -> HttpResponse:
    """Say that the account is frozen and why, to its owner only."""
    freeze = gate.whose_freeze(request)
    if freeze is None:
        return redirect("meetups:landing")
    context = {"freeze": freeze, "statement": freeze.statement}
    return render(request, "accounts/frozen.html", context, status=403)


def provider_failed(request: HttpRequest) -> HttpResponse:
    """Where allauth sends somebody who changed their mind at the provider."""
    return redirect("accounts:sign-in")
