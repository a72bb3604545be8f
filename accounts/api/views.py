"""The door of "me"."""

from datetime import datetime
from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK

from accounts import profiles
from accounts.api.members import MemberDoor
from accounts.api.serializers import ChangesSerializer, IntroductionSerializer, MeSerializer
from accounts.models import Profile
from accounts.profiles import Changes, ProfileRefused
from kernel import clock
from kernel.api import made
from kernel.schema import refuses

CANNOT_BE_SAID = ("missing", "no-language", "contact-in-text", "too-long")


class Me(MemberDoor):
    """What I say of myself, and who may see it."""

    required_scope = "me"
    open_to_newcomers = frozenset({"POST"})

    @extend_schema(operation_id="read_me", responses=MeSerializer, tags=["me"])
    def get(self, request: Request) -> Response:
        """What I say of myself, what was proved of it, and who may see it."""
        return mine(self.me.profile, now=clock.now())

    @extend_schema(
        operation_id="introduce_me",
        request=IntroductionSerializer,
        responses={201: MeSerializer, 200: MeSerializer}
        | refuses(ProfileRefused, "not-adult", *CANNOT_BE_SAID),
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """The first profile, needed before anything else. Whoever has one keeps it: 200."""
        now = clock.now()
        profile = profiles.complete(by=self.me, now=now, **self.asked(IntroductionSerializer))
        return mine(profile, now=now, status=made(profile.is_adult_at, now=now))

    @extend_schema(
        operation_id="change_me",
        request=ChangesSerializer,
        responses={200: MeSerializer}
        | refuses(ProfileRefused, "unknown-term", "too-many", "too-many-companies", *CANNOT_BE_SAID),
        tags=["me"],
    )
    def patch(self, request: Request) -> Response:
        """Change what is given; what is left out stays as it is."""
        now = clock.now()
        return mine(self.change(cast(Changes, self.asked(ChangesSerializer)), now=now), now=now)

    def change(self, changes: Changes, *, now: datetime) -> Profile:
        """Make the change; above, matching makes an open session obey it."""
        return profiles.update(by=self.me, changes=changes)


def mine(profile: Profile, *, now: datetime, status: int = HTTP_200_OK) -> Response:
    """Me, as I stand."""
    return Response(MeSerializer(profile, context={"now": now}).data, status=status)
