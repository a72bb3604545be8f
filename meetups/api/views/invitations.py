"""Meet now: asking, answering, taking back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK

from accounts.api.members import MemberDoor
from kernel import clock
from kernel.api import NothingSerializer, Pages, made
from kernel.schema import refuses
from meetups import invitations
from meetups.api.serializers import AgreedSerializer, InvitationSerializer, InviteSerializer
from meetups.invitations import InvitationRefused
from meetups.models import Invitation
from meetups.screens import invitation_shown

TAGS = ["invitations"]
CANNOT_INVITE = (
    *("not-available", "in-a-meeting", "not-reachable", "no-place", "unknown-point", "too-long"),
    *("too-many-open", "session-quota", "day-quota"),
)
OVER = ("expired", "superseded", "withdrawn", "already-answered")  # what may have become of it meanwhile


class LatestPages(Pages):
    """Newest first."""

    ordering = "-sent_at"


class InvitationDoor(MemberDoor):
    """What the doors of invitations share: whose they are, and how one is shown."""

    def own(self, invitation_id: UUID) -> Invitation:
        """An invitation that I sent or received; anything else does not exist."""
        return get_object_or_404(Invitation.objects.for_person(self.me), pk=invitation_id)

    def shown(self, invitation_id: UUID, *, status: int = HTTP_200_OK) -> Response:
        """The invitation as it now stands, from my side."""
        shown = invitation_shown(self.own(invitation_id), self.me, now=clock.now())
        return Response(InvitationSerializer(shown).data, status=status)

    def after(self, stage: Callable[..., object], invitation_id: UUID, **said: Any) -> Response:
        """Let `stage` change my invitation, and show it as it then stands."""
        stage(invitation_id=self.own(invitation_id).pk, by=self.me, now=clock.now(), **said)
        return self.shown(invitation_id)


class Invitations(InvitationDoor):
    """Mine, both ways."""

    pagination_class = LatestPages

    @extend_schema(operation_id="invitations", responses=InvitationSerializer(many=True), tags=TAGS)
    def get(self, request: Request) -> Response:
        """Sent and received, newest first."""
        now, pages = clock.now(), LatestPages()
        rows = pages.paginate_queryset(Invitation.objects.for_person(self.me), request, view=self)
        shown = [invitation_shown(row, self.me, now=now) for row in rows or []]
        return pages.get_paginated_response(InvitationSerializer(shown, many=True).data)

    @extend_schema(
        operation_id="invite",
        request=InviteSerializer,
        responses={201: InvitationSerializer, 200: InvitationSerializer}
        | refuses(InvitationRefused, *CANNOT_INVITE),
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Ring at a candidate. Who rings at me already gets my yes: 200, theirs with its `meeting`."""
        now = clock.now()
        invitation = invitations.invite(by=self.me, now=now, **self.asked(InviteSerializer)).invitation
        return self.shown(invitation.pk, status=made(invitation.sent_at, now=now))


class OneInvitation(InvitationDoor):
    """One of mine."""

    @extend_schema(operation_id="read_invitation", responses=InvitationSerializer, tags=TAGS)
    def get(self, request: Request, invitation_id: UUID) -> Response:
        """The invitation from my side; its state is judged by the clock."""
        return self.shown(invitation_id)


class Acceptance(InvitationDoor):
    """Yes."""

    @extend_schema(
        operation_id="accept",
        request=None,
        responses={200: AgreedSerializer}
        | refuses(InvitationRefused, *OVER, "not-yours", "not-available", "in-a-meeting"),
        tags=TAGS,
    )
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Yes: the meeting begins, and whatever else rings at or from the two is superseded."""
        self.asked(NothingSerializer)
        meeting = invitations.accept(invitation_id=self.own(invitation_id).pk, by=self.me, now=clock.now())
        return Response(AgreedSerializer({"meeting": meeting.pk}).data)


class Refusal(InvitationDoor):
    """Not now."""

    @extend_schema(
        operation_id="refuse",
        request=None,
        responses={200: InvitationSerializer} | refuses(InvitationRefused, *OVER, "not-yours"),
        tags=TAGS,
    )
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Not now. To the sender it goes on ringing and then runs out."""
        return self.after(invitations.refuse, invitation_id, **self.asked(NothingSerializer))


class Withdrawal(InvitationDoor):
    """Take it back."""

    @extend_schema(
        operation_id="withdraw",
        request=None,
        responses={200: InvitationSerializer} | refuses(InvitationRefused, *OVER, "not-yours"),
        tags=TAGS,
    )
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Take an own invitation back."""
        return self.after(invitations.withdraw, invitation_id, **self.asked(NothingSerializer))


class Extension(InvitationDoor):
    """A minute more."""

    @extend_schema(
        operation_id="extend_invitation",
        request=None,
        responses={200: InvitationSerializer}
        | refuses(InvitationRefused, *OVER, "already-extended", "not-yours"),
        tags=TAGS,
    )
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Let it ring a minute longer, once, for the invitee."""
        return self.after(invitations.extend, invitation_id, **self.asked(NothingSerializer))
