"""Blocking somebody, and taking it back."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT

from accounts.api.members import MemberDoor
from accounts.models import Block
from kernel import clock
from kernel.api import Pages, made
from meetups import partings
from meetups.api.serializers import BlockSerializer, BlockSomebodySerializer
from meetups.whom import other_person

TAGS = ["blocks"]


class Blocks(MemberDoor):
    """Whom I block."""

    pagination_class = Pages

    @extend_schema(operation_id="blocks", responses=BlockSerializer(many=True), tags=TAGS)
    def get(self, request: Request) -> Response:
        """The people I block, newest first."""
        pages = Pages()
        blocks = Block.objects.for_person(self.me).select_related("blocked__profile")
        rows = pages.paginate_queryset(blocks, request, view=self)
        return pages.get_paginated_response(BlockSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="block",
        request=BlockSomebodySerializer,
        responses={201: BlockSerializer, 200: BlockSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Part for good, in silence: neither is shown to the other again. Whom I block already: 200."""
        now, about = clock.now(), self.asked(BlockSomebodySerializer)["about"]
        other = other_person(self.me, about["kind"], about["id"], now=now)
        if other is None:
            raise Http404
        block = partings.block(by=self.me, other_id=other, now=now)
        return Response(BlockSerializer(block).data, status=made(block.created_at, now=now))


class OneBlock(MemberDoor):
    """One of mine."""

    @extend_schema(operation_id="unblock", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, block_id: UUID) -> Response:
        """Take a block back."""
        block = get_object_or_404(Block.objects.for_person(self.me), pk=block_id)
        partings.unblock(by=self.me, block_id=block.pk)
        return Response(status=HTTP_204_NO_CONTENT)
