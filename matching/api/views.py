"""Doors of matching: me, the heartbeat, the people in reach, the public places. Going live is in meetups."""

from datetime import datetime

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT

from accounts.api.members import MemberDoor
from accounts.api.views import Me as AccountsMe
from accounts.models import Profile, User
from accounts.profiles import Changes
from kernel import clock
from kernel.api import NothingSerializer
from kernel.schema import refuses
from matching import area, availability, exposure
from matching.again import met_again
from matching.api.serializers import CandidatesSerializer, PeopleAgainSerializer
from matching.availability import AvailabilityRefused
from matching.models import Availability
from places import points
from places.api.serializers import NearPointsSerializer


class Me(AccountsMe):
    """What I say of myself, and who may see it. A wider area holds for an open session too."""

    def change(self, changes: Changes, *, now: datetime) -> Profile:
        """Change what is given."""
        return area.choose(by=self.me, changes=changes, now=now)


class Heartbeat(MemberDoor):
    """Still here."""

    @extend_schema(
        operation_id="beat",
        request=None,
        responses={204: None} | refuses(AvailabilityRefused, "not-available"),
        tags=["availability"],
    )
    def post(self, request: Request) -> Response:
        """Stay visible: every 30 s unless `/candidates` is asked. 3 min of silence hide, 10 end."""
        self.asked(NothingSerializer)
        if not availability.beat(by=self.me, now=clock.now()):
            raise AvailabilityRefused("not-available")
        return Response(status=HTTP_204_NO_CONTENT)


@method_decorator(cache_control(private=True, no_cache=True), name="dispatch")
class Candidates(MemberDoor):
    """The people worth meeting now."""

    @extend_schema(
        operation_id="candidates",
        responses={200: CandidatesSerializer, 304: OpenApiResponse(description="The same as before.")}
        | refuses(AvailabilityRefused, "not-available", "in-a-meeting"),
        tags=["candidates"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Who is free in reach and why, for who is live too. Asking is a heartbeat, and cheap by ETag."""
        now = clock.now()
        session = availability.attend(self.me, now=now)
        if session is None:
            raise AvailabilityRefused("not-available")
        if not session.live:
            raise AvailabilityRefused("in-a-meeting")
        sight = exposure.look(session, now=now)
        if same := get_conditional_response(request, etag=sight.etag):
            return same
        shown = CandidatesSerializer(exposure.show(session, now=now, sight=sight)).data
        return Response(shown, headers={"ETag": sight.etag})


class PeopleAgain(MemberDoor):
    """The people to see again."""

    @extend_schema(
        operation_id="people_again",
        responses={200: PeopleAgainSerializer}
        | refuses(AvailabilityRefused, "not-available", "in-a-meeting"),
        tags=["candidates"],
    )
    def get(self, request: Request) -> Response:
        """Whom I met in the last 30 days and could meet now. Invite them as any candidate."""
        now = clock.now()
        session = open_session(self.me, now=now)
        if not session.live:
            raise AvailabilityRefused("in-a-meeting")
        again = {"results": met_again(session, now=now), "next": None}
        return Response(PeopleAgainSerializer(again).data)


class Points(MemberDoor):
    """Public places."""

    @extend_schema(
        operation_id="points",
        responses={200: NearPointsSerializer} | refuses(AvailabilityRefused, "not-available"),
        tags=["points"],
    )
    def get(self, request: Request) -> Response:
        """Public places around my session's cell, nearest first. Data © OpenStreetMap contributors."""
        now = clock.now()
        near = points.nearby(open_session(self.me, now=now).cell, at=now)
        return Response(NearPointsSerializer({"results": near, "next": None}).data)


def open_session(person: User, *, now: datetime) -> Availability:
    """The session that `person` has open. Refuses: not-available."""
    session = availability.current(person, now=now)
    if session is None:
        raise AvailabilityRefused("not-available")
    return session
