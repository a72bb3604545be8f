"""The doors of `doors.py`, the table of `things.py`, and two people."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from rest_framework.test import APIClient

from kernel import clock, tokens
from tests.kernel.things import Thing


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS kernel_tests_thing")  # of a database that is used again
        with connection.schema_editor() as editor:
            editor.create_model(Thing)


@pytest.fixture
def committed(transactional_db):
    """Real commits, for races. Django empties only the tables of installed apps afterwards."""
    yield
    Thing.objects.all().delete()


@pytest.fixture
def doors(settings):
    settings.ROOT_URLCONF = "tests.kernel.doors"


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_user(email="anna@example.test")


@pytest.fixture
def bo(db):
    return get_user_model().objects.create_user(email="bo@example.test")


@pytest.fixture
def issue(anna):
    """Issue a token to anna and return its secret."""

    def issue(*scopes, to=anna):
        return tokens.issue(user=to, scopes=scopes, now=clock.now())[1]

    return issue


@pytest.fixture
def api(doors, issue):
    """An API client that is anna, by token."""
    return client_with(issue("meet"))


def client_with(secret):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client
