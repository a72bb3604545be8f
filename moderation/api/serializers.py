"""A report as JSON."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from kernel.api import StrictSerializer
from meetups.api.serializers import AboutSerializer
from moderation import policy
from moderation.wording import CATEGORIES

CATEGORY_CHOICES = list(CATEGORIES.items())


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "After a meeting",
            value={
                "about": {"kind": "meeting", "id": "8a4c7f0e-0d53-4b1c-9f6e-2f1f3f0f5a21"},
                "category": "selling",
                "note": "Would not stop selling.",
            },
            request_only=True,
        )
    ]
)
class ReportSerializer(StrictSerializer):
    """What happened, with whom."""

    about = AboutSerializer()
    category = serializers.ChoiceField(CATEGORY_CHOICES)
    note = serializers.CharField(max_length=policy.NOTE_LONGEST, allow_blank=True, default="")


class ReceiptSerializer(serializers.Serializer[Any]):
    """That the report was taken."""

    id = serializers.UUIDField()
    receipt = serializers.CharField(help_text="To name when one asks again.")
    category = serializers.ChoiceField(CATEGORY_CHOICES)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="By when a person reads it.")
