"""The running house and a browser, once a session; phones for each test."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from kernel import clock
from places.models import MeetingPoint
from tests import builders
from tests.browser import screens
from tests.browser.house import House
from tests.browser.phone import Phone

ROOT = Path(__file__).parents[2]
STATION = (24.9414, 60.1719)
BELL = settings.CHANNEL_LAYERS
ENGLISH = "en-GB,en;q=0.9"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def artefacts():
    """Where pictures are kept after the run."""
    folder = ROOT / "test-artefacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        # One bell: what a test does through the stages rings on the phones too.
        bell = settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"]
        running = House(connection.settings_dict["NAME"], bell, tmp_path_factory.mktemp("mails"))
    running.start()
    yield running
    running.stop()


def launch(chromium, *more, **how):
    path = os.environ.get("KAIROS_CHROMIUM") or shutil.which("chromium")
    return chromium.launch(executable_path=path, args=[*CHROMIUM_ARGUMENTS, *more], **how)


@pytest.fixture(scope="module")
def browser():
    # Playwright's loop runs in this thread, and Django would refuse the database to it. It ends with the
    # file: other tests of this worker have loops of their own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = launch(playwright.chromium)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_with_large_letters(browser):
    """Where the person has asked the browser for letters twice as large."""
    chromium = launch(browser.browser_type, "--blink-settings=defaultFontSize=32")
    yield chromium
    chromium.close()


@pytest.fixture
def kept_rows(django_db_setup, django_db_blocker):
    """Real commits, which the running house sees; the people of a test go with it."""
    with django_db_blocker.unblock():
        yield
        get_user_model().objects.all().delete()
        connection.close()


@pytest.fixture
def phone(browser, house, kept_rows):
    """Phones at Helsinki Central Station; whatever one of them complained of fails the test."""
    assert settings.CHANNEL_LAYERS == BELL  # or a file before this one has left another, which no page hears
    phones = []

    def new(languages=ENGLISH, theme="light", place=STATION, browser=browser, **more):
        phones.append(
            Phone(browser, languages=languages, theme=theme, place=place, base_url=house.url, **more)
        )
        return phones[-1]

    yield new
    wrong = [line for one in phones for line in one.wrong]
    for one in phones:
        one.context.close()
    assert wrong == []


@pytest.fixture
def places(kept_rows):
    if not MeetingPoint.objects.exists():
        builders.places()


@pytest.fixture
def cast(places):
    """anna and bo are free in touching cells; each finds what the other offers."""
    now = clock.now()
    tags = (["payments", "product-management"], ["cybersecurity", "crm"])
    people = []
    for name, role, company, (offers, seeks) in (
        ("Anna", "Head of product, payments and partnerships", "Nordlys Payments", tags),
        ("Bo", "Chief information security officer", "Tallow Climate Hardware", tags[::-1]),
    ):
        member = builders.person(
            name, now=now, role=role, company=company, last_name="Eklund", offers=offers, seeks=seeks,
            languages=["en", "fr"],
        )  # fmt: skip
        people.append(member)
    builders.live(people[0], now=now, topic="Pilots for a payments interface in the Nordics")
    builders.live(people[1], now=now, cell=builders.NEXT, topic="Payments pilots, honestly compared")
    return [builders.again(one) for one in people]


@pytest.fixture
def phone_of(phone, house):
    """A phone on which somebody is signed in already."""

    def new(member, **how):
        client = Client()
        client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
        one = phone(**how)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        one.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": house.url}])
        return one

    return new


@pytest.fixture
def walk(phone, phone_of, cast, house):
    """Every screen in one look: `for name, phone in walk(theme="dark")`."""

    def through(name="newcomer", **look):
        screens.crowd()
        stranger, member = phone(**look), phone_of(cast[0], **look)
        yield from screens.of_a_newcomer(stranger, house, name)
        yield from screens.of_a_member(member, *cast)
        yield from screens.of_who_is_surprised(member, cast[0])
        for status in ("404", "422"):  # the page that is not there, the code that is wrong
            stranger.forgives(status)

    return through
