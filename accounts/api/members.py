"""The gate of the API, the same as that of the pages: a complete profile, and no freeze.

Every door of the apps above that is for members stands on `MemberDoor`.
"""

from typing import Any, ClassVar, cast

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import User
from accounts.sign_in.gate import gate_of
from kernel.api import Door
from kernel.refusals import Refusal
from kernel.tokens import HasScope


class MemberRefused(Refusal):
    """Who is known but may not pass."""

    status = 403
    title = _("Not allowed.")
    sentences: ClassVar = {
        "profile-needed": _("Say who you are first: a first name, a role, and that you are 18 or older."),
        "frozen": _("Your account is frozen. The reasons were sent to your mailbox."),
    }


class IsMember(BasePermission):
    """The person has a profile and is not frozen."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Let a member pass; say to anybody else what is in the way."""
        gate = gate_of(cast(User, request.user))
        if gate.profile is None:
            if request.method not in view.open_to_newcomers:
                raise MemberRefused("profile-needed")
        elif gate.is_frozen:
            raise MemberRefused("frozen")
        return True


class MemberDoor(Door):
    """A door of the API that is for members."""

    permission_classes = (HasScope, IsMember)
    open_to_newcomers: ClassVar[frozenset[str]] = frozenset()  # methods that ask for no profile

    @property
    def me(self) -> User:
        """The person who asks; their profile is at hand."""
        return cast(User, self.request.user)
