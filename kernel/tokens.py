"""Personal tokens: shown once, kept as a hash. They open the API and the socket within their scopes."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from kernel import clock
from kernel.models import ApiToken

PREFIX = "kairos_"  # lets a leaked token be found by whoever scans for such things
SECRET_BYTES = 32
USE_NOTED_EVERY = timedelta(hours=1)  # so that reading does not mean writing
SESSION_SCOPES = frozenset({"me", "meet", "organize"})


def issue(*, user: Any, scopes: Collection[str], now: datetime) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which nobody can read again.

    Units: `now` is aware UTC.
    """
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        user=user, digest=digest_of(secret), scopes=sorted(set(scopes)), created_at=now
    )
    return token, secret


def revoke(*, user: Any, now: datetime) -> int:
    """End all tokens of a person and return how many lived; repeating it changes nothing."""
    return ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


def find(secret: str) -> ApiToken | None:
    """Return the living token of an active person that has this secret, or None."""
    tokens = ApiToken.objects.select_related("user")
    return tokens.filter(digest=digest_of(secret), revoked_at=None, user__is_active=True).first()


def digest_of(secret: str) -> bytes:
    """Return what is kept of a secret. It is long and random, so a plain hash hides it for good."""
    return hashlib.sha256(secret.encode()).digest()


def bearer_of(header: bytes) -> str | None:
    """Return the secret in an `Authorization` header, or None when it is of another kind."""
    kind, _space, secret = header.decode("latin-1").strip().partition(" ")
    return secret.strip() if kind.lower() == "bearer" and secret.strip() else None


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; whoever sends none is left to the next scheme."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, ApiToken] | None:
        """Return the person and the token. A token that is not valid is refused, never overlooked."""
        header = get_authorization_header(request)
        if not header:
            return None
        secret = bearer_of(header)
        token = find(secret) if secret else None
        if token is None:
            raise AuthenticationFailed
        _note_use(token, now=clock.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme in a 401."""
        return 'Bearer realm="kairos"'


class HasScope(BasePermission):
    """The person is signed in, and what they came with may open this door (`required_scope` of the view)."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Judge by the token's scopes, or by what a session may do."""
        if not request.user.is_authenticated:
            return False
        return view.required_scope in _scopes_of(request)


def _scopes_of(request: Request) -> Collection[str]:
    if isinstance(request.auth, ApiToken):
        return request.auth.scopes
    return SESSION_SCOPES | {"moderate"} if getattr(request.user, "is_staff", False) else SESSION_SCOPES


def _note_use(token: ApiToken, *, now: datetime) -> None:
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
