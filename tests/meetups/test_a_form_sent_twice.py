"""A page that does not know whether it was heard sends its form again, with the same key: it counts once."""

import re

import pytest
from django.conf import settings
from django.test import Client

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


def test_a_wrong_code_is_counted_once_and_said_again(annas, anna, bo):
    agreed = builders.meeting(anna, bo)
    proof, beacon = f"/meetings/{agreed.pk}/proof/", f"http://testserver/meetings/{agreed.pk}/beacon/"
    guess, headers = {"code": builders.wrong_code_for(agreed, bo)}, {**KEYED, "Referer": beacon}
    said = "That is not their code. 4 tries left."
    first, again = (annas.post(proof, guess, headers=headers) for _ in range(2))
    assert (first.status_code, said in first.content.decode()) == (422, True)
    assert (again.status_code, again.headers["HX-Redirect"]) == (204, beacon)
    assert said in annas.get(beacon).content.decode()  # in passing: the page that had it is lost
    assert builders.side_of(agreed, anna).tries == 1


def test_a_wrong_code_of_which_nobody_was_told_costs_nothing(annas, anna, bo, monkeypatch):
    agreed = builders.meeting(anna, bo)
    annas.raise_request_exception = False
    monkeypatch.setattr("kernel.idempotency._seal", lambda *_: 1 / 0)  # as when the process dies there
    guess = {"code": builders.wrong_code_for(agreed, bo)}
    assert annas.post(f"/meetings/{agreed.pk}/proof/", guess, headers=KEYED).status_code == 500
    assert (builders.side_of(agreed, anna).tries, RememberedCall.objects.count()) == (0, 0)


def sentence_form(client, agreed):
    """What a browser that runs no script sends of the form for sentences."""
    page = client.get(f"/meetings/{agreed.pk}/").content.decode()
    form = page.split(f'action="/meetings/{agreed.pk}/messages/"', 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form))


def test_without_script_the_same_sentence_from_one_page_is_said_once(annas, anna, bo):
    agreed = builders.meeting(anna, bo)
    path, fields = f"/meetings/{agreed.pk}/messages/", sentence_form(annas, agreed)
    answers = [annas.post(path, {**fields, "preset": "outside"}) for _ in range(2)]
    assert {(one.status_code, one["Location"]) for one in answers} == {(303, f"/meetings/{agreed.pk}/")}
    annas.post(path, {**fields, "preset": "at-the-counter"})  # by the way back, from the page that was left
    annas.post(path, {**sentence_form(annas, agreed), "preset": "outside"})
    said = Message.objects.values_list("preset", flat=True)
    assert sorted(said) == ["at-the-counter", "outside", "outside"]


def test_the_page_may_have_been_written_anew_between_two_sendings(annas, anna, bo):
    agreed = builders.meeting(anna, bo)
    for token in ("a" * 64, "b" * 64):
        said = {"preset": "outside", "csrfmiddlewaretoken": token}
        assert annas.post(f"/meetings/{agreed.pk}/messages/", said, headers=KEYED).status_code in (204, 303)
    assert Message.objects.filter(meeting=agreed).count() == 1


def test_a_form_in_parts_is_counted_like_any_other(bo, anna):
    strict = Client(enforce_csrf_checks=True)  # which reads the parts before anybody else
    strict.force_login(anna, backend=settings.AUTHENTICATION_BACKENDS[0])
    agreed = builders.meeting(anna, bo)
    strict.get(f"/meetings/{agreed.pk}/")
    said = {"preset": "outside", "csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    for _ in range(2):  # the client of the tests sends parts unless told otherwise
        strict.post(f"/meetings/{agreed.pk}/messages/", said, headers=KEYED)
    assert Message.objects.filter(meeting=agreed).count() == 1
