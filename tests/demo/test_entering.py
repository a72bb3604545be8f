"""One button makes a newcomer a guest at Helsinki Central Station; a day later the guest is forgotten."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.models import User
from demo import guests
from demo.people import STATION
from meetups.models import Meeting
from tests import builders
from tests.demo.conftest import AINO, free

ROOT = Path(__file__).parents[2]
ENTER = "/demo/enter/"
FRENCH = "fr-FR,fr;q=0.9,de;q=0.5"
ASKS_FOR_THE_CITY = f"""
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve
assert not apps.is_installed("demo")
assert "demo" not in str(settings.CELERY_BEAT_SCHEDULE)
assert "demo" not in str(settings.TEMPLATES)
try:
    resolve("{ENTER}")
except Resolver404:
    print("no app, no address, no task, no context")
"""


def guest():
    return User.objects.select_related("profile").get(email__endswith=f"@{guests.DOMAIN}")


def enter(client, **headers):
    return client.post(ENTER, headers=headers)


def test_the_button_leads_to_now(client, db):
    response = enter(client)
    assert (response.status_code, response.url) == (303, reverse("meetups:now"))
    assert client.session["_auth_user_id"] == str(guest().pk)


def test_a_guest_stands_at_the_station(client, haunts):
    enter(client)
    page = client.get("/now/")
    assert page.status_code == 200
    assert page.context["form"]["place_cell"].value() == STATION


def test_a_guest_is_a_real_person_with_a_ready_profile(client, db):
    enter(client)
    person, profile = guest(), guest().profile
    assert (person.is_demo, person.is_provisional, person.mail_proved_at) == (False, False, None)
    assert (profile.open_to, profile.verified, profile.hide_company) == ("all", False, False)
    assert (profile.first_name in guests.FIRST_NAMES, len(profile.topics)) == (True, 3)


def test_the_browser_says_which_languages_a_guest_speaks(client, db):
    enter(client, accept_language=FRENCH)
    profile = guest().profile
    assert (profile.interface_language, profile.languages) == ("fr", ["fr", "de"])


def test_a_guest_may_change_the_profile(client, db):
    enter(client)
    assert client.get(reverse("accounts:edit-profile")).status_code == 200


def test_whoever_is_signed_in_stays_that_person(client, eve):
    client.force_login(eve)
    enter(client)
    assert client.session["_auth_user_id"] == str(eve.pk)
    assert User.objects.count() == 1


def test_looking_at_the_address_makes_nobody(client, db):
    assert client.get(ENTER).status_code == 405
    assert User.objects.count() == 0


def test_a_form_of_another_site_makes_nobody(db, client):
    client.handler.enforce_csrf_checks = True
    assert enter(client).status_code == 403
    assert User.objects.count() == 0


def test_two_guests_see_each_other(haunts, clock):
    one, other = (guests.welcome(now=clock.now, language="en", languages=["en"]) for _guest in range(2))
    for person in (one, other):
        builders.live(builders.again(person), cell=STATION, minutes=90)
    assert builders.invitation(one, other, now=clock.now).invitee == other


def test_the_city_takes_only_so_many(db, clock, monkeypatch):
    monkeypatch.setattr(guests, "MOST", 1)
    guests.welcome(now=clock.now, language="en", languages=["en"])
    with pytest.raises(guests.GuestRefused) as refused:
        guests.welcome(now=clock.now, language="en", languages=["en"])
    assert (refused.value.code, refused.value.status, User.objects.count()) == ("full", 429, 1)


def test_a_guest_is_forgotten_after_a_day(client, eve, clock):
    enter(client)
    assert guests.sweep_due(now=clock.tick(hours=23)) == 0
    assert guests.sweep_due(now=clock.tick(hours=2)) == 1
    assert list(User.objects.all()) == [eve]


def test_with_a_guest_goes_what_the_guest_did(city, clock):
    person = guests.welcome(now=clock.now, language="en", languages=["en"])
    builders.live(builders.again(person), cell=STATION, minutes=90)
    builders.met_and_parted(person, free(AINO), now=clock.now)
    assert (guests.sweep_due(now=clock.tick(days=1)), Meeting.objects.count()) == (1, 0)


def test_nobody_is_forgotten_in_the_middle_of_a_meeting(city, clock):
    person = guests.welcome(now=clock.now, language="en", languages=["en"])
    clock.tick(days=1)
    builders.live(builders.again(person), now=clock.now, cell=STATION, minutes=90)
    builders.meeting(person, free(AINO, now=clock.now), now=clock.now)
    assert guests.sweep_due(now=clock.now) == 0


def test_who_comes_back_as_a_forgotten_guest_is_nobody(client, db, clock):
    enter(client)
    guests.sweep_due(now=clock.tick(days=1))
    assert (Session.objects.count(), client.get("/now/").status_code) == (1, 302)


def test_without_the_demo_there_is_no_city():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "KAIROS_DEMO": "0"}
    done = subprocess.run(
        [sys.executable, "-c", ASKS_FOR_THE_CITY],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("no app, no address, no task, no context\n", "")
