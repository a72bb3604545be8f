"""What every door of the API is made of: scope, one strict reading, safe repetition, one shape of lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED
from rest_framework.views import APIView

from kernel import idempotency
from kernel.schema import KairosAutoSchema
from kernel.tokens import HasScope

COMMANDS: Final = ("post", "put", "patch", "delete")


class StrictSerializer(serializers.Serializer[Any]):
    """Reads what is declared and refuses the rest by name: a misspelt field must not pass in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the values, or refuse every field that nobody asked for."""
        writable = {name for name, field in self.fields.items() if not field.read_only}
        if isinstance(data, Mapping) and (unknown := data.keys() - writable):
            raise serializers.ValidationError(
                {name: [_("There is no such field.")] for name in sorted(unknown)}
            )
        return super().to_internal_value(data)


class NothingSerializer(StrictSerializer):
    """What is asked where the address says it all: any field is one too many."""


class Door(APIView):
    """One address of the API. A subclass names its `required_scope` and writes one method a verb:

    read (`self.asked(...)`), fetch `.for_person(...)`, call one stage with `by` and `now`, answer.
    """

    required_scope: ClassVar[str] = "meet"
    permission_classes: Sequence[type[BasePermission]] = (HasScope,)
    schema = KairosAutoSchema()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let the person in first; then make what changes something safe to repeat."""
        super().initial(request, *args, **kwargs)
        verb = (request.method or "").lower()
        if verb in COMMANDS and hasattr(self, verb):
            setattr(self, verb, idempotency.once(request, getattr(self, verb)))

    def asked(self, serializer: type[StrictSerializer], **context: Any) -> dict[str, Any]:
        """Return what the body says, read by `serializer`, or refuse with the fields that are wrong."""
        return self._read(serializer, self.request.data, context)

    def asked_in_query(self, serializer: type[StrictSerializer], **context: Any) -> dict[str, Any]:
        """Return what the query string says, read the same way."""
        return self._read(serializer, self.request.query_params.dict(), context)

    def _read(self, serializer: type[StrictSerializer], data: Any, context: dict[str, Any]) -> dict[str, Any]:
        reading = serializer(data=data, context={"request": self.request, **context})
        reading.is_valid(raise_exception=True)
        values: dict[str, Any] = reading.validated_data
        return values


def made(at: datetime, *, now: datetime) -> int:
    """Return 201 for a row that this request made, 200 for one that was there: stages stamp with `now`."""
    return HTTP_201_CREATED if at == now else HTTP_200_OK


class Pages(CursorPagination):
    """Lists: `{"results": [...], "next": url or null}`. A cursor, so that a growing list repeats nothing."""

    page_size = 50
    ordering = "-created_at"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        """Return the rows of one page; a cursor that no list gave out opens nothing."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except ValidationError as made_up:  # its position is no value of the field
            raise NotFound from made_up

    def get_paginated_response(self, data: Any) -> Response:
        """Answer one page."""
        return Response({"results": data, "next": self.get_next_link()})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Document one page."""
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {"type": ["string", "null"], "format": "uri", "example": None},
            },
        }
