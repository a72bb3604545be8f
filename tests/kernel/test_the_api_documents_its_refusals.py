"""Every operation of the OpenAPI document says what it answers when it says no."""

import pytest
from drf_spectacular.generators import SchemaGenerator

from kernel.schema import EVERYWHERE, PROBLEM


@pytest.fixture(scope="module")
def document():
    return SchemaGenerator(urlconf="tests.kernel.plain_doors").get_schema(request=None, public=True)


def operations(document):
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def test_every_operation_names_every_refusal(document):
    assert len(operations(document)) == 3
    for operation in operations(document):
        for status in EVERYWHERE:
            answer = operation["responses"][str(status)]
            assert answer["content"] == {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_a_refusal_has_a_code_and_a_sentence(document):
    problem = document["components"]["schemas"]["Problem"]
    assert set(problem["required"]) == {"type", "title", "status", "code", "detail"}


def test_a_quota_says_when_to_try_again(document):
    assert all(
        "Retry-After" in operation["responses"]["429"]["headers"] for operation in operations(document)
    )


def test_whatever_changes_something_and_nothing_else_takes_an_idempotency_key(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names = [parameter["name"] for parameter in operation.get("parameters", [])]
            assert ("Idempotency-Key" in names) == (method != "get"), (path, method)
