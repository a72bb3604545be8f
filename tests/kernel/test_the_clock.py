"""One clock for every process: the database's."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from kernel import clock

pytestmark = pytest.mark.django_db


def test_it_is_aware_utc():
    now = clock.now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_it_goes_on_inside_a_transaction():
    before = clock.now()
    time.sleep(0.002)
    assert clock.now() > before
