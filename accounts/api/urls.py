"""Where the API's ringing is; "me" itself is in matching, which makes an open session obey it."""

from django.urls import path

from accounts.api import ringing

urlpatterns = [
    path("me/push-subscriptions", ringing.Browsers.as_view(), name="api-push-subscriptions"),
    path(
        "me/push-subscriptions/<uuid:subscription_id>",
        ringing.OneBrowser.as_view(),
        name="api-push-subscription",
    ),
    path("me/ringing", ringing.Wishes.as_view(), name="api-ringing"),
]
