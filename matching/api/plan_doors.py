"""Doors of plans, pulses and alerts."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_204_NO_CONTENT

from accounts.api.members import MemberDoor
from accounts.profiles import ProfileRefused
from kernel import clock
from kernel.api import made
from kernel.schema import refuses
from matching import alerts, liquidity, plans, pulses
from matching.alerts import AlertRefused
from matching.api.plan_serializers import (
    AlertSerializer,
    AlertsSerializer,
    AroundSerializer,
    NewAlertSerializer,
    NewPlanSerializer,
    NewPledgeSerializer,
    PlanSerializer,
    PlansSerializer,
    PledgeSerializer,
    PledgesSerializer,
    PulsesSerializer,
)
from matching.models import Alert, Plan, Pledge
from matching.plans import PlanRefused
from matching.pulses import Pulse, PulseRefused
from places import points


class Plans(MemberDoor):
    """My later windows."""

    @extend_schema(operation_id="plans", responses=PlansSerializer, tags=["plans"])
    def get(self, request: Request) -> Response:
        """My plans whose time is not over, soonest first."""
        rows = Plan.objects.for_person(self.me).ahead(clock.now())
        return Response(PlansSerializer({"results": rows, "next": None}).data)

    @extend_schema(
        operation_id="plan",
        request=NewPlanSerializer,
        responses={201: PlanSerializer, 200: PlanSerializer}
        | refuses(
            PlanRefused,
            *("unknown-point", "in-the-past", "too-far-ahead", "wrong-length", "too-many-plans", "overlaps"),
            also={ProfileRefused: ["contact-in-text"]},
        ),
        tags=["plans"],
    )
    def post(self, request: Request) -> Response:
        """Plan a later window; five minutes before it I hear `plan-due`. The same one again: 200."""
        now = clock.now()
        plan = plans.add(by=self.me, now=now, **self.asked(NewPlanSerializer))
        return Response(PlanSerializer(plan).data, status=made(plan.created_at, now=now))


class OnePlan(MemberDoor):
    """One of mine."""

    @extend_schema(operation_id="remove_plan", responses={204: None}, tags=["plans"])
    def delete(self, request: Request, plan_id: UUID) -> Response:
        """Drop a plan."""
        plan = get_object_or_404(Plan.objects.for_person(self.me), pk=plan_id)
        plans.remove(by=self.me, now=clock.now(), plan_id=plan.pk)
        return Response(status=HTTP_204_NO_CONTENT)


class Pulses(MemberDoor):
    """Rush hours round a place."""

    @extend_schema(
        operation_id="pulses", parameters=[AroundSerializer], responses=PulsesSerializer, tags=["pulses"]
    )
    def get(self, request: Request) -> Response:
        """Who is free round a place now, and its agreed hours with how many others plan to come."""
        now = clock.now()
        point = points.known(self.asked_in_query(AroundSerializer)["around"])
        if point is None:
            raise Http404
        answer = {
            "point": point,
            "liquidity": liquidity.around(point, now=now),
            "results": pulses.around(point, self.me, now=now),
            "next": None,
        }
        return Response(PulsesSerializer(answer).data)


class Pledges(MemberDoor):
    """The rush hours I have said I will come to."""

    @extend_schema(operation_id="pledges", responses=PledgesSerializer, tags=["pulses"])
    def get(self, request: Request) -> Response:
        """My pledges that stand, soonest first. One that did not gather is gone, and nobody is told."""
        mine = [shown(pulse) for pulse in pulses.mine(self.me, now=clock.now())]
        return Response(PledgesSerializer({"results": mine, "next": None}).data)

    @extend_schema(
        operation_id="pledge",
        request=NewPledgeSerializer,
        responses={201: PledgeSerializer, 200: PledgeSerializer}
        | refuses(PulseRefused, "unknown-point", "no-such-pulse", "too-late", "pledged-elsewhere"),
        tags=["pulses"],
    )
    def post(self, request: Request) -> Response:
        """Say that I will come; 15 minutes before I hear `pulse-gathers` if enough do. Again: 200."""
        now = clock.now()
        row = pulses.pledge(by=self.me, now=now, **self.asked(NewPledgeSerializer))
        return Response(PledgeSerializer(of(row)).data, status=made(row.created_at, now=now))


class OnePledge(MemberDoor):
    """One of mine."""

    @extend_schema(
        operation_id="take_pledge_back",
        responses={204: None} | refuses(PulseRefused, "begun"),
        tags=["pulses"],
    )
    def delete(self, request: Request, pledge_id: UUID) -> Response:
        """Not come after all, before it begins; nobody is told."""
        row = get_object_or_404(Pledge.objects.for_person(self.me), pk=pledge_id)
        pulses.take_back(by=self.me, now=clock.now(), pledge_id=row.pk)
        return Response(status=HTTP_204_NO_CONTENT)


class Alerts(MemberDoor):
    """Tell me when at least five are free."""

    @extend_schema(operation_id="alerts", responses=AlertsSerializer, tags=["alerts"])
    def get(self, request: Request) -> Response:
        """My alerts whose time is not over, the newest first."""
        rows = alerts.kept_for(self.me, now=clock.now())
        return Response(AlertsSerializer({"results": rows, "next": None}).data)

    @extend_schema(
        operation_id="alert",
        request=NewAlertSerializer,
        responses={201: AlertSerializer, 200: AlertSerializer}
        | refuses(AlertRefused, "unknown-point", "wrong-length", "too-many-alerts"),
        tags=["alerts"],
    )
    def post(self, request: Request) -> Response:
        """Be told once, by `enough-people-free`, when five people whom I could meet are free. Again: 200."""
        now = clock.now()
        alert = alerts.watch(by=self.me, now=now, **self.asked(NewAlertSerializer))
        return Response(AlertSerializer(alert).data, status=made(alert.created_at, now=now))


class OneAlert(MemberDoor):
    """One of mine."""

    @extend_schema(operation_id="remove_alert", responses={204: None}, tags=["alerts"])
    def delete(self, request: Request, alert_id: UUID) -> Response:
        """Be told nothing after all."""
        alert = get_object_or_404(Alert.objects.for_person(self.me), pk=alert_id)
        alerts.remove(by=self.me, now=clock.now(), alert_id=alert.pk)
        return Response(status=HTTP_204_NO_CONTENT)


def shown(pulse: Pulse) -> dict[str, Any]:
    """A pulse one has pledged to, as the pledge."""
    return of(pulse.pledge) | {"gathers": pulse.gathers} if pulse.pledge else {}


def of(row: Pledge) -> dict[str, Any]:
    """A pledge; whether it gathers is not known before its time."""
    return {
        "id": row.pk, "point": row.point, "starts_at": row.starts_at, "ends_at": row.ends_at,
        "gathers": False,
    }  # fmt: skip
