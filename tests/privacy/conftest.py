"""The two worlds are made once and lived in by every test of this folder."""

from collections.abc import Iterator

import pytest

from tests.clock import NOON
from tests.privacy.worlds import World, two_worlds


@pytest.fixture(scope="package")
def worlds(django_db_setup, django_db_blocker) -> Iterator[tuple[World, World]]:
    with django_db_blocker.unblock(), two_worlds(NOON) as both:
        yield both
