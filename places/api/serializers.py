"""A public meeting point as JSON.

Its longitude and latitude are the place's, public data: a phone measures its own way and tells nobody.
"""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from places.api import examples
from places.models import Kind
from places.points import NearPoint


class PointSerializer(serializers.Serializer[Any]):
    """A public place where two people may meet. Data © OpenStreetMap contributors."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    where = serializers.CharField(help_text="Where exactly, in one line; may be empty.")
    lon = serializers.FloatField(help_text="Of the place, degrees.")
    lat = serializers.FloatField(help_text="Of the place, degrees.")


class OpeningSerializer(serializers.Serializer[Any]):
    """How far it is from the middle of my cell, and whether it is open."""

    walk_min = serializers.IntegerField(help_text="Minutes on foot from the middle of my cell.")
    is_open = serializers.BooleanField()
    open_until = serializers.DateTimeField(
        allow_null=True, help_text="Null where nobody knows, or not within a day."
    )


class NearPointSerializer(PointSerializer, OpeningSerializer):
    """A public place in walking reach, with its opening."""

    def to_representation(self, near: NearPoint) -> dict[str, Any]:
        """The place and its opening side by side."""
        return {**PointSerializer(near.point).data, **OpeningSerializer(near).data}


@extend_schema_serializer(examples=[examples.NEAR])
class NearPointsSerializer(serializers.Serializer[Any]):
    """The places, nearest first."""

    results = NearPointSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: these are all.")
