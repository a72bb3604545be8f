"""A page that does not know whether it was heard sends its form again, with the same key: it counts once."""

import pytest
from django.conf import settings

from kernel.models import RememberedCall
from meetups import partings
from meetups.models import Invitation, Message
from tests import builders
from tests.builders import session_of

KEYED = {"Idempotency-Key": "k-1"}


@pytest.fixture(autouse=True)
def _still(clock):
    """Doors and stages agree on the moment."""


@pytest.fixture
def annas(anna, client):
    client.force_login(anna, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def asking(bo):
    return {"to": str(session_of(bo).pk), "length_min": "20"}


def test_a_form_with_a_key_is_told_where_to_go_and_twice_the_same(annas, asking):
    answers = [annas.post("/invitations/", asking, headers=KEYED) for _ in range(2)]
    there = f"/invitations/{Invitation.objects.get().pk}/"
    assert [(one.status_code, one.headers["HX-Redirect"]) for one in answers] == [(204, there)] * 2
    assert not any(one.has_header("Location") for one in answers)


def test_the_second_answer_is_the_first_even_when_the_world_has_changed(annas, asking, anna):
    first = annas.post("/invitations/", asking, headers=KEYED)
    partings.go_invisible(by=anna, now=builders.NOON)
    again = annas.post("/invitations/", asking, headers=KEYED)
    assert again.headers["HX-Redirect"] == first.headers["HX-Redirect"]
    assert Invitation.objects.count() == 1


def test_without_a_key_a_form_is_redirected_as_ever(annas, asking):
    answer = annas.post("/invitations/", asking)
    assert (answer.status_code, answer.headers["Location"][:13]) == (303, "/invitations/")


def test_a_refusal_confirms_nothing_and_leaves_the_key_free(annas, asking, bo):
    refused = annas.post("/invitations/", {**asking, "length_min": "21"}, headers=KEYED)
    assert (refused.headers["HX-Redirect"], RememberedCall.objects.count()) == ("/now/", 0)
    asked = annas.post("/invitations/", asking, headers=KEYED)
    assert asked.headers["HX-Redirect"].startswith("/invitations/")


def test_a_sentence_said_twice_with_one_key_is_said_once_and_the_page_reads_itself_anew(annas, anna, bo):
    agreed = builders.meeting(anna, bo)
    path, outside = f"/meetings/{agreed.pk}/messages/", {"preset": "outside"}
    headers = {**KEYED, "HX-Request": "true"}
    first, again = (annas.post(path, outside, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["HX-Trigger"]) == (200, 204, "resync")
    assert Message.objects.filter(meeting=agreed).count() == 1


def test_a_wrong_code_is_counted_and_confirms_nothing(annas, anna, bo):
    agreed = builders.meeting(anna, bo)
    answer = annas.post(f"/meetings/{agreed.pk}/proof/", {"code": "0000"}, headers=KEYED)
    assert (answer.status_code >= 400, RememberedCall.objects.count()) == (True, 0)
