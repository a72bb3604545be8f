"""The settings of the running house under test: the session's database, static files where they stand."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings"
for name, value in (
    ("KAIROS_URL", "TEST_URL"),
    ("LIVE_URL", "TEST_LIVE_URL"),
    ("EMAIL_URL", "TEST_EMAIL_URL"),
):
    os.environ[name] = os.environ[value]
os.environ.update(
    KAIROS_SECRET_KEY="only-for-tests-" + "x" * 32,
    KAIROS_DEBUG="0",
    KAIROS_DEMO="1",
    KAIROS_HOSTS="127.0.0.1",
    VAPID_PRIVATE_KEY="only-for-tests-" + "x" * 27 + "w",
)

from config.settings import *  # noqa: F403 -- the house as it is, but for what follows
from config.settings import CHANNEL_LAYERS, DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = os.environ["TEST_BELL"]  # type: ignore[index]  # settings are plain dicts
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
