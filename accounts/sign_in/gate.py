"""Who may pass: signed in, with a complete profile, not frozen. And the way out.

Called by the page doors of every app.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import Profile, Restriction, User
from notifications.publish import ring

P = ParamSpec("P")

_SHOWN_OUT = "shown_out"
"""Session key: whose statement the frozen page shows to somebody who has proved the mailbox, not more."""


class MemberRequest(HttpRequest):
    """A request behind `member_required`: its user is a person with a profile."""

    user: User


def member_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let the view be reached only by a member; others are led to what they still have to do."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_way_back(request), reverse("accounts:sign-in"))
        profile = profile_of(request.user)
        if profile is None:
            return redirect_to_login(_way_back(request), reverse("accounts:profile"))
        if profile.is_frozen:  # type: ignore[attr-defined]
            return redirect("accounts:frozen")
        return view(cast("MemberRequest", request), *args, **kwargs)

    return guarded


def freeze_of(person: User) -> Restriction | None:
    """The freeze in force on this account, with its statement, if there is one."""
    return (
        Restriction.objects.in_force(Now())
        .filter(user=person, kind=Restriction.Kind.FREEZE)
        .select_related("statement")
        .first()
    )


def show_out(request: HttpRequest, person: User) -> HttpResponse:
    """Lead somebody who proved the mailbox of a frozen account to the reasons, signed in as nobody."""
    request.session.flush()
    request.session[_SHOWN_OUT] = str(person.pk)
    return redirect("accounts:frozen")


def whose_freeze(request: HttpRequest) -> Restriction | None:
    """The freeze that this browser may read about."""
    person: Any = request.user if request.user.is_authenticated else None
    if person is None and (key := request.session.get(_SHOWN_OUT)):
        person = User.objects.filter(pk=UUID(key)).first()
    return freeze_of(person) if person else None


@transaction.atomic
def sign_out(request: HttpRequest) -> None:
    """End the session; the person's open sockets look again and close."""
    if request.user.is_authenticated:
        ring([request.user.pk])
    logout(request)


def profile_of(person: Any) -> Profile | None:
    """The profile and whether the account is frozen, in one question, since every page asks it."""
    frozen = Restriction.objects.in_force(Now()).filter(user=OuterRef("pk"), kind=Restriction.Kind.FREEZE)
    profile = Profile.objects.annotate(is_frozen=Exists(frozen)).filter(pk=person.pk).first()
    if profile is not None:
        person.profile = profile
    return profile


def _way_back(request: HttpRequest) -> str:
    """The page to return to: not a part of it, nor what was being posted, which would be asked for by GET."""
    if htmx := getattr(request, "htmx", None):
        return htmx.current_url_abs_path or ""
    return request.get_full_path() if request.method == "GET" else ""
