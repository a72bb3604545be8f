"""The long form of `test_twin_worlds`, run by `make prove`: as many lives as one has patience for.

`KAIROS_LIVES` says how many (2,000 unless said otherwise). A difference is shrunk to the fewest steps that
show it.
"""

import os
import time

import pytest

from tests.privacy.doors import DOORS
from tests.privacy.lives import live

pytestmark = pytest.mark.django_db

LIVES = int(os.environ.get("KAIROS_LIVES", "2000"))
STEPS = 30
A_SHARE = 25  # lives by the same dice, after which somebody who waits is told how far it is


def test_nobody_can_tell_two_places_in_one_cell_apart(twins, capsys):
    began, lived, two = time.monotonic(), 0, twins()
    while lived < LIVES:
        share = min(A_SHARE, LIVES - lived)
        live(two, lives=share, steps=STEPS, dice=LIVES + lived, shrink=True)
        lived += share
        with capsys.disabled():
            print(f"\n{lived:,} lives, {time.monotonic() - began:,.0f} s: {told(two)}", flush=True)


def told(two):
    doors = {str(door) for door in DOORS}
    opened, knocks = doors & two.opened.keys(), two.opened.total() + two.shut.total()
    return (
        f"{two.turns:,} turns compared, {knocks:,} knocks at doors, {two.opened.total():,} let in; "
        f"{len(opened)} of {len(doors)} doors opened, never: {', '.join(sorted(doors - opened)) or 'none'}; "
        f"{len(two.heard)} kinds of event heard; differences: 0"
    )
