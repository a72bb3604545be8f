"""How long an answer takes does not tell two places in one cell apart: part of `make prove`.

One world, so that both placements are asked of the same tables; she lives at one place and at the other in
turn, in an order that cancels whatever drifts. The figure is the chance that an answer about the second place
takes longer than one about the first: 0.50 is a coin.
"""

import time
from bisect import bisect_left, bisect_right

import pytest

from places import cells
from tests import builders
from tests.clock import NOON
from tests.privacy.asking import API, Request
from tests.privacy.fixes import her_fix
from tests.privacy.leaks import made_of_a_fix
from tests.privacy.received import VICTIM
from tests.privacy.traces import Aim, Spot
from tests.privacy.twins import GO_LIVE, arrive

pytestmark = pytest.mark.django_db

ROUNDS = 200  # of four lives each: one place, the other, the other, the one
ASKS = 20  # answers timed a life
WARM_UP = 2
WIDEST = 0.02  # either side of a coin; with so many answers chance alone strays by some 0.005
PLACES = (Spot(east=-95, south=-95, surety=5), Spot(east=95, south=95, surety=95))
SLOWER_S = 0.0002
WISHES = {"minutes": "90", "intention": "swap-ideas", "topic": "Nordics", "reach_min": "20"}


def slower_in_the_east(candidates_for):
    def leaky(viewer, **asked):
        if (fix := her_fix()) and fix.lon > cells.centre(builders.HERE).lon:
            until = time.perf_counter() + SLOWER_S
            while time.perf_counter() < until:
                pass
        return candidates_for(viewer, **asked)

    return leaky


SLOWER_IN_THE_EAST = made_of_a_fix(
    "time: slower in the east", "matching.exposure.candidates_for", slower_in_the_east
)


def test_the_time_of_an_answer_says_nothing(worlds, phones, capsys):
    chance = told_apart(worlds[0], phones.one(1), ROUNDS, capsys)
    assert abs(chance - 0.5) <= WIDEST


def test_control_a_fifth_of_a_millisecond_on_one_side_would_be_seen(worlds, phones, planted, capsys):
    planted(SLOWER_IN_THE_EAST)
    assert told_apart(worlds[0], phones.one(1, SLOWER_IN_THE_EAST.edits), ROUNDS // 4, capsys) > 0.5 + WIDEST


def told_apart(world, hers, rounds, capsys):
    samples = ([], [])
    for _round in range(rounds):
        for place in (0, 1, 1, 0):
            samples[place].extend(asked(world, hers, PLACES[place]))
    chance = auc(*samples)
    with capsys.disabled():
        counts = " and ".join(f"{len(sample):,}" for sample in samples)
        print(f"\nresponse times: AUC {chance:.4f} over {counts} answers (a coin: within 0.50 +- {WIDEST})")
    return chance


def asked(world, hers, place):
    """One life with her at this place: the seconds that each of the answers took."""
    world.begin()
    try:
        hers.begin()
        hers.stand(Aim(builders.HERE).fix(place))
        [sent] = hers.submit(GO_LIVE, **WISHES)
        world.live_through(1, NOON, lambda world: arrive(world, sent))
        times, _received = world.live_through(2, NOON, timed)
        return times
    finally:
        world.end()


def timed(world):
    who, request, times = world.people["anna"], Request("GET", f"{API}candidates"), []
    for _ask in range(WARM_UP + ASKS):
        began = time.perf_counter()
        answer = request.sent_by(who, world.clients["anna"])
        times.append(time.perf_counter() - began)
        assert VICTIM.title().encode() in answer.body  # else there would be nothing to tell
    return times[WARM_UP:]


def auc(one, other):
    """The chance that one of the second sample exceeds one of the first, ties counting half."""
    one = sorted(one)
    wins = sum(bisect_left(one, value) + bisect_right(one, value) for value in other) / 2
    return wins / (len(one) * len(other))
