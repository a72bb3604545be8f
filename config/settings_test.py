"""The settings under test: the same, with an environment that needs nothing set, and a Redis per worker."""

import os
from pathlib import Path
from tempfile import gettempdir

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")

os.environ.update(
    KAIROS_SECRET_KEY="only-for-tests-" + "x" * 32,
    KAIROS_DEBUG="0",
    KAIROS_DEMO="1",
    KAIROS_URL="http://testserver",
    LIVE_URL="ws://testserver:8001",
    KAIROS_HOSTS="localhost",
    KAIROS_PROXIES="0",
    VAPID_PRIVATE_KEY="only-for-tests-" + "x" * 27 + "w",
    EMAIL_URL=f"file://{Path(gettempdir()) / 'kairos-test-mail'}",
)
os.environ.setdefault("DATABASE_URL", "postgresql:///kairos")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/0")

from config.settings import *  # noqa: F403 -- settings are that of the house, but for what follows
from config.settings import CHANNEL_LAYERS, DATABASES

# Racing threads each open and close a connection of their own, which a shared pool would hide.
DATABASES["default"]["OPTIONS"].pop("pool")  # type: ignore[attr-defined]  # settings are plain dicts

# Workers share one Redis; what one rings must not be heard by another.
CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"{DATABASES['default']['NAME']}-{_worker}"  # type: ignore[index]  # settings are plain dicts

# Served from where they stand: no collecting before a test. Hashed names are proven in tests/house.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
