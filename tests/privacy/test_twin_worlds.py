"""Whatever anybody does, nobody receives anything from which two places in one cell can be told apart.

And were it otherwise, it would be seen: the same lives catch every leak that is planted. `make prove` lives longer.
"""

import pytest

from tests.privacy.leaks import LEAKS, NOTHING, ONLY_THE_CARRIER
from tests.privacy.lives import live
from tests.privacy.twins import twins

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fixture", [NOTHING, ONLY_THE_CARRIER], ids=lambda fixture: fixture.name)
def test_nobody_can_tell_two_places_in_one_cell_apart(worlds, fixture, monkeypatch):
    fixture.plant(monkeypatch)
    with twins(worlds, fixture.edits, fixture.overlooked) as two:
        live(two, lives=5, steps=25, dice=1)


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_a_planted_leak_is_caught(worlds, leak, monkeypatch):
    leak.plant(monkeypatch)
    with twins(worlds, leak.edits, leak.overlooked) as two, pytest.raises(leak.shows_as):
        live(two, lives=20, steps=25, dice=1)
