"""The running house and a browser, once a session; phones for each test."""

import os
import shutil
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.browser.house import House
from tests.browser.phone import Phone

ROOT = Path(__file__).parents[2]
STATION = (24.9414, 60.1719)
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
        running = House(connection.settings_dict["NAME"], tmp_path_factory.mktemp("mails"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop runs in this thread, and Django would refuse the database to it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = os.environ.get("KAIROS_CHROMIUM") or shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


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
    phones = []

    def new(languages=ENGLISH, theme="light", place=STATION, **more):
        phones.append(
            Phone(browser, languages=languages, theme=theme, place=place, base_url=house.url, **more)
        )
        return phones[-1]

    yield new
    wrong = [line for one in phones for line in one.wrong]
    for one in phones:
        one.context.close()
    assert wrong == []
