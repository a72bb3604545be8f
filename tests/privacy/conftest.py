"""The two worlds are made once a file and lived in by its tests, with phones that are kept.

Not once for the folder: a world holds a transaction open on the tests' database, where others commit.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.clock import NOON
from tests.privacy.leaks import NOTHING, Planted
from tests.privacy.phone import Phones
from tests.privacy.twins import Twins
from tests.privacy.worlds import World, two_worlds


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[tuple[World, World]]:
    with django_db_blocker.unblock(), two_worlds(NOON) as both:
        yield both


@pytest.fixture(scope="module")
def phones() -> Iterator[Phones]:
    with ExitStack() as until:
        yield Phones(until)


@pytest.fixture
def twins(worlds, phones) -> Callable[..., Twins]:
    """The two worlds in lock-step, with phones that are edited as a leak wants it."""
    return lambda leak=NOTHING: Twins(worlds, phones, leak.edits, leak.overlooked)


@pytest.fixture
def planted() -> Iterator[Callable[[Planted], None]]:
    """Plants a leak until the test ends."""
    with ExitStack() as until:
        yield lambda leak: until.enter_context(leak.planted())
