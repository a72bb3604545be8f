"""A page that is refused says why where the person is: in passing, back at the form, or on a page."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

pytestmark = [pytest.mark.usefixtures("doors"), pytest.mark.django_db]

COLD = "You may not do this."


def test_htmx_gets_a_passing_sentence_and_leaves_the_page_alone():
    answer = Client().post("/raising/cold/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#toasts", "beforeend")
    assert COLD in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_htmx_is_told_when_to_try_again():
    answer = Client().post("/raising/often/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "7")


def test_a_form_goes_back_to_where_it_was_filled_in():
    answer = Client().post("/raising/cold/", headers={"Referer": "http://testserver/echo/?a=1"})
    assert (answer.status_code, answer["Location"]) == (303, "http://testserver/echo/?a=1")
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [COLD]


@pytest.mark.parametrize(
    "referer", ["", "https://evil.example/echo/", "//evil.example", "javascript:alert(1)"]
)
def test_a_form_from_nowhere_goes_to_now(referer):
    answer = Client().post("/raising/cold/", headers={"Referer": referer})
    assert (answer.status_code, answer["Location"]) == (303, "/now/")


def test_a_page_that_was_only_read_says_it_on_a_page_and_does_not_turn_in_circles():
    answer = Client().get("/raising/cold/", headers={"Referer": "http://testserver/raising/cold/"})
    assert answer.status_code == 409
    assert COLD in answer.content.decode()


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("denied", 403, "This is not open to you."),
        ("gone", 404, "Nothing is here."),
        ("broken", 500, "Something broke on our side."),
    ],
)
def test_what_no_stage_refused_has_a_page_too(what, status, words):
    client = Client(raise_request_exception=False)
    answer = client.get(f"/raising/{what}/")
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_an_address_that_only_takes_forms_has_a_page_too():
    answer = Client().get("/language/", headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Il n’y a rien ici." in answer.content.decode()


def test_a_form_too_large_has_a_page_too(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = Client().post("/echo/", {"topic": "x" * 200})
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/html; charset=utf-8")
