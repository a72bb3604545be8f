"""The doors of notifications: `GET /events?after=SEQ` and the socket's AsyncAPI document."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from kernel import clock
from kernel.api import Door, StrictSerializer
from notifications import inbox
from notifications.api.asyncapi import document
from notifications.messages import HIGHEST_NUMBER


class AfterSerializer(StrictSerializer):
    """What a client has."""

    after = serializers.IntegerField(
        min_value=0, max_value=HIGHEST_NUMBER, default=0, help_text="The last number applied."
    )
    epoch = serializers.UUIDField(
        default=None, help_text="The counting it belongs to; left out, the number is taken at its word."
    )


class EventSerializer(serializers.Serializer[Any]):
    """One event; which ids it carries depends on its name (see the AsyncAPI document)."""

    seq = serializers.IntegerField()
    name = serializers.CharField()
    at = serializers.DateTimeField()


class EventsSerializer(serializers.Serializer[Any]):
    """What came since."""

    epoch = serializers.UUIDField()
    head = serializers.IntegerField()
    reset = serializers.BooleanField(help_text="The number means nothing any more: read the present state.")
    events = EventSerializer(many=True)
    now = serializers.DateTimeField(help_text="The time here, by which countdowns are to count.")


class Events(Door):
    """The socket's content by polling."""

    @extend_schema(
        operation_id="events_after", parameters=[AfterSerializer], responses=EventsSerializer, tags=["events"]
    )
    def get(self, request: Request) -> Response:
        """Events after a number: what a closed socket would have said."""
        asked = self.asked_in_query(AfterSerializer)
        answer = inbox.events_after(
            cast(UUID, request.user.pk), epoch=asked["epoch"], since=asked["after"]
        ).as_json()
        is_reset = answer.pop("type") == "reset"
        return Response({"events": [], **answer, "reset": is_reset, "now": clock.now()})


class AsyncApi(Door):
    """The socket's document."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="asyncapi", responses={200: {"type": "object"}}, tags=["events"], auth=[])
    def get(self, request: Request) -> Response:
        """The AsyncAPI 3 document of the socket."""
        return Response(document(server=settings.LIVE_URL))
