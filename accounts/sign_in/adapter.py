"""What allauth asks of Kairos: where codes come from, who may not enter, which provider's word counts.

Called by allauth only, through the settings `ACCOUNT_ADAPTER` and `SOCIALACCOUNT_ADAPTER`.
"""

from typing import Any
from uuid import UUID, uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import verification
from accounts.models import User
from accounts.sign_in import codes, gate, mails
from accounts.sign_in.language import speak
from kernel import clock

CODE_MAIL = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):
    """allauth's sign-in, with codes that exist in clear in the mail only."""

    def generate_login_code(self) -> str:
        """A handle in the place of the code: allauth puts what it gets here into the session, in clear."""
        return str(uuid4())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Exchange the handle for digits at the last moment, and mail those."""
        if template_prefix != CODE_MAIL:
            raise ValueError(f"Kairos sends no {template_prefix}")
        person = User.objects.get(email=email)
        digits = codes.issue(handle=UUID(context["code"]), to=person, now=clock.now())
        mails.send_code(address=email, digits=digits)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A frozen account goes no further than the page that says why."""
        if user.is_active and gate.freeze_of(user) is None:
            return None
        return gate.show_out(request, user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Note a provider that vouched; speak the person's language on this browser too."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        verification.note_provider(by=user, now=clock.now())
        if user.has_profile:
            speak(response, user.profile.interface_language)
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own messages ("successfully signed in as") say what the page shows anyway."""


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Signing in with LinkedIn or Google: only an address that the provider has verified counts."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Send to the mailed code whoever the provider does not prove enough for."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        addresses = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        # An account made for an unproved address would wait there for its true owner, with a stranger inside.
        if not addresses or User.objects.filter(email__in=addresses).exists():
            self._send_to_code(request)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Whoever can moderate enters by mailed code, or by a provider they linked themselves."""
        return not User.objects.filter(email=email.lower(), is_staff=True).exists()

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A provider that fails leaves the code, which always works."""
        self._send_to_code(request)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """Back to "me", with the new proof noted: allauth names no other moment after a link is made."""
        verification.note_provider(by=socialaccount.user, now=clock.now())
        return reverse("accounts:me")

    def _send_to_code(self, request: HttpRequest) -> None:
        messages.info(request, _("That did not work this time. A code by mail always does."))
        raise ImmediateHttpResponse(redirect("accounts:sign-in"))
