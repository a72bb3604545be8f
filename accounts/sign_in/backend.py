"""Who is signed in. Asked at every request, so the person comes with what the gate asks, in one question."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.sign_in.gate import with_gate


class MemberBackend(AuthenticationBackend):
    """allauth's, which signs in by a mailed code."""

    def get_user(self, user_id: Any) -> User | None:
        """The active person of a session, with the profile if there is one, or None."""
        return with_gate(User.objects.filter(pk=user_id, is_active=True)).first()
