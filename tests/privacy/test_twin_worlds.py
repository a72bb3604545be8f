"""Whatever anybody does, nobody receives anything from which two places in one cell can be told apart.

And were it otherwise, it would be seen: the same lives catch every leak that is planted. `make prove` lives
longer.
"""

import pytest

from tests.privacy.leaks import LEAKS, NOTHING, ONLY_THE_CARRIER
from tests.privacy.lives import live

pytestmark = pytest.mark.django_db


LIVES, STEPS, DICE = 6, 25, 3
PATIENCE = 12  # lives by the same dice: most leaks show in the second or third
THROWS = range(DICE, DICE + 12)  # what its own dice do not bring about, others do


@pytest.mark.parametrize("fixture", [NOTHING, ONLY_THE_CARRIER], ids=lambda fixture: fixture.name)
def test_nobody_can_tell_two_places_in_one_cell_apart(twins, planted, fixture):
    planted(fixture)
    live(twins(fixture), lives=LIVES, steps=STEPS, dice=DICE)


@pytest.mark.parametrize("dice", sorted({leak.dice for leak in LEAKS}))
def test_by_the_dice_that_show_leaks_nothing_shows_where_none_is(twins, planted, dice):
    planted(ONLY_THE_CARRIER)
    live(twins(ONLY_THE_CARRIER), lives=2, steps=STEPS, dice=dice)


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_a_planted_leak_is_caught(twins, planted, leak):
    planted(leak)
    with pytest.raises(leak.shows_as):
        live_on(twins(leak), leak.dice)


def live_on(two, soonest):
    for dice in (soonest, *THROWS):
        live(two, lives=PATIENCE, steps=STEPS, dice=dice)
