"""One Redis and one socket process for the session; people, phones and published events for each test."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client, override_settings

from kernel import clock, tokens
from kernel.models import ApiToken
from notifications.events import MeetingMessaged, Notice
from notifications.models import Event, Notification, Preference, PushSubscription, Stream
from notifications.publish import publish
from tests.realtime.phone import Phone
from tests.realtime.services import Redis, Sockets

WRITTEN = (Notification, PushSubscription, Preference, Event, Stream)


@pytest.fixture(scope="session")
def redis(tmp_path_factory):
    redis = Redis(tmp_path_factory.mktemp("redis"))
    try:
        redis.start()
        yield redis
    finally:
        redis.stop()


@pytest.fixture(scope="module", autouse=True)
def _the_bell_rings_there(redis):
    """Until the file ends: phones of later files listen to the Redis of the session."""
    host = {"address": redis.url, "socket_connect_timeout": 0.5}
    layer = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [host], "prefix": "realtime"},
    }
    with override_settings(CHANNEL_LAYERS={"default": layer}):
        yield


@pytest.fixture(scope="session")
def sockets(redis, django_db_setup, django_db_blocker):
    sockets = Sockets(connection.settings_dict["NAME"], redis.url)
    try:
        sockets.start()
        yield sockets
    finally:
        sockets.stop()


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """Real commits, which other processes see. Afterwards what these tests write is deleted.

    (pytest-django's own empties every table, fills some again, and takes longer at it than these tests do.)
    """
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            for model in (
                Notification,
                PushSubscription,
                Preference,
                Event,
                Stream,
                ApiToken,
                Session,
                get_user_model(),
            ):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
        connection.close()


@pytest.fixture
def people(transactional_db):
    """anna and bo."""
    users = get_user_model().objects
    return [users.create_user(email=f"{name}@example.test") for name in ("anna", "bo")]


@pytest.fixture
def anna(people):
    return people[0]


@pytest.fixture
def bo(people):
    return people[1]


@pytest.fixture
def phone(sockets, people):
    """Open phones; they are closed before the tables are emptied."""
    opened = []

    def open_phone(person=None, **how):
        if person is not None and "token" not in how:
            how["cookie"] = session_of(person)
        opened.append(Phone(sockets.port, **how))
        return opened[-1]

    yield open_phone
    for one in opened:
        one.close()


@pytest.fixture
def issue(people):
    return lambda person, *scopes: tokens.issue(user=person, scopes=scopes, now=clock.now())[1]


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def tell(*people, said="on-my-way", meeting=None):
    """Commit one event for each of these people."""
    meeting = meeting or people[0].pk
    notices = [Notice(person.pk, MeetingMessaged(meeting, "other", said)) for person in people]
    with transaction.atomic():
        publish(notices, now=clock.now())
