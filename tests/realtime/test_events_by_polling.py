"""`GET /api/v1/events?after=`: the socket's content for who has no socket, and the socket's document."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from kernel import clock, tokens
from notifications.events import MeetingAgreed, Notice
from notifications.models import Event, Stream
from notifications.publish import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return get_user_model().objects.create_user(email="anna@example.test")


@pytest.fixture
def bo():
    return get_user_model().objects.create_user(email="bo@example.test")


def get(person, **query):
    client = APIClient()
    _token, secret = tokens.issue(user=person, scopes=["meet"], now=clock.now())
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client.get("/api/v1/events", query)


def tell(person, times=1):
    publish([Notice(person.pk, MeetingAgreed(person.pk))] * times, now=clock.now())


def test_what_came_after_a_number_and_nothing_of_others(anna, bo):
    tell(anna, 3)
    tell(bo)
    answer = get(anna, after=1).json()
    stream = Stream.objects.get(pk=anna.pk)
    assert (answer["epoch"], answer["head"], answer["reset"]) == (str(stream.epoch), 3, False)
    assert [event["seq"] for event in answer["events"]] == [2, 3]
    assert answer["events"][0].keys() == {"seq", "name", "at", "meeting"}


def test_who_never_heard_anything_has_a_counting_too(anna):
    answer = get(anna).json()
    now = datetime.fromisoformat(answer.pop("now"))
    assert timedelta(0) <= clock.now() - now < timedelta(seconds=30)  # a page counts down by it
    assert answer == {"epoch": str(Stream.objects.get().epoch), "head": 0, "reset": False, "events": []}


@pytest.mark.parametrize("how", ["other epoch", "ahead", "forgotten"])
def test_a_number_that_means_nothing_is_told_so(anna, how):
    tell(anna, 3)
    query = {"after": 1}
    if how == "other epoch":
        query["epoch"] = str(anna.pk)
    elif how == "ahead":
        query["after"] = 4
    else:
        Event.objects.filter(seq=2).delete()
    answer = get(anna, **query).json()
    assert (answer["reset"], answer["head"], answer["events"]) == (True, 3, [])


@pytest.mark.parametrize(
    "query", [{"after": -1}, {"after": "x"}, {"after": 2**63}, {"epoch": "x"}, {"since": 1}]
)
def test_values_that_mean_nothing_are_422(anna, query):
    assert get(anna, **query).status_code == 422


def test_one_event_costs_as_much_as_thirty(anna, bo, django_assert_num_queries):
    tell(anna)
    tell(bo, 30)
    for person in (anna, bo):
        client = APIClient()
        client.force_authenticate(person)
        with django_assert_num_queries(3):
            client.get("/api/v1/events", {"after": 0})


def test_a_stranger_hears_nothing_but_may_read_the_document():
    assert APIClient().get("/api/v1/events").status_code == 401
    answer = APIClient().get("/api/v1/asyncapi.json")
    assert (answer.status_code, answer.json()["asyncapi"]) == (200, "3.0.0")
