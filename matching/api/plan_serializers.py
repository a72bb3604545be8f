"""Plans, pulses and alerts as JSON. Each names a public place that the person chose, never where they are."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from kernel.api import StrictSerializer
from matching import policy
from matching.api import plan_examples as examples
from matching.api.serializers import INTENTION_CHOICES, LEVELS, MINUTES_ON_FOOT
from places.api.serializers import PointSerializer

THESE_ARE_ALL = "Always null: these are all."


def next_field() -> serializers.URLField:
    """The end of a list that has one page."""
    return serializers.URLField(allow_null=True, help_text=THESE_ARE_ALL)


class PlannedSerializer(serializers.Serializer[Any]):
    """What is meant round a place."""

    id = serializers.UUIDField()
    point = PointSerializer(help_text="The place I chose. Never taken for where I am.")


@extend_schema_serializer(examples=[examples.A_PLAN])
class PlanSerializer(PlannedSerializer):
    """A later window. When its time comes, going live is still mine to do."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    intention = serializers.ChoiceField(INTENTION_CHOICES)
    topic = serializers.CharField()
    reach_min = serializers.ChoiceField(MINUTES_ON_FOOT)


@extend_schema_serializer(many=False, examples=[examples.PLANS])
class PlansSerializer(serializers.Serializer[Any]):
    """My plans, soonest first."""

    results = PlanSerializer(many=True)
    next = next_field()


@extend_schema_serializer(examples=[examples.NEW_PLAN])
class NewPlanSerializer(StrictSerializer):
    """A window of 20 to 120 minutes within the next 14 days."""

    point = serializers.UUIDField(help_text="Of a public place.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    intention = serializers.ChoiceField(INTENTION_CHOICES)
    topic = serializers.CharField(max_length=policy.TOPIC_LONGEST, allow_blank=True)
    reach_min = serializers.ChoiceField(MINUTES_ON_FOOT)


class AroundSerializer(StrictSerializer):
    """Which place."""

    around = serializers.UUIDField(help_text="Of a public place.")


class PublicLiquiditySerializer(serializers.Serializer[Any]):
    """How many people are free round a place, in steps of five, changing every five minutes."""

    level = serializers.ChoiceField(LEVELS, allow_null=True)
    count = serializers.IntegerField(allow_null=True, help_text="At least so many; null under five.")


class PulseSerializer(serializers.Serializer[Any]):
    """One rush hour round the place."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    others = serializers.IntegerField(
        allow_null=True, help_text="At least so many others plan to come: a step of five, null under five."
    )
    pledge = serializers.UUIDField(source="pledge.pk", allow_null=True, default=None, help_text="Mine.")
    open = serializers.BooleanField(help_text="Whether I can still say that I will come.")
    gathers = serializers.BooleanField(
        help_text="Whether enough come: known 15 minutes before, to who pledged."
    )
    under_way = serializers.BooleanField()


@extend_schema_serializer(many=False, examples=[examples.PULSES])
class PulsesSerializer(serializers.Serializer[Any]):
    """The rush hours round a place, soonest first, and who is free there now."""

    point = PointSerializer()
    liquidity = PublicLiquiditySerializer()
    results = PulseSerializer(many=True)
    next = next_field()


@extend_schema_serializer(examples=[examples.A_PLEDGE])
class PledgeSerializer(PlannedSerializer):
    """That I will come to a rush hour."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    gathers = serializers.BooleanField(help_text="Whether enough come: known 15 minutes before.")


@extend_schema_serializer(many=False, examples=[examples.PLEDGES])
class PledgesSerializer(serializers.Serializer[Any]):
    """My pledges, soonest first."""

    results = PledgeSerializer(many=True)
    next = next_field()


@extend_schema_serializer(examples=[examples.NEW_PLEDGE])
class NewPledgeSerializer(StrictSerializer):
    """A rush hour as `/pulses` lists it."""

    point = serializers.UUIDField(help_text="Of a public place.")
    starts_at = serializers.DateTimeField()


@extend_schema_serializer(examples=[examples.AN_ALERT])
class AlertSerializer(PlannedSerializer):
    """Tell me once when at least five people are free there."""

    until = serializers.DateTimeField()
    fired_at = serializers.DateTimeField(allow_null=True, help_text="When I was told; null while it waits.")


@extend_schema_serializer(many=False, examples=[examples.ALERTS])
class AlertsSerializer(serializers.Serializer[Any]):
    """My alerts, the newest first."""

    results = AlertSerializer(many=True)
    next = next_field()


@extend_schema_serializer(examples=[examples.NEW_ALERT])
class NewAlertSerializer(StrictSerializer):
    """Until when at most: 12 hours from now."""

    point = serializers.UUIDField(help_text="Of a public place.")
    until = serializers.DateTimeField()
