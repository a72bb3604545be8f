"""Doors of matching: the heartbeat, the people in reach, kinds to see less of, the public places.

Going live is in meetups.
"""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT

from accounts.api.members import MemberDoor
from accounts.models import User
from kernel import clock
from kernel.api import NothingSerializer, Pages, made
from kernel.schema import refuses
from matching import availability, exposure, taste
from matching.api.serializers import CandidatesSerializer, LessLikeSerializer
from matching.availability import AvailabilityRefused
from matching.models import Availability, LessLike
from places import points
from places.api.serializers import NearPointsSerializer


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


class NewestKinds(Pages):
    """By when they were asked."""

    ordering = "-at"


@method_decorator([cache_control(private=True, no_cache=True), conditional_page], name="dispatch")
class Candidates(MemberDoor):
    """The people worth meeting now."""

    @extend_schema(
        operation_id="candidates",
        responses={200: CandidatesSerializer, 304: OpenApiResponse(description="The same as before.")}
        | refuses(AvailabilityRefused, "not-available", "in-a-meeting"),
        tags=["candidates"],
    )
    def get(self, request: Request) -> Response:
        """Who is free in reach and why, for who is live too. Asking is a heartbeat, and cheap by ETag."""
        now = clock.now()
        availability.beat(by=self.me, now=now)
        session = open_session(self.me, now=now)
        if not session.live:
            raise AvailabilityRefused("in-a-meeting")
        return Response(CandidatesSerializer(exposure.show(session, now=now)).data)


class LessLikeThis(MemberDoor):
    """Fewer of a kind."""

    @extend_schema(
        operation_id="less_like_this",
        request=None,
        responses={201: LessLikeSerializer, 200: LessLikeSerializer}
        | refuses(AvailabilityRefused, "not-available"),
        tags=["candidates"],
    )
    def post(self, request: Request, candidate_id: UUID) -> Response:
        """See people like this one after all others, until taken back. Asked before: 200. Nobody is told."""
        self.asked(NothingSerializer)
        now = clock.now()
        row = taste.less_like(open_session(self.me, now=now), session=candidate_id, now=now)
        if row is None:
            raise Http404
        return Response(LessLikeSerializer(row).data, status=made(row.at, now=now))


class Kinds(MemberDoor):
    """The kinds I asked less of."""

    pagination_class = NewestKinds

    @extend_schema(operation_id="less_like", responses=LessLikeSerializer(many=True), tags=["candidates"])
    def get(self, request: Request) -> Response:
        """The kinds of people that come last on my list, newest first; the newest twenty are kept."""
        pages = NewestKinds()
        rows = pages.paginate_queryset(LessLike.objects.for_person(self.me), request, view=self)
        return pages.get_paginated_response(LessLikeSerializer(rows, many=True).data)


class OneKind(MemberDoor):
    """One of them."""

    @extend_schema(operation_id="show_again", responses={204: None}, tags=["candidates"])
    def delete(self, request: Request, kind_id: UUID) -> Response:
        """Take it back: people of the kind stand where their scores say."""
        if not taste.show_again(by=self.me, kind_id=kind_id):
            raise Http404
        return Response(status=HTTP_204_NO_CONTENT)


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
