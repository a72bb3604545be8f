"""The addresses of accounts, and the few that allauth asks for by names of its own."""

from allauth.socialaccount.providers.openid_connect import views as provider
from django.urls import include, path
from django.views.decorators.http import require_POST

from accounts.views import mailbox, me, ringing, sign_in

_pages = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", sign_in.Code.as_view(), name="code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("frozen/", sign_in.frozen, name="frozen"),
    path("profile/", me.first_profile, name="profile"),
    path("me/", me.me, name="me"),
    path("me/profile/", me.edit_profile, name="edit-profile"),
    path("me/privacy/", me.privacy, name="privacy"),
    path("me/answer-time/", me.answer_time, name="answer-time"),
    path("me/ringing/", ringing.ringing, name="ringing"),
    path("me/ringing/browsers/", ringing.add_browser, name="add-browser"),
    path(
        "me/ringing/browsers/<uuid:subscription_id>/removal/", ringing.remove_browser, name="remove-browser"
    ),
    path("language/", me.language, name="language"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
]

# allauth's own list is not included: it has passwords. These are the names that its views reverse.
_for_allauth = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_request_login_code"),
    path("sign-in/code/", sign_in.Code.as_view(), name="account_confirm_login_code"),
    path("sign-in/cancelled/", sign_in.provider_failed, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>/", require_POST(provider.login), name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", provider.callback, name="openid_connect_callback"),
]

urlpatterns = [path("", include((_pages, "accounts"))), *_for_allauth]
