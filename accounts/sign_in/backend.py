"""Who is signed in. Asked at every request, so the person comes with what the gate asks, in one question."""

from typing import Any, Final
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.sign_in.gate import with_gate
from kernel.statements import Prepared

ACTIVE: Final = Prepared(
    User,
    lambda person: with_gate(User.objects.filter(pk=person, is_active=True)),
    stand_in=UUID(int=0),
    also=["is_frozen"],
    beside="profile",
)


class MemberBackend(AuthenticationBackend):
    """allauth's, which signs in by a mailed code."""

    def get_user(self, user_id: Any) -> User | None:
        """The active person of a session, with the profile if there is one, or None."""
        return ACTIVE.first(user_id)
