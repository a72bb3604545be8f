"""The meeting, from yes to goodbye. Every change answers with the meeting as it then stands."""

from collections.abc import Callable
from typing import Any
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
from meetups import meetings, proof
from meetups.api.serializers import (
    CancelSerializer,
    LatenessSerializer,
    MeetingSerializer,
    ProofSerializer,
    SaySerializer,
)
from meetups.meetings import MeetingRefused
from meetups.models import Meeting
from meetups.screens import meeting_shown

TAGS = ["meetings"]


class MeetingDoor(MemberDoor):
    """What the doors of meetings share: whose they are, and how one is shown."""

    def own(self, meeting_id: UUID) -> Meeting:
        """A meeting in which I have a part, until it is forgotten; anything else does not exist."""
        return get_object_or_404(Meeting.objects.for_person(self.me).placed(), pk=meeting_id)

    def shown(self, meeting: Meeting) -> Response:
        """The meeting from my side."""
        return Response(MeetingSerializer(meeting_shown(meeting, self.me, now=clock.now())).data)

    def after(self, stage: Callable[..., object], meeting_id: UUID, **said: Any) -> Response:
        """Let `stage` change my meeting, and show it as it then stands."""
        stage(meeting_id=self.own(meeting_id).pk, by=self.me, now=clock.now(), **said)
        return self.shown(self.own(meeting_id))


class CurrentMeeting(MeetingDoor):
    """The one that runs."""

    @extend_schema(operation_id="current_meeting", responses=MeetingSerializer, tags=TAGS)
    def get(self, request: Request) -> Response:
        """My running meeting; 404 when there is none."""
        meeting = Meeting.objects.running_for(self.me)
        if meeting is None:
            raise Http404
        return self.shown(meeting)


class OneMeeting(MeetingDoor):
    """One of mine."""

    @extend_schema(operation_id="read_meeting", responses=MeetingSerializer, tags=TAGS)
    def get(self, request: Request, meeting_id: UUID) -> Response:
        """The meeting from my side, wherever it stands."""
        return self.shown(self.own(meeting_id))


class Departure(MeetingDoor):
    """On my way."""

    @extend_schema(
        operation_id="depart",
        request=None,
        responses={200: MeetingSerializer} | refuses(MeetingRefused, "over", "met-already"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """On my way. It takes no time of arrival: the server knows the walk from cell to point."""
        return self.after(meetings.depart, meeting_id, **self.asked(NothingSerializer))


class Lateness(MeetingDoor):
    """A delay."""

    @extend_schema(
        operation_id="be_late",
        request=LatenessSerializer,
        responses={200: MeetingSerializer} | refuses(MeetingRefused, "too-late", "over", "met-already"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """Five or ten minutes late; fifteen in all."""
        return self.after(meetings.late, meeting_id, **self.asked(LatenessSerializer))


class Arrival(MeetingDoor):
    """Here."""

    @extend_schema(
        operation_id="arrive",
        request=None,
        responses={200: MeetingSerializer} | refuses(MeetingRefused, "over", "met-already"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """I am here: a tap, never a position."""
        return self.after(meetings.arrive, meeting_id, **self.asked(NothingSerializer))


class Messages(MeetingDoor):
    """Said on the way."""

    @extend_schema(
        operation_id="say",
        request=SaySerializer,
        responses={200: MeetingSerializer} | refuses(MeetingRefused, "over", "too-many-words"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """Say one of eight sentences; each reads it in their own language."""
        return self.after(meetings.say, meeting_id, **self.asked(SaySerializer))


class Proof(MeetingDoor):
    """That we met."""

    @extend_schema(
        operation_id="prove",
        request=ProofSerializer,
        responses={200: MeetingSerializer} | refuses(MeetingRefused, "over", "wrong-code", "no-tries-left"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """Enter the other's code, once by either side; or say “we met”, both."""
        match self.asked(ProofSerializer):
            case {"code": code}:
                return self.after(proof.prove, meeting_id, code=code)
            case _:
                return self.after(proof.vouch, meeting_id)


class Cancellation(MeetingDoor):
    """Called off."""

    @extend_schema(
        operation_id="cancel",
        request=CancelSerializer,
        responses={200: MeetingSerializer} | refuses(MeetingRefused, "met-already"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """Call it off before having met. A meeting that is over stays as it ended."""
        return self.after(meetings.cancel, meeting_id, **self.asked(CancelSerializer))


class Release(MeetingDoor):
    """Free again."""

    @extend_schema(
        operation_id="release",
        request=None,
        responses={200: MeetingSerializer}
        | refuses(MeetingRefused, "not-yet", "on-their-way", "met-already"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """Go free when the other has not set off three minutes after the yes."""
        return self.after(meetings.release, meeting_id, **self.asked(NothingSerializer))


class End(MeetingDoor):
    """Goodbye."""

    @extend_schema(
        operation_id="end_meeting",
        request=None,
        responses={200: MeetingSerializer} | refuses(MeetingRefused, "not-met"),
        tags=TAGS,
    )
    def post(self, request: Request, meeting_id: UUID) -> Response:
        """Say goodbye after having met; both are free again."""
        return self.after(meetings.end, meeting_id, **self.asked(NothingSerializer))
