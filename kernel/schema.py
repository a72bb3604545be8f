"""How the API documents itself: each operation says what it answers when it says no, in the same words."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

# Any operation may meet these: what cannot be read, who is unknown, what is not there, what is not taken.
EVERYWHERE = (400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429)
PROBLEM = "application/problem+json"
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[\\x21-\\x7e]{1,64}$"},
    OpenApiParameter.HEADER,
    description="A repeated POST with the same key and body gets the first answer again, for 24 hours.",
)


class Problem(serializers.Serializer[Any]):
    """Why not (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="What a program decides by; stable.")
    detail = serializers.CharField(help_text="What a person reads, in the language of Accept-Language.")
    errors = serializers.DictField(  # type: ignore[assignment]  # of a serializer that is never validated
        required=False, help_text="By field, what is wrong with its value."
    )


class KairosAutoSchema(AutoSchema):
    """drf-spectacular's reading of a view, plus the answers every door can give."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Add the refusals to an operation; what a view documents itself stays."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            for status in EVERYWHERE:
                operation["responses"].setdefault(str(status), self._problem(status))
        return operation

    def get_override_parameters(self) -> list[Any]:
        """Every POST takes an Idempotency-Key."""
        return [IDEMPOTENCY_KEY] if self.method == "POST" else []

    def _problem(self, status: int) -> Any:
        answer: Any = self._get_response_for_code(  # type: ignore[no-untyped-call]
            Problem, str(status), media_types=[PROBLEM]
        )
        if status == 429:
            answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
        return answer
