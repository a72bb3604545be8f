"""The interface as it documents itself: whole, true, and readable without anybody else's server."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

from kernel.schema import EVERYWHERE

OPERATIONS = {
    "GET /me": "read_me",
    "POST /me": "introduce_me",
    "PATCH /me": "change_me",
    "GET /availability": "read_availability",
    "POST /availability": "go_live",
    "PATCH /availability": "change_availability",
    "DELETE /availability": "go_invisible",
    "POST /availability/heartbeat": "beat",
    "GET /candidates": "candidates",
    "GET /candidates/again": "people_again",
    "POST /candidates/{candidate_id}/less-like": "less_like_this",
    "GET /less-like": "less_like",
    "DELETE /less-like/{kind_id}": "show_again",
    "GET /points": "points",
    "GET /invitations": "invitations",
    "POST /invitations": "invite",
    "GET /invitations/{invitation_id}": "read_invitation",
    "POST /invitations/{invitation_id}/acceptance": "accept",
    "POST /invitations/{invitation_id}/refusal": "refuse",
    "POST /invitations/{invitation_id}/withdrawal": "withdraw",
    "POST /invitations/{invitation_id}/extension": "extend_invitation",
    "GET /tables/current": "current_table",
    "GET /tables/{table_id}": "read_table",
    "POST /tables/{table_id}/acceptance": "accept_table",
    "POST /tables/{table_id}/refusal": "refuse_table",
    "GET /meetings/current": "current_meeting",
    "GET /meetings/{meeting_id}": "read_meeting",
    "POST /meetings/{meeting_id}/departure": "depart",
    "POST /meetings/{meeting_id}/lateness": "be_late",
    "POST /meetings/{meeting_id}/arrival": "arrive",
    "POST /meetings/{meeting_id}/messages": "say",
    "POST /meetings/{meeting_id}/proof": "prove",
    "POST /meetings/{meeting_id}/cancellation": "cancel",
    "POST /meetings/{meeting_id}/release": "release",
    "POST /meetings/{meeting_id}/end": "end_meeting",
    "GET /blocks": "blocks",
    "POST /blocks": "block",
    "DELETE /blocks/{block_id}": "unblock",
    "GET /plans": "plans",
    "POST /plans": "plan",
    "DELETE /plans/{plan_id}": "remove_plan",
    "GET /pulses": "pulses",
    "GET /pulses/pledges": "pledges",
    "POST /pulses/pledges": "pledge",
    "DELETE /pulses/pledges/{pledge_id}": "take_pledge_back",
    "GET /alerts": "alerts",
    "POST /alerts": "alert",
    "DELETE /alerts/{alert_id}": "remove_alert",
    "POST /reports": "report",
    "GET /me/push-subscriptions": "push_subscriptions",
    "POST /me/push-subscriptions": "subscribe_to_push",
    "DELETE /me/push-subscriptions/{subscription_id}": "unsubscribe_from_push",
    "GET /me/ringing": "ringing",
    "PATCH /me/ringing": "change_ringing",
    "GET /events": "events_after",
    "GET /asyncapi.json": "asyncapi",
}


@pytest.fixture(scope="module")
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture(scope="module")
def operations(document):
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_it_is_valid_and_free_of_warnings():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_it_names_every_operation_and_none_that_does_not_exist(operations):
    assert {name: operation["operationId"] for name, operation in operations.items()} == OPERATIONS


def test_every_address_of_the_api_is_in_it(document):
    told = {re.sub(r"\{\w+\}", "{}", path) for path in document["paths"]}
    assert told == {re.sub(r"<[\w:]+>", "{}", path) for path in addresses()} - {
        "/api/v1/schema/",
        "/api/v1/docs/",
    }


def test_every_operation_says_what_it_answers_when_it_says_no(operations):
    for name, operation in operations.items():
        for status in EVERYWHERE:
            answer = operation["responses"][str(status)]
            assert list(answer["content"]) == ["application/problem+json"], (name, status)
            assert answer["description"], (name, status)
        assert "Retry-After" in operation["responses"]["429"]["headers"]


def test_every_operation_is_explained(operations):
    assert [name for name, operation in operations.items() if not operation.get("description")] == []


def test_every_request_with_a_body_shows_an_example(operations):
    bodies = {
        name: operation["requestBody"] for name, operation in operations.items() if "requestBody" in operation
    }
    assert [
        name for name, body in bodies.items() if not body["content"]["application/json"].get("examples")
    ] == []


def test_every_answer_with_a_body_shows_an_example(operations):
    answers = {
        name: answer["content"]["application/json"]
        for name, operation in operations.items()
        for status, answer in operation["responses"].items()
        if status.startswith("2") and "content" in answer
    }
    told_elsewhere = {"GET /events", "GET /asyncapi.json"}
    assert {name for name, answer in answers.items() if not answer.get("examples")} == told_elsewhere


def test_every_example_keeps_to_its_own_schema(document, operations):
    checked = 0
    for operation in operations.values():
        for part in (operation.get("requestBody", {}), *operation["responses"].values()):
            content = part.get("content", {}).get("application/json", {})
            for example in content.get("examples", {}).values():
                whole = {**content["schema"], "components": document["components"]}
                Draft202012Validator(whole, format_checker=FormatChecker()).validate(example["value"])
                checked += 1
    assert checked > len(OPERATIONS)


def test_every_command_takes_a_key(operations):
    with_key = {
        name
        for name, operation in operations.items()
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "Idempotency-Key"
    }
    assert with_key == {name for name in OPERATIONS if not name.startswith("GET ")}


def test_what_a_request_may_hold_is_closed(document):
    requests = {
        name: schema for name, schema in document["components"]["schemas"].items() if name.endswith("Request")
    }
    assert requests
    assert [
        name for name, schema in requests.items() if schema.get("additionalProperties") is not False
    ] == []


def test_a_refusal_is_documented_by_its_own_sentence(operations):
    said = operations["POST /invitations/{invitation_id}/acceptance"]["responses"]["409"]["description"]
    assert "* `superseded`: They have just been taken. Others match." in said.split("\n")


def test_both_ways_of_coming_in_are_named(document, operations):
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert operations["GET /me"]["security"] == [{"token": []}, {"cookieAuth": []}]


def test_it_is_served_and_its_reader_needs_nobody_elses_server(client, db):
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert loaded
    assert [address for address in loaded if not address.startswith("/")] == []


def addresses(patterns=None, prefix="/"):
    """Every address under /api/v1/ that the URL configuration knows."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and path.startswith("/api/v1/"):
            yield path
