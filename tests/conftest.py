"""What every test may ask for: the cast, the clock, the places. Real rows in real PostgreSQL throughout."""

from collections import Counter

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.clock", "tests.cast", "tests.robot_log"]

# How long a draw takes says something of the machine and nothing of us.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _no_language_stays():
    """A request leaves its language to the thread; the next test begins without."""
    yield
    translation.deactivate()


def pytest_collection_modifyitems(items):
    """Every test has an id of its own: of several with the same, workers would run one and say nothing."""
    many = [one for one, times in Counter(item.nodeid for item in items).items() if times > 1]
    if many:
        raise pytest.UsageError(f"Several tests have one id: {', '.join(many)}")
