"""Every line of the timetable, over real rows that are due: a second run at once changes nothing.

A worker that dies before it says so makes the broker give its task to another; a stalled one wakes up late.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from accounts.models import User
from config.celery import app
from config.schedule import timetable
from demo import city, guests, models
from demo.people import CAST
from kernel import idempotency
from kernel.models import Canary, RememberedCall
from matching import alerts, availability, exposure, plans, pulses
from meetups import invitations
from notifications.models import Event
from tests import builders
from tests.accounts.steps import ask
from tests.clock import NOON
from tests.matching.planning import EVENING, crowd, helsinki, point
from tests.moderation.test_sweeping import looks, moves

DAY = timedelta(days=1)
FEW = dict(list(CAST.items())[:3])


def session_over(clock) -> datetime:
    builders.live(builders.person("Ann"))
    return NOON + timedelta(hours=2)


def seen_yesterday(clock) -> datetime:
    crowd(3)
    exposure.show(builders.session_of(User.objects.get(profile__first_name="Gil0")), now=NOON)
    return NOON + DAY


def plan_begins(clock) -> datetime:
    at = helsinki(14)
    plans.add(
        by=builders.person("Ann"), now=NOON, point=point().pk, starts_at=at,
        ends_at=at + timedelta(minutes=45), intention="swap-ideas", topic="",
    )  # fmt: skip
    return at


def pulse_gathers(clock) -> datetime:
    for number in range(6):
        pulses.pledge(by=builders.person(f"Gil{number}"), now=NOON, point=point().pk, starts_at=EVENING)
    return helsinki(17, 45)


def enough_are_free(clock) -> datetime:
    crowd(5)
    alerts.watch(by=builders.person("Eve"), now=NOON, point=point().pk, until=NOON + timedelta(hours=2))
    return NOON.replace(minute=5, second=0)


def two_live() -> tuple[User, User]:
    one, other = builders.person("Ann"), builders.person("Ben")
    builders.live(one)
    builders.live(other)
    return one, other


def invitation_over(clock) -> datetime:
    builders.invitation(*two_live())
    return NOON + timedelta(seconds=90)


def two_ask_for_a_surprise(clock) -> datetime:
    for member in two_live():
        availability.wish(session_id=builders.session_of(member).pk, by=member, now=NOON, surprise=True)
    return NOON


def table_over(clock) -> datetime:
    builders.table(*two_live())
    return NOON + timedelta(minutes=5)


def meeting_over(clock) -> datetime:
    builders.meeting(*two_live())
    return NOON + timedelta(hours=2)


def never_typed(clock) -> datetime:
    ask(Client(), "never@acme.com")
    return User.objects.get(email="never@acme.com").date_joined + timedelta(days=3)


def sweeps_a_city(clock) -> datetime:
    ann = builders.person("Ann")
    moves(ann, clock, 4)
    looks(ann, clock, 40)
    return clock.now


def confirmed_yesterday(clock) -> datetime:
    RememberedCall.objects.create(
        person=builders.person("Ann"), path="/", key_digest=b"k", body_digest=b"b", status=200, at=NOON
    )
    return NOON + idempotency.KEPT_FOR


def never_sung(clock) -> datetime:
    assert not Canary.objects.exists()
    return NOON


def heard_last_week(clock) -> datetime:
    builders.invitation(*two_live())
    assert Event.objects.exists()
    return NOON + timedelta(days=8)


def phone_to_ring(clock) -> datetime:
    one, other = two_live()
    builders.push_subscription(other, endpoint="https://nobody.invalid/push")  # no request leaves for there
    builders.invitation(one, other)
    return NOON + timedelta(seconds=5)


def met_nobody_last_month(clock) -> datetime:
    invitation = builders.invitation(*two_live())
    invitations.expire_due(now=invitation.expires_at)
    return NOON + 31 * DAY


def session_of_last_season(clock) -> datetime:
    builders.live(builders.person("Ann"))
    availability.end_due(now=NOON + timedelta(hours=2))
    return NOON + 91 * DAY


def city_awake(clock) -> datetime:
    city.settle(now=NOON)
    return NOON + timedelta(hours=1)


def guest_of_yesterday(clock) -> datetime:
    User.objects.create_user(f"guest-1@{guests.DOMAIN}", date_joined=NOON)
    return NOON + 2 * DAY


DUE: dict[str, Callable[..., datetime]] = {
    "matching.tasks.end_due": session_over,
    "matching.tasks.forget_due": seen_yesterday,
    "matching.tasks.tell_plans_due": plan_begins,
    "matching.tasks.gather_due": pulse_gathers,
    "matching.tasks.fire_alerts_due": enough_are_free,
    "meetups.tasks.expire_due": invitation_over,
    "meetups.tasks.dispatch_due": two_ask_for_a_surprise,
    "meetups.tasks.pass_due": table_over,
    "meetups.tasks.close_due": meeting_over,
    "meetups.tasks.forget_due": met_nobody_last_month,
    "matching.tasks.clear_due": session_of_last_season,
    "accounts.tasks.sweep_due": never_typed,
    "moderation.tasks.watch_due": sweeps_a_city,
    "kernel.tasks.sing": never_sung,
    "kernel.tasks.forget_due": confirmed_yesterday,
    "notifications.tasks.ring_due": phone_to_ring,
    "notifications.tasks.forget_due": heard_last_week,
    "demo.tasks.live": city_awake,
    "demo.tasks.sweep_due": guest_of_yesterday,
}


def everything() -> dict[str, str]:
    """A digest of every row of every table of ours."""
    with connection.cursor() as cursor:
        digests = {}
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            digests[model._meta.label] = sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return digests


@pytest.fixture
def nobody_answers_the_city(settings, monkeypatch):
    """Its people reach for their phones, and the pages are away."""
    settings.KAIROS_INTERNAL_URL = "http://127.0.0.1:9"
    for module in (city, models):
        monkeypatch.setattr(module, "CAST", FEW)


def test_every_line_of_the_timetable_is_walked():
    assert set(DUE) == set(timetable(demo=True))


@pytest.mark.parametrize("name", DUE)
def test_the_second_run_changes_nothing(places, clock, nobody_answers_the_city, name):
    app.loader.import_default_modules()
    clock.now = DUE[name](clock)
    untouched = everything()
    app.tasks[name].run()
    once = everything()
    assert once != untouched  # it had something to do
    app.tasks[name].run()
    assert everything() == once
