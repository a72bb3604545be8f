"""How the API documents itself: each operation says what it answers when it says no, in the same words."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.functional import lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from kernel.refusals import Refusal
from kernel.refusals.problems import STANDING

# Any operation may meet these: what cannot be read, who is unknown, what is not there, what is not taken, and
# a database that is away.
EVERYWHERE = (400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429, 503)
WITH_A_TIME = (429, 503)
PROBLEM = "application/problem+json"
RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds, where it is known."}}
_PLACEHOLDER = re.compile(r"%\(\w+\)s")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[\\x21-\\x7e]{1,64}$"},
    OpenApiParameter.HEADER,
    description="The same key, verb and body again get the first answer again, for 24 hours.",
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


class BearerToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """How a program says who it is."""

    target_class = "kernel.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Describe the `Authorization` header."""
        return {"type": "http", "scheme": "bearer", "description": "A personal token, within its scopes."}


class StrictReading(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """What is read strictly says so: a field that is not declared is refused."""

    target_class = "kernel.api.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        """Close the request's schema; an answer may gain fields."""
        read = auto_schema._map_serializer  # noqa: SLF001 -- what its documentation calls here
        schema: dict[str, Any] = read(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]
        return {**schema, "additionalProperties": False} if direction == "request" else schema


def refuses(
    refusal: type[Refusal], *codes: str, also: Mapping[type[Refusal], Collection[str]] | None = None
) -> dict[tuple[int, str], OpenApiResponse]:
    """Return the answers of an operation that may be refused with these codes, to add to its `responses`.

    `also` names the refusals of other stages. The sentences are the refusals' own; a code that one does not
    have fails at once.
    """
    by_status: dict[int, list[Refusal]] = defaultdict(list)
    for kind, some in {refusal: codes, **(also or {})}.items():
        for refused in map(kind, some):
            by_status[refused.status].append(refused)
    return {
        (status, PROBLEM): OpenApiResponse(Problem, _sentences_of(all_of_it))
        for status, all_of_it in by_status.items()
    }


def _in_words(refusals: list[Refusal]) -> str:
    return "\n".join(f"* `{refused.code}`: {_PLACEHOLDER.sub('…', refused.detail)}" for refused in refusals)


_sentences_of = lazy(_in_words, str)  # read when the document is, in its reader's language


class KairosAutoSchema(AutoSchema):
    """drf-spectacular's reading of a view, plus the answers every door can give."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Add the refusals to an operation; what a view documents itself stays."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            for status in EVERYWHERE:
                operation["responses"].setdefault(str(status), self._problem(status))
            for status in WITH_A_TIME:
                operation["responses"][str(status)]["headers"] = RETRY_AFTER
        return operation

    def get_override_parameters(self) -> list[Any]:
        """Whatever changes something takes an Idempotency-Key."""
        return [] if self.method == "GET" else [IDEMPOTENCY_KEY]

    def _problem(self, status: int) -> Any:
        said = OpenApiResponse(Problem, STANDING[status].detail)
        return self._get_response_for_code(  # type: ignore[no-untyped-call]  # drf-spectacular's
            said, str(status), media_types=[PROBLEM]
        )
