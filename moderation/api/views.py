"""The door of reports."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.members import MemberDoor
from kernel import clock
from kernel.api import made
from kernel.schema import refuses
from moderation import reports
from moderation.api.serializers import ReceiptSerializer, ReportSerializer
from moderation.reports import ReportRefused


class Reports(MemberDoor):
    """What I report."""

    @extend_schema(
        operation_id="report",
        request=ReportSerializer,
        responses={201: ReceiptSerializer, 200: ReceiptSerializer} | refuses(ReportRefused, "nobody"),
        tags=["reports"],
    )
    def post(self, request: Request) -> Response:
        """Report whoever is behind a card, an invitation or a meeting. Again: 200, the first receipt."""
        now, said = clock.now(), self.asked(ReportSerializer)
        about = said.pop("about")
        report = reports.report(by=self.me, kind=about["kind"], about=about["id"], now=now, **said)
        return Response(ReceiptSerializer(report).data, status=made(report.received_at, now=now))
