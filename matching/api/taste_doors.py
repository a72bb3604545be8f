"""Doors of matching: kinds of people to see less of, and the way back."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT

from accounts.api.members import MemberDoor
from kernel import clock
from kernel.api import NothingSerializer, Pages, made
from kernel.schema import refuses
from matching import less_like
from matching.api.serializers import LessLikeSerializer
from matching.api.views import open_session
from matching.availability import AvailabilityRefused
from matching.models import LessLike


class NewestKinds(Pages):
    """By when they were asked."""

    ordering = "-at"


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
        row = less_like.less_like(open_session(self.me, now=now), session=candidate_id, now=now)
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
        if not less_like.show_again(by=self.me, kind_id=kind_id):
            raise Http404
        return Response(status=HTTP_204_NO_CONTENT)
