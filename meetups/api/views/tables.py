"""Tables: what rings at who asked to be surprised, and the answers."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.members import MemberDoor
from kernel import clock
from kernel.api import NothingSerializer
from kernel.schema import refuses
from meetups import tables
from meetups.api.serializers import SeatedSerializer, TableSerializer
from meetups.models import Table
from meetups.screens import table_shown
from meetups.tables import TableRefused

TAGS = ["tables"]
OVER = ("expired", "superseded", "already-answered")  # what may have become of it meanwhile


class TableDoor(MemberDoor):
    """What the doors of tables share: whose they are, and how one is shown."""

    def own(self, table_id: UUID) -> Table:
        """A table at which I have a seat; anything else does not exist."""
        return get_object_or_404(Table.objects.for_person(self.me), pk=table_id)

    def shown(self, table: Table) -> Response:
        """The table from my side."""
        return Response(TableSerializer(table_shown(table, self.me, now=clock.now())).data)


class CurrentTable(TableDoor):
    """The one that rings."""

    @extend_schema(operation_id="current_table", responses=TableSerializer, tags=TAGS)
    def get(self, request: Request) -> Response:
        """The table that rings at me, or waits for another's yes; 404 when there is none."""
        table = Table.objects.ringing_for(self.me, now=clock.now()).first()
        if table is None:
            raise Http404
        return self.shown(table)


class OneTable(TableDoor):
    """One of mine."""

    @extend_schema(operation_id="read_table", responses=TableSerializer, tags=TAGS)
    def get(self, request: Request, table_id: UUID) -> Response:
        """The table from my side; its state is judged by the clock."""
        return self.shown(self.own(table_id))


class Acceptance(TableDoor):
    """Yes."""

    @extend_schema(
        operation_id="accept_table",
        request=None,
        responses={200: SeatedSerializer} | refuses(TableRefused, *OVER, "not-available"),
        tags=TAGS,
    )
    def post(self, request: Request, table_id: UUID) -> Response:
        """Yes: the meeting begins with the second yes, a third joins it; until then `meeting` is null."""
        self.asked(NothingSerializer)
        meeting = tables.accept(table_id=self.own(table_id).pk, by=self.me, now=clock.now())
        return Response(SeatedSerializer({"meeting": meeting.pk if meeting else None}).data)


class Refusal(TableDoor):
    """Not now."""

    @extend_schema(
        operation_id="refuse_table",
        request=None,
        responses={200: TableSerializer} | refuses(TableRefused, *OVER),
        tags=TAGS,
    )
    def post(self, request: Request, table_id: UUID) -> Response:
        """Not now. To the others it goes on ringing and then passes."""
        self.asked(NothingSerializer)
        tables.refuse(table_id=self.own(table_id).pk, by=self.me, now=clock.now())
        return self.shown(self.own(table_id))
