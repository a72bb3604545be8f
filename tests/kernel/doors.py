"""A few doors and pages that exist only here, to try the mechanisms on: the urlconf of these tests."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DeadlockDetected
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import Door, StrictSerializer
from kernel.refusals import Refusal, handler400, handler403, handler404, handler500
from tests.kernel.things import Thing

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class TeaRefused(Refusal):
    title = _("Not valid.")
    sentences = {
        "cold": _("You may not do this."),
        "often": _("Too many."),
        "sugar": "No more than %(most)s.",
        "bitter": "That was cup %(cup)s.",
    }
    statuses = {"often": 429, "bitter": 422}
    counted = frozenset({"bitter"})


class WishSerializer(StrictSerializer):
    name = serializers.CharField(max_length=10)
    sugar = serializers.IntegerField(min_value=0, max_value=3, default=0)


class Things(Door):
    def get(self, request: Request) -> Response:
        return Response({"things": Thing.objects.count()})

    def post(self, request: Request) -> Response:
        wish = self.asked(WishSerializer)
        thing = Thing.objects.create(state=wish["name"])
        if wish["name"] == "cold":
            raise TeaRefused("cold")
        if wish["name"] == "bitter":
            raise TeaRefused("bitter", cup=Thing.objects.count())
        if wish["name"] == "broken":
            raise RuntimeError
        return Response({"id": str(thing.pk), "name": wish["name"]}, status=201)

    def delete(self, request: Request) -> Response:
        return Response(status=204)


class Emptied(Door):
    def post(self, request: Request) -> Response:
        Thing.objects.create(state="emptied")
        return Response(status=204)


class Organized(Door):
    required_scope = "organize"

    def get(self, request: Request) -> Response:
        return Response({})


def raised(what: str) -> Exception:
    return {
        "cold": TeaRefused("cold"),
        "often": TeaRefused("often", retry_after_s=7),
        "sugar": TeaRefused("sugar", most=3),
        "gone": Http404(),
        "denied": PermissionDenied(),
        "throttled": Throttled(wait=2.5),
        "broken": RuntimeError(),
    }[what]


class Raising(Door):
    def get(self, request: Request, what: str) -> Response:
        raise raised(what)


def raising_page(request: HttpRequest, what: str) -> HttpResponse:
    raise raised(what)


class Deadlocks:
    """How often the next calls still meet a deadlock, and how many calls there were."""

    left = 0
    calls = 0


def deadlocking_page(request: HttpRequest) -> HttpResponse:
    Deadlocks.calls += 1
    if Deadlocks.left:
        Deadlocks.left -= 1
        raise OperationalError from DeadlockDetected()
    return HttpResponse(request.POST.get("said", ""))


class Deadlocking(Door):
    def post(self, request: Request) -> Response:
        deadlocking_page(request._request)
        return Response(request.data)


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse("let in")


urlpatterns = [
    path("api/v1/things", Things.as_view()),
    path("api/v1/emptied", Emptied.as_view()),
    path("api/v1/organized", Organized.as_view()),
    path("api/v1/raising/<what>", Raising.as_view()),
    path("api/v1/deadlocking", Deadlocking.as_view()),
    path("api/v1/echo", echo),
    path("raising/<what>/", raising_page),
    path("deadlocking/", deadlocking_page),
    path("echo/", echo),
    path("admin/places/echo/", echo),
    path("", include("config.urls")),  # what base.html links to
]
