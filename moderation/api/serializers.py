"""A report as JSON."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from kernel.api import StrictSerializer
from meetups.api.examples import MEETING_ID
from meetups.api.serializers import AboutSerializer
from moderation import policy
from moderation.wording import CATEGORIES

CATEGORY_CHOICES = list(CATEGORIES.items())


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "After a meeting",
            value={
                "about": {"kind": "meeting", "id": MEETING_ID},
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


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A receipt",
            value={
                "id": "9b2d5a1c-3e4f-4a6b-8c7d-0e1f2a3b4c5d",
                "receipt": "7KQ2MX9R",
                "category": "selling",
                "received_at": "2026-06-17T09:30:00Z",
                "due_at": "2026-06-18T09:30:00Z",
            },
            response_only=True,
        )
    ]
)
class ReceiptSerializer(serializers.Serializer[Any]):
    """That the report was taken."""

    id = serializers.UUIDField()
    receipt = serializers.CharField(help_text="To name when one asks again.")
    category = serializers.ChoiceField(CATEGORY_CHOICES)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="By when a person reads it.")
