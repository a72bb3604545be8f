"""Running out: decided by the clock, told by a sweep that may come late, twice or not at all."""

from datetime import timedelta

import pytest

from matching.models import CoolDown
from meetups import invitations
from notifications import events
from tests import builders
from tests.cast import told


@pytest.fixture
def ring(anna, bo):
    return builders.invitation(anna, bo)


def test_before_its_time_nothing_runs_out(ring, clock, ears):
    assert invitations.expire_due(now=clock.tick(seconds=89)) == 0
    assert (builders.stored(ring).state, ears.heard()) == ("sent", {})


def test_both_hear_that_the_moment_passed(ring, eve, clock, ears):
    assert invitations.expire_due(now=clock.tick(seconds=90)) == 1
    assert (builders.stored(ring).state, builders.stored(ring).settled_at) == ("expired", clock.now)
    assert ears.heard() == {name: told(events.InvitationExpired(ring.pk)) for name in ("Anna", "Bo")}


def test_a_second_sweep_says_nothing_and_lets_nobody_rest_longer(ring, clock, ears):
    invitations.expire_due(now=clock.tick(seconds=90))
    ears.heard()
    assert invitations.expire_due(now=clock.tick(seconds=2)) == 0
    assert (CoolDown.objects.get().step, ears.heard()) == (1, {})


def test_the_rest_begins_when_it_ran_out_and_for_the_sender_only(ring, anna, bo, clock):
    invitations.expire_due(now=clock.tick(seconds=90))
    rest = CoolDown.objects.get()
    assert (rest.sender, rest.invitee, rest.until) == (anna, bo, clock.now + timedelta(days=1))


def test_a_sweep_of_many_tells_everybody_of_each(anna, bo, eve, clock, ears):
    builders.live(eve)
    rings = [builders.invitation(*pair) for pair in ((anna, bo), (eve, bo), (anna, eve))]
    ears.heard()
    assert invitations.expire_due(now=clock.tick(seconds=90)) == 3
    over = {ring: told(events.InvitationExpired(ring.pk))[0] for ring in rings}
    by_id = sorted(rings, key=lambda ring: ring.pk)
    assert ears.heard() == {
        "Anna": [over[ring] for ring in by_id if ring != rings[1]],
        "Bo": [over[ring] for ring in by_id if ring != rings[2]],
        "Eve": [over[ring] for ring in by_id if ring != rings[0]],
    }


def test_a_sweep_takes_as_many_as_it_is_told_and_the_next_takes_the_rest(anna, bo, eve, clock):
    builders.live(eve)
    for pair in ((anna, bo), (eve, bo), (anna, eve)):
        builders.invitation(*pair)
    clock.tick(seconds=90)
    assert [invitations.expire_due(now=clock.now, limit=2) for _ in range(3)] == [2, 1, 0]


def test_with_the_sweep_dead_the_next_ring_settles_what_ran_out(ring, anna, eve, clock, ears):
    builders.live(eve)
    ears.heard()
    new = builders.invitation(anna, eve, now=clock.tick(seconds=90))
    assert builders.stored(ring).state == "expired"
    assert ears.heard() == {
        "Anna": told(events.InvitationExpired(ring.pk), events.InvitationSent(new.pk)),
        "Bo": told(events.InvitationExpired(ring.pk)),
        "Eve": told(events.InvitationReceived(new.pk, new.expires_at)),
    }
