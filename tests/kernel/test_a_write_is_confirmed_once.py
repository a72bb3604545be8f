"""`Idempotency-Key`: a client that does not know whether it was heard may say it again."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from rest_framework.test import APIClient

from kernel import clock, idempotency
from kernel.models import RememberedCall
from tests.kernel.conftest import client_with
from tests.kernel.things import Thing

TEA = {"name": "tea"}


def post(api, body=TEA, *, key="k-1", path="/api/v1/things"):
    return api.post(path, body, headers={"Idempotency-Key": key})


def test_without_a_key_it_happens_twice(api):
    api.post("/api/v1/things", TEA)
    api.post("/api/v1/things", TEA)
    assert Thing.objects.count() == 2


def test_with_a_key_it_happens_once_and_is_answered_in_the_same_words(api):
    first, second = post(api), post(api)
    assert Thing.objects.count() == 1
    assert (second.status_code, second.content) == (201, first.content)
    assert second["Content-Type"] == first["Content-Type"]


def test_an_answer_without_words_is_repeated_without_words(api):
    answers = [post(api, {}, path="/api/v1/emptied") for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert not any(answer.has_header("Content-Type") for answer in answers)
    assert Thing.objects.count() == 1


def test_a_key_belongs_to_a_path(api):
    post(api)
    assert post(api, {}, path="/api/v1/emptied").status_code == 204


def test_a_key_belongs_to_a_person(api, issue, bo):
    post(api)
    assert post(client_with(issue("meet", to=bo))).status_code == 201
    assert Thing.objects.count() == 2


def test_a_key_with_another_body_is_422(api):
    post(api)
    answer = post(api, {"name": "coffee"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("key", ["", "x" * 65, "two words", "clé"])
def test_a_key_that_is_none_is_422(api, key):
    answer = post(api, key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-malformed")
    assert not Thing.objects.exists()


def test_the_longest_key_is_taken(api):
    assert post(api, key="~" * 64).status_code == 201


@pytest.mark.parametrize(("name", "status"), [("cold", 409), ("far too long", 422)])
def test_what_was_refused_may_be_asked_again_with_the_same_key(api, name, status):
    assert post(api, {"name": name}).status_code == status
    assert not RememberedCall.objects.exists()
    assert post(api).status_code == 201


def test_what_a_stage_kept_before_it_refused_is_kept(api):
    post(api, {"name": "cold"})
    assert Thing.objects.count() == 1  # as it is without a key: the door of this test opens no transaction


def test_a_refusal_that_counted_something_is_said_again_and_counts_nothing_more(api):
    first, second = (post(api, {"name": "bitter"}) for _ in range(2))
    assert (first.status_code, first.json()["detail"]) == (422, "That was cup 1.")
    assert (second.status_code, second.content) == (422, first.content)
    assert second["Content-Type"] == first["Content-Type"]
    assert Thing.objects.count() == 1


def test_the_key_of_a_refusal_that_counted_something_is_not_free_for_another_body(api):
    post(api, {"name": "bitter"})
    assert post(api).json()["code"] == "idempotency-key-reused"


def test_what_broke_left_nothing_behind(api):
    api.raise_request_exception = False
    assert post(api, {"name": "broken"}).status_code == 500
    assert not RememberedCall.objects.exists()
    assert not Thing.objects.exists()


def test_a_stranger_with_a_key_is_still_a_stranger(doors, db):
    assert post(APIClient()).status_code == 401


def test_after_a_day_the_key_is_free_even_if_nobody_swept(api):
    post(api)
    RememberedCall.objects.update(at=clock.now() - idempotency.KEPT_FOR)
    assert post(api, {"name": "coffee"}).status_code == 201


def test_the_sweep_forgets_what_is_a_day_old(api):
    post(api)
    post(api, key="k-2")
    RememberedCall.objects.filter(pk=RememberedCall.objects.first().pk).update(
        at=clock.now() - idempotency.KEPT_FOR
    )
    assert idempotency.forget_due(now=clock.now()) == 1
    assert idempotency.forget_due(now=clock.now() + timedelta(hours=23)) == 0


def test_no_dump_tells_what_was_asked_or_answered(api):
    post(api, {"name": "12022130"}, key="the-key")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(kept)::text, sealed FROM kernel_rememberedcall kept")
        text, sealed = cursor.fetchone()
    assert bytes(sealed)  # there is something that could leak
    assert "12022130" not in text
    assert b"12022130" not in bytes(sealed)
    assert "the-key" not in text


def test_of_twelve_at_once_one_happens_and_all_hear_the_same(committed, api, issue):
    secret = issue("meet")
    barrier = threading.Barrier(12)
    heard = []

    def race():
        client = client_with(secret)
        barrier.wait()
        answer = post(client)
        heard.append((answer.status_code, answer.content))
        connection.close()

    racers = [threading.Thread(target=race) for _ in range(12)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert Thing.objects.count() == 1
    assert (len(heard), len(set(heard))) == (12, 1)
