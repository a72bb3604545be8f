"""My availability. It stands here because going invisible takes invitations back."""

from datetime import datetime

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_204_NO_CONTENT

from accounts.api.members import MemberDoor
from accounts.profiles import ProfileRefused
from kernel import clock
from kernel.api import made
from kernel.refusals import Refusal
from kernel.schema import refuses
from matching import availability
from matching.api.serializers import AvailabilitySerializer, ChangeSerializer, StartSerializer
from matching.api.views import open_session
from matching.availability import AvailabilityRefused
from matching.models import Availability
from meetups import partings
from meetups.partings import PartingRefused

CANNOT_BE_HERE = ("no-place", "bad-cell", "cell-too-soon", "too-many-cells")
CANNOT_BE_SAID: dict[type[Refusal], list[str]] = {ProfileRefused: ["contact-in-text"]}


class MyAvailability(MemberDoor):
    """Free now, until when, where."""

    @extend_schema(operation_id="read_availability", responses=AvailabilitySerializer, tags=["availability"])
    def get(self, request: Request) -> Response:
        """My open session; 404 when there is none."""
        now = clock.now()
        session = availability.current(self.me, now=now)
        if session is None:
            raise Http404
        return shown(session, now=now)

    @extend_schema(
        operation_id="go_live",
        request=StartSerializer,
        responses={201: AvailabilitySerializer, 200: AvailabilitySerializer}
        | refuses(AvailabilityRefused, "hard-stop", "hard-stop-far", *CANNOT_BE_HERE, also=CANNOT_BE_SAID),
        tags=["availability"],
    )
    def post(self, request: Request) -> Response:
        """Go live. Who is live already keeps that session as it is: 200."""
        now = clock.now()
        session = availability.start(by=self.me, now=now, **self.asked(StartSerializer))
        return shown(session, now=now, status=made(session.started_at, now=now))

    @extend_schema(
        operation_id="change_availability",
        request=ChangeSerializer,
        responses={200: AvailabilitySerializer}
        | refuses(
            AvailabilityRefused,
            *("not-available", "in-a-meeting", "cannot-extend", *CANNOT_BE_HERE),
            also=CANNOT_BE_SAID,
        ),
        tags=["availability"],
    )
    def patch(self, request: Request) -> Response:
        """Add a quarter of an hour, show me in another cell, change the topic, ask to be surprised."""
        now, change = clock.now(), self.asked(ChangeSerializer)
        mine = open_session(self.me, now=now).pk
        match change:
            case {"cell": cell}:
                session = availability.move(session_id=mine, by=self.me, now=now, cell=cell)
            case {"surprise": surprise}:
                session = availability.wish(session_id=mine, by=self.me, now=now, surprise=surprise)
            case {"topic": topic}:
                session = availability.retopic(session_id=mine, by=self.me, now=now, topic=topic)
            case _:
                session = availability.extend(session_id=mine, by=self.me, now=now)
        return shown(session, now=now)

    @extend_schema(
        operation_id="go_invisible",
        responses={204: None} | refuses(PartingRefused, "in-a-meeting"),
        tags=["availability"],
    )
    def delete(self, request: Request) -> Response:
        """Leave every list at once. My invitations are taken back; those to me run out as if unheard."""
        partings.go_invisible(by=self.me, now=clock.now())
        return Response(status=HTTP_204_NO_CONTENT)


def shown(session: Availability, *, now: datetime, status: int = HTTP_200_OK) -> Response:
    """My window, as it stands."""
    return Response(AvailabilitySerializer(session, context={"now": now}).data, status=status)
