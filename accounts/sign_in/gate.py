"""Who may pass: signed in, with a complete profile, not frozen. And the way out.

Called by the page doors of every app.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, cast
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import Profile, Restriction, User
from kernel.idempotency import once_by_form
from notifications.publish import ring

P = ParamSpec("P")

_SHOWN_OUT = "shown_out"
"""Session key: whose statement the frozen page shows to somebody who has proved the mailbox, not more."""


class Gate(NamedTuple):
    """What every door asks of a person: a profile, None where it is not complete, and no freeze."""

    profile: Profile | None
    is_frozen: bool


class MemberRequest(HttpRequest):
    """A request behind `member_required`: its user is a person with a profile."""

    user: User


def member_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let the view be reached only by a member; others are led to what they still have to do.

    A form that comes with an `Idempotency-Key` is taken once.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_way_back(request), reverse("accounts:sign-in"))
        gate = gate_of(request.user)
        if gate.profile is None:
            return redirect_to_login(_way_back(request), reverse("accounts:profile"))
        if gate.is_frozen:
            return redirect("accounts:frozen")
        return once_by_form(request, view)(cast("MemberRequest", request), *args, **kwargs)

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


def gate_of(person: User) -> Gate:
    """What stands between a person and the doors: it came with the person, or is asked for now."""
    is_frozen: bool | None = getattr(person, "is_frozen", None)  # `vars` would not see through a lazy user
    if is_frozen is None:
        asked = with_gate(User.objects.filter(pk=person.pk)).get()
        is_frozen = vars(asked)["is_frozen"]
        if profile := getattr(asked, "profile", None):
            person.profile = profile
    return Gate(getattr(person, "profile", None), bool(is_frozen))


def with_gate(people: "QuerySet[User]") -> "QuerySet[User]":
    """`people` with their profiles and `is_frozen`."""
    frozen = Restriction.objects.in_force(Now()).filter(user=OuterRef("pk"), kind=Restriction.Kind.FREEZE)
    return people.select_related("profile").annotate(is_frozen=Exists(frozen))


def _way_back(request: HttpRequest) -> str:
    """The page to return to: not a part of it, nor what was being posted, which would be asked for by GET."""
    if htmx := getattr(request, "htmx", None):
        return htmx.current_url_abs_path or ""
    return request.get_full_path() if request.method == "GET" else ""
