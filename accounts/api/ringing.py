"""How I can be rung: my browsers, and when not."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT

from accounts.api import examples
from accounts.api.members import MemberDoor
from kernel import clock
from kernel.api import StrictSerializer, made
from kernel.models import ApiToken
from kernel.schema import refuses
from notifications import subscriptions
from notifications.browsers import label_of
from notifications.carriers import web_push
from notifications.models import Preference, PushSubscription
from notifications.models.reaching import ENDPOINT_LONGEST, LABEL_LONGEST
from notifications.subscriptions import Browser, SubscriptionRefused

LANGUAGES = ["en", "fr"]


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class OnTheClock(serializers.TimeField):
    """A time of day to the minute, on the person's own clock."""

    def __init__(self, **how: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], allow_null=True, **how)


class KeysSerializer(StrictSerializer):
    """With what only this browser can read (RFC 8291)."""

    p256dh = serializers.RegexField(r"^[A-Za-z0-9_-]{87}=?$", help_text="A point of P-256, in base64url.")
    auth = serializers.RegexField(r"^[A-Za-z0-9_-]{22}(==)?$", help_text="16 bytes, in base64url.")


@extend_schema_serializer(examples=[examples.SUBSCRIPTION])
class SubscriptionSerializer(StrictSerializer):
    """A browser that may ring."""

    endpoint = serializers.CharField(max_length=ENDPOINT_LONGEST)
    expirationTime = serializers.IntegerField(  # noqa: N815 -- the browser's own word
        required=False, allow_null=True, help_text="Overlooked."
    )
    keys = KeysSerializer()
    language = serializers.ChoiceField(LANGUAGES, default="en")
    name = serializers.CharField(
        max_length=LABEL_LONGEST, required=False, help_text="Left out, it is taken from the User-Agent."
    )
    time_zone = serializers.CharField(
        max_length=40, required=False, help_text="With the first browser, quiet hours on this clock."
    )


@extend_schema_serializer(examples=[examples.A_BROWSER])
class OneBrowserSerializer(serializers.Serializer[Any]):
    """A browser of mine."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="label")
    language = serializers.ChoiceField(LANGUAGES)
    created_at = serializers.DateTimeField()
    succeeded_at = serializers.DateTimeField(allow_null=True, help_text="When a push was last taken for it.")
    rings = serializers.SerializerMethodField()

    def get_rings(self, row: PushSubscription) -> bool:
        """Return whether its push service lets us in."""
        return row.refused_at is None


@extend_schema_serializer(many=False, examples=[examples.BROWSERS])
class BrowsersSerializer(serializers.Serializer[Any]):
    """My browsers, oldest first; there are never so many that they need a second page."""

    results = OneBrowserSerializer(many=True)
    next = serializers.CharField(allow_null=True)


@extend_schema_serializer(examples=[examples.WISHES])
class WishesSerializer(serializers.Serializer[Any]):
    """When I want quiet, whether mail may stand in, and with which key a browser subscribes."""

    public_key = serializers.SerializerMethodField(
        help_text="The applicationServerKey; empty where no push is sent."
    )
    quiet_from = OnTheClock()
    quiet_until = OnTheClock()
    time_zone = serializers.CharField()
    may_mail = serializers.BooleanField()

    def get_public_key(self, _wishes: Preference) -> str:
        """Return the house's."""
        return web_push.public_key()


@extend_schema_serializer(examples=[examples.QUIET_NIGHTS])
class ChangedWishesSerializer(StrictSerializer):
    """All of it, or what is to be different."""

    quiet_from = OnTheClock(required=False)
    quiet_until = OnTheClock(required=False)
    time_zone = serializers.CharField(max_length=40, required=False)
    may_mail = serializers.BooleanField(required=False)


class Browsers(MemberDoor):
    """Where I can be rung."""

    required_scope = "me"

    @extend_schema(operation_id="push_subscriptions", responses=BrowsersSerializer, tags=["me"])
    def get(self, request: Request) -> Response:
        """The browsers that ring for me while no page is open."""
        rows = PushSubscription.objects.for_person(self.me.pk)
        return Response({"results": OneBrowserSerializer(rows, many=True).data, "next": None})

    @extend_schema(
        operation_id="subscribe_to_push",
        request=SubscriptionSerializer,
        responses={201: OneBrowserSerializer, 200: OneBrowserSerializer}
        | refuses(SubscriptionRefused, "unknown-push-service", "unreadable-keys", "no-push"),
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """Let a browser ring from now on, as long as this session or token lives. Again: 200, renewed."""
        now, said = clock.now(), self.asked(SubscriptionSerializer)
        token = request.auth if isinstance(request.auth, ApiToken) else None
        browser = Browser(
            endpoint=said["endpoint"], p256dh=said["keys"]["p256dh"], auth=said["keys"]["auth"],
            language=said["language"], time_zone=said.get("time_zone", ""), token=token,
            label=said.get("name") or label_of(request.headers.get("User-Agent", "")),
            session=None if token else request.session.session_key,
        )  # fmt: skip
        row = subscriptions.subscribe(by=self.me.pk, browser=browser, now=now)
        return Response(OneBrowserSerializer(row).data, status=made(row.created_at, now=now))


class OneBrowser(MemberDoor):
    """One of them."""

    required_scope = "me"

    @extend_schema(operation_id="unsubscribe_from_push", responses={204: None}, tags=["me"])
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        """Ring there no more."""
        if not PushSubscription.objects.for_person(self.me.pk).filter(pk=subscription_id).exists():
            raise NotFound
        subscriptions.unsubscribe(by=self.me.pk, subscription_id=subscription_id)
        return Response(status=HTTP_204_NO_CONTENT)


class Wishes(MemberDoor):
    """When I want quiet."""

    required_scope = "me"

    @extend_schema(operation_id="ringing", responses=WishesSerializer, tags=["me"])
    def get(self, request: Request) -> Response:
        """My quiet hours, whether mail may stand in for push, and the key that a browser subscribes with."""
        return _wished(subscriptions.preference_of(self.me.pk))

    @extend_schema(
        operation_id="change_ringing",
        request=ChangedWishesSerializer,
        responses={200: WishesSerializer} | refuses(SubscriptionRefused, "half-quiet", "unknown-time-zone"),
        tags=["me"],
    )
    def patch(self, request: Request) -> Response:
        """Change what is given. Both ends of the quiet hours, or neither: empty ones end them."""
        wishes = self.asked(ChangedWishesSerializer)
        return _wished(subscriptions.change_wishes(by=self.me.pk, **wishes))


def _wished(wishes: Preference) -> Response:
    return Response(WishesSerializer(wishes).data)
