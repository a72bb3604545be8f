"""What every test may ask for: the cast, the clock, the places. Real rows in real PostgreSQL throughout."""

import pytest
from django.utils import translation

pytest_plugins = ["tests.clock", "tests.cast"]


@pytest.fixture(autouse=True)
def _no_language_stays():
    """A request leaves its language to the thread; the next test begins without."""
    yield
    translation.deactivate()
