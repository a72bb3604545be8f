"""Whatever goes wrong under /api/, the answer has one shape: problem+json, with the status that fits."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from kernel.refusals import Refusal

SHAPE = {"type", "title", "status", "code", "detail"}


def assert_problem(answer, status, code):
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body.keys() - {"errors"} == SHAPE
    assert body["type"] == f"urn:kairos:problem:{code}"
    return body


RAISED = [
    ("cold", 409, "cold"),
    ("sugar", 409, "sugar"),
    ("often", 429, "often"),
    ("gone", 404, "not-found"),
    ("denied", 403, "not-allowed"),
    ("throttled", 429, "too-many"),
]


@pytest.mark.parametrize(("what", "status", "code"), RAISED)
def test_what_a_stage_raises_becomes_a_problem(api, what, status, code):
    assert_problem(api.get(f"/api/v1/raising/{what}"), status, code)


def test_a_refusal_says_its_own_sentence(api):
    assert assert_problem(api.get("/api/v1/raising/sugar"), 409, "sugar")["detail"] == "No more than 3."


def test_a_quota_says_when_to_try_again(api):
    assert api.get("/api/v1/raising/often")["Retry-After"] == "7"
    assert api.get("/api/v1/raising/throttled")["Retry-After"] == "3"


def test_a_body_that_cannot_be_read_is_400(api):
    answer = api.generic("POST", "/api/v1/things", b"{", content_type="application/json")
    assert_problem(answer, 400, "unreadable")


def test_values_that_are_wrong_are_422_with_their_fields(api):
    body = assert_problem(api.post("/api/v1/things", {"name": "x" * 11, "sugar": 9}), 422, "invalid")
    assert body["errors"].keys() == {"name", "sugar"}


def test_a_body_that_is_no_object_is_422(api):
    body = assert_problem(api.post("/api/v1/things", [1, 2]), 422, "invalid")
    assert body["errors"].keys() == {"non_field_errors"}


def test_a_field_that_nobody_asked_for_is_422(api):
    body = assert_problem(api.post("/api/v1/things", {"name": "tea", "suger": 1}), 422, "invalid")
    assert body["errors"] == {"suger": ["There is no such field."]}


def test_a_stranger_is_401_and_told_how(doors, db):
    answer = APIClient().get("/api/v1/things")
    assert_problem(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_another_method_is_405_and_told_which(api):
    answer = api.put("/api/v1/things", {})
    assert_problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET, POST, DELETE, HEAD, OPTIONS"


def test_another_format_is_406(api):
    assert_problem(api.get("/api/v1/things", headers={"Accept": "text/csv"}), 406, "not-acceptable")


def test_a_body_too_large_is_413(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    assert api.post("/api/v1/things", {"name": "x" * 900}).status_code == 422
    assert_problem(api.post("/api/v1/things", {"name": "x" * 1_000}), 413, "too-large")


def test_another_media_type_is_415(api):
    answer = api.generic("POST", "/api/v1/things", b"name=tea", content_type="text/plain")
    assert_problem(answer, 415, "media-type")


def test_an_address_that_is_not_there_is_404(doors):
    assert_problem(Client().get("/api/v1/nowhere"), 404, "not-found")


def test_our_own_mistake_is_500_and_says_nothing_of_it(api):
    api.raise_request_exception = False
    body = assert_problem(api.get("/api/v1/raising/broken"), 500, "server-error")
    assert "RuntimeError" not in str(body)


def test_the_sentence_is_made_when_it_is_read(monkeypatch):
    class Late(Refusal):
        sentences = {"late": "before"}

    refusal = Late("late")
    assert (refusal.code, refusal.status, refusal.detail) == ("late", 409, "before")


def test_a_code_without_a_sentence_is_a_mistake():
    with pytest.raises(KeyError):
        Refusal("nobody-wrote-this")
