"""What a page hands to its socket: a number no newer than what the page shows."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from kernel import clock
from notifications.context_processors import live
from notifications.events import MeetingAgreed, Notice
from notifications.middleware import HeadFirst
from notifications.models import Stream
from notifications.publish import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return get_user_model().objects.create_user(email="anna@example.test")


def request_of(person, method="GET", path="/now/", **headers):
    request = RequestFactory().generic(method, path, headers=headers)
    request.user = person
    HeadFirst(lambda request: HttpResponse()).process_view(request, None, (), {})
    return request


def tell(person):
    publish([Notice(person.pk, MeetingAgreed(person.pk))], now=clock.now())


def test_a_page_knows_where_it_begins(anna, settings):
    tell(anna)
    context = live(request_of(anna))["live"]
    stream = Stream.objects.get()
    assert context["url"] == f"{settings.LIVE_URL}/ws/events"
    assert (context["person"], context["epoch"], context["seq"]) == (anna.pk, stream.epoch, 1)
    assert abs((context["now"] - clock.now()).total_seconds()) < 5


def test_what_happens_while_the_page_is_made_is_heard_after_it(anna):
    tell(anna)
    request = request_of(anna)
    tell(anna)  # after the view has read, before the template is rendered
    assert live(request)["live"]["seq"] == 1


def test_a_first_visit_has_a_counting(anna):
    context = live(request_of(anna))["live"]
    assert (context["epoch"], context["seq"]) == (Stream.objects.get().epoch, 0)


def test_a_page_costs_one_query_and_everything_else_none(anna, django_assert_num_queries):
    tell(anna)
    with django_assert_num_queries(1):
        assert live(request_of(anna))["live"]
    with django_assert_num_queries(0):
        live(request_of(anna, **{"HX-Request": "true"}))
        live(request_of(anna, method="POST"))
        live(request_of(anna, path="/api/v1/events"))
        assert not live(request_of(AnonymousUser()))["live"]


def test_a_form_that_is_shown_again_listens_too(anna):
    assert live(request_of(anna, method="POST"))["live"]["seq"] == 0
